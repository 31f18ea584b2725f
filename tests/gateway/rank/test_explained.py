"""What the engine says of a rank, whole: every claim, clause, figure, day and fact it names."""

from tests.gateway.rank.explained import FILE, asked, telling


def test_every_answer_says_what_it_said_when_it_was_read_and_agreed():
    """After a change that is meant, `explained.py` writes the file anew; read its diff."""
    agreed = {}
    for answer in FILE.read_text(encoding="utf-8").strip().split("\n\n"):
        name, *lines = answer.split("\n")
        agreed[name] = lines
    said = dict(asked())

    assert {name: said.get(name) for name in agreed} == agreed


def test_every_kind_of_claim_met_and_unmet_has_been_read():
    text = FILE.read_text(encoding="utf-8")

    assert [name for name in telling() if name not in text] == []
