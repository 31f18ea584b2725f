"""The two clocks of a question, and the bureau's day."""

from datetime import UTC, date, datetime

import pytest

from services.kernel.web.clocks import day_of


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 1, 1, 15, 59, 59, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 16, 0, 0, tzinfo=UTC), date(2026, 1, 2)),
        (datetime(2025, 12, 31, 16, 0, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_the_day_begins_at_midnight_in_shanghai(utc, day):
    assert day_of(utc) == day


async def ask(client, bearer, query):
    answer = await client.get(f"/v1/persons{query}", headers=bearer("hr"))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_left_out_they_are_today_and_now(client, bearer):
    said = await ask(client, bearer, "")
    assert (said["as_of"], said["known_at"]) == ("2026-03-01", "2026-03-01T04:00:00Z")


async def test_both_can_lie_in_the_past_with_any_offset(client, bearer):
    said = await ask(client, bearer, "?as_of=2020-02-29&known_at=2025-01-01T00:00:00%2B08:00")
    assert (said["as_of"], said["known_at"]) == ("2020-02-29", "2024-12-31T16:00:00Z")


async def test_known_in_the_future_means_known_now(client, bearer):
    said = await ask(client, bearer, "?known_at=2099-01-01T00:00:00Z&as_of=2099-01-01")
    assert (said["as_of"], said["known_at"]) == ("2099-01-01", "2026-03-01T04:00:00Z")
