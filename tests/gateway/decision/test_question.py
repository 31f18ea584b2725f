"""A question: by default everything recorded is known and orders are judged."""

from services.gateway.decision.question import Reading
from tests.gateway.on_file import question


def test_defaults():
    asked = question("2024-06-01")
    assert asked.known_at is None
    assert asked.reading is Reading.AS_IT_SHOULD_BE


def test_readings_have_chinese_names():
    assert Reading("依命令") is Reading.AS_ORDERED
