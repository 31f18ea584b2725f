"""Whoever takes a step is known by his token, and the day is the bureau's, not Greenwich's."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from services.gateway.acting import Acting
from services.gateway.caller import Caller


def test_the_day_is_the_bureaus():
    evening = datetime(2026, 3, 31, 20, 0, tzinfo=UTC)  # Four in the morning there.
    parts = SimpleNamespace(clock=lambda: evening)
    request = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(parts=parts)))
    access = SimpleNamespace(principal=SimpleNamespace(sub="u", person_id="p"))

    assert Acting(request, None, None, None).caller(access) == Caller("u", "p", date(2026, 4, 1))
