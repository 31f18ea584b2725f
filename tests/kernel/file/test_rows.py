"""Rows of an import that cannot be read, and the caller's own, are set aside with their place."""

from datetime import date
from types import SimpleNamespace

from services.kernel.errors import FieldError, Text
from services.kernel.file.rows import OWN, FaultyRow, Row, rows_of
from services.training.events import CoursePassed

DATA = CoursePassed(course="rank_superintendent")
DAY = date(2024, 3, 10)


def test_what_is_read_stands_in_its_place():
    unread = FaultyRow((FieldError("/data/course", "missing", Text("必填", "is required")),))
    read = [SimpleNamespace(subject=who, effective_on=DAY, data=DATA) for who in ("a", "b")]

    assert rows_of([read[0], unread, read[1]], own=None) == [
        Row("a", DAY, DATA),
        unread,
        Row("b", DAY, DATA),
    ]
    assert rows_of(read, own="b") == [Row("a", DAY, DATA), OWN]


def test_a_fault_is_told_at_its_row():
    assert [(fault.pointer, fault.code) for fault in OWN.at(7)] == [("/rows/7/subject", "own_file")]
