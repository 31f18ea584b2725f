"""Each word is of a field that exists; tests/kernel/file/test_sheet.py finds the fields without."""

from services.kernel.file.kinds import fact_kinds
from services.roster.words import WORDS


def test_no_word_is_left_over():
    fields = {
        name
        for fact in fact_kinds("roster")
        for field in fact.told.model_fields
        for name in (field, f"{fact.slug}.{field}")
    }

    assert set(WORDS) <= fields
