"""Days and instants as written in case files."""

from datetime import UTC, date, datetime

import pytest

from services.gateway.cases.clock import read_day, read_instant, start_of


def test_days_are_written_one_way():
    assert read_day("2024-06-01") == date(2024, 6, 1)
    for wrong in ("2024-6-1", "20240601", "2024-06-31", 20240601, None, "2024-W22-6"):
        assert read_day(wrong) is None


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2024-06-01T01:30:00Z", datetime(2024, 6, 1, 1, 30, tzinfo=UTC)),
        ("2024-06-01T09:30:00+08:00", datetime(2024, 6, 1, 1, 30, tzinfo=UTC)),
        ("2024-06-01T09:30", datetime(2024, 6, 1, 1, 30, tzinfo=UTC)),
        ("2024-06-01", datetime(2024, 5, 31, 16, tzinfo=UTC)),
    ],
)
def test_a_bare_time_is_in_beijing(text, utc):
    assert read_instant(text, at_end_of_day=False) == utc


def test_known_at_a_day_is_its_last_moment():
    end = read_instant("2024-06-01", at_end_of_day=True)
    assert end == datetime(2024, 6, 1, 15, 59, 59, 999_999, tzinfo=UTC)
    assert end < start_of(date(2024, 6, 2))


def test_what_is_no_instant_is_none():
    for wrong in ("noon", "2024-06-01 09:30", 3, None, "2024-06-01T25:00"):
        assert read_instant(wrong, at_end_of_day=False) is None
