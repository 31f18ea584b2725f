"""A pulse: who has begun, who has fallen silent, what a relay has in hand."""

from datetime import UTC, datetime, timedelta

import pytest

from services.kernel.pulse import SILENT_SECONDS_MAX, Pulse, RelayPulse

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Clock:
    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds - 100)


@pytest.fixture
def clock():
    return Clock()


def _value(exposition: bytes, name: str) -> float:
    [line] = [one for one in exposition.decode().splitlines() if one.startswith(name)]
    return float(line.rpartition(" ")[2])


def test_who_has_not_begun_or_is_silent_is_named(clock):
    pulse = Pulse("follow-gateway", ["roster", "training"], clock)
    assert pulse.unmet() == ["roster", "training"]
    pulse.beat("roster")
    pulse.beat("training")
    assert pulse.unmet() == []

    clock.seconds += SILENT_SECONDS_MAX
    assert pulse.unmet() == []
    pulse.beat("training")
    clock.seconds += 1
    assert pulse.unmet() == ["roster"]
    silent = 'jingheng_worker_silent_seconds{worker="roster"}'
    assert _value(pulse.exposition(), silent) == SILENT_SECONDS_MAX + 1


def test_a_relay_tells_how_long_the_broker_has_not_confirmed(clock):
    relay = RelayPulse("roster", clock, clock.now)
    relay.stands_by()
    assert relay.pulse.unmet() == []
    relay.takes(NOON - timedelta(seconds=5))
    clock.seconds += 30
    assert _value(relay.pulse.exposition(), "jingheng_relay_waiting_seconds") == 35

    relay.turned(7)
    assert _value(relay.pulse.exposition(), "jingheng_relay_waiting_seconds") == 0
    assert _value(relay.pulse.exposition(), "jingheng_relay_position") == 7
    assert _value(relay.pulse.exposition(), 'jingheng_up{service="relay-roster"}') == 1
