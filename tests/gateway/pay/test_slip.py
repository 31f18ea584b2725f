"""A slip is written and read to the byte, and knows its own lines from differences."""

from services.gateway.pay.items import Part
from services.gateway.pay.slip import canonical_bytes, policies_of, read_slip, sha256
from tests.gateway.pay.payee import AUXILIARY, slips

LATE = "{id: c, coefficient_decided: 2024-01 80, on: 2024-01-31}"


def test_what_is_written_is_read_to_the_byte():
    for slip in slips("2024-01", "2024-02", *AUXILIARY, LATE):
        assert canonical_bytes(read_slip(canonical_bytes(slip))) == canonical_bytes(slip)
        assert read_slip(canonical_bytes(slip)) == slip
        assert len(sha256(slip)) == 64


def test_differences_are_told_from_the_months_own_lines():
    _, slip = slips("2024-01", "2024-02", *AUXILIARY, LATE)
    assert {x.month for x in slip.own_lines()} == {"2024-02"}
    assert [(x.month, x.amount_fen) for x in slip.retro()] == [("2024-01", -16_000)]
    assert slip.total(Part.GROSS) == slip.gross_fen


def test_every_policy_is_named_once():
    (slip,) = slips("2024-01", "2024-01", *AUXILIARY)
    assert len(policies_of(slip.lines)) == len({p.id for p in slip.policies}) == 4
