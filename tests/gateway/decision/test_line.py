"""A line is written without what it does not have, and read back whole."""

import msgspec

from services.gateway.decision.line import Line, LineCause, PolicyUsed, Why

POLICY = PolicyUsed(id="pay@r0/2010-01-01", sha256="0" * 64)


def test_a_plain_line_is_short():
    line = Line(part="gross", item="bonus", month="2024-01", amount_fen=1)
    assert msgspec.to_builtins(line) == {
        "part": "gross",
        "item": "bonus",
        "month": "2024-01",
        "amount_fen": 1,
    }


def test_a_difference_is_read_back_with_its_causes():
    cause = LineCause(why=Why.POLICY, policy=POLICY)
    line = Line(
        part="gross",
        item="bonus",
        month="2024-01",
        amount_fen=-1,
        policies=(POLICY,),
        due_fen=0,
        settled_fen=1,
        causes=(cause,),
    )
    assert msgspec.json.decode(msgspec.json.encode(line), type=Line) == line


def test_why_has_a_term():
    assert Why.LEARNED.zh == "后来得知"
