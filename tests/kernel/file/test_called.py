"""Rooms that know people by their ids alone ask for ids."""

from typing import Any, cast
from uuid import uuid4

from services.kernel.file.called import Called, Unclear, only_ids
from services.kernel.file.sheet_rows import Line


async def test_an_id_in_any_case_and_nothing_else():
    person = str(uuid4())
    called = [Called(Line(n, name, "")) for n, name in enumerate((person.upper(), "张三", ""), 2)]
    first, second, third = await only_ids(cast("Any", None), called)

    assert first == person
    for no in (second, third):
        assert isinstance(no, Unclear)
        assert no.code == "subject_unknown"
