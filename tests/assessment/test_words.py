"""Each word is of a field that exists; tests/kernel/file/test_sheet.py finds the fields without."""

from services.assessment.words import WORDS
from services.kernel.file.kinds import fact_kinds


def test_no_word_is_left_over():
    fields = {
        name
        for fact in fact_kinds("assessment")
        for field in fact.event.model_fields
        for name in (field, f"{fact.slug}.{field}")
    }

    assert set(WORDS) <= fields
