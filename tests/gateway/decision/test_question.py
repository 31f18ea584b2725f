"""A question: by default everything recorded is known and orders are judged."""

from datetime import datetime

from services.gateway.decision.question import Reading
from tests.gateway.on_file import question


def test_defaults():
    asked = question("2024-06-01")
    assert asked.known_at is None
    assert asked.reading is Reading.AS_IT_SHOULD_BE


def test_the_same_instant_is_the_same_question():
    here = datetime.fromisoformat("2024-06-01T08:00:00+08:00")
    there = datetime.fromisoformat("2024-06-01T00:00:00Z")
    assert repr(question("2024-06-01", known_at=here)) == repr(
        question("2024-06-01", known_at=there)
    )


def test_readings_have_chinese_names():
    assert Reading("依命令") is Reading.AS_ORDERED
