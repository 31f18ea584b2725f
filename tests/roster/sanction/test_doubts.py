"""One paper, one sanction, one case: each says one thing."""

from uuid import UUID

from services.roster import events as e
from tests.roster.on_file import told


def imposed(kind: str, document_no: str = "政处〔2020〕1号"):
    return e.SanctionImposed(kind=kind, document_no=document_no)


def test_one_document_cannot_impose_two_sanctions_and_two_without_a_number_can():
    first = ("2020-01-01", imposed("warning"))

    assert told(first, ("2020-01-01", imposed("removal"))) == {
        ("one_document_two_sanctions", (1, 2))
    }
    assert told(first, ("2020-02-01", imposed("warning"))) == {
        ("one_document_two_sanctions", (1, 2))
    }
    assert told(("2020-01-01", imposed("warning", "")), ("2020-02-01", imposed("removal", ""))) == (
        set()
    )


def test_a_sanction_is_lifted_once():
    lines = [("2020-01-01", imposed("warning"))]
    for day in ("2020-03-01", "2020-04-01"):
        lines.append((day, e.SanctionLifted(sanction=UUID(int=1))))

    assert told(*lines[:2]) == set()
    assert told(*lines) == {("lifted_twice", (2, 3))}


def test_a_case_is_cleared_or_sanctioned():
    def closed(result: str, case_no: str = "1"):
        return ("2020-02-01", e.CaseClosed(case_no=case_no, result=result))

    assert told(closed("cleared"), closed("sanctioned")) == {("case_closed_twice", (1, 2))}
    assert told(closed("cleared"), closed("sanctioned", "2")) == set()
