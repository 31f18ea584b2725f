"""Whether a process that only works is still at it: when each of its workers last turned round."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, generate_latest

SILENT_SECONDS_MAX: Final = 60.0  # A follower waits at its source for ten, a relay for a tenth.


@dataclass(slots=True)
class Pulse:
    """Each worker beats once a round, whether the round had work or not."""

    process: str
    workers: Sequence[str]
    clock: Callable[[], float]  # Monotonic, seconds.
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    _last: dict[str, float] = field(init=False)
    _begun: set[str] = field(default_factory=set, init=False)

    def __post_init__(self) -> None:
        self._last = dict.fromkeys(self.workers, self.clock())
        Gauge("jingheng_up", "Constant 1", ["service"], registry=self.registry).labels(
            self.process
        ).set(1)
        ProcessCollector(registry=self.registry)
        silent = Gauge(
            "jingheng_worker_silent_seconds",
            "Time since a worker without a door last turned round",
            ["worker"],
            registry=self.registry,
        )
        for worker in self.workers:
            silent.labels(worker).set_function(partial(self._silent, worker))

    def beat(self, worker: str) -> None:
        self._last[worker] = self.clock()
        self._begun.add(worker)

    def unmet(self) -> list[str]:
        """The workers that have not begun, or have not turned round for too long."""
        return [
            worker
            for worker in self.workers
            if worker not in self._begun or self._silent(worker) > SILENT_SECONDS_MAX
        ]

    def exposition(self) -> bytes:
        """Prometheus text format 0.0.4."""
        return generate_latest(self.registry)

    def _silent(self, worker: str) -> float:
        return self.clock() - self._last[worker]


class RelayPulse:
    """What a relay tells of itself: that it turns, how far the topic is, what it has in hand."""

    def __init__(self, room: str, clock: Callable[[], float], now: Callable[[], datetime]) -> None:
        """`clock` is monotonic; `now` is compared with the instant an event was recorded at."""
        self.pulse = Pulse(f"relay-{room}", [room], clock)
        self._room, self._now = room, now
        self._oldest: datetime | None = None
        registry = self.pulse.registry
        self._position = Gauge(
            "jingheng_relay_position", "Last position known to be in the topic", registry=registry
        )
        Gauge(
            "jingheng_relay_waiting_seconds",
            "Age of the oldest event in hand that the broker has not confirmed",
            registry=registry,
        ).set_function(self._waiting)

    def stands_by(self) -> None:
        """Another relay of this room leads."""
        self.pulse.beat(self._room)

    def takes(self, oldest: datetime) -> None:
        """A page is in hand, whose first event was recorded then."""
        self._oldest = oldest

    def turned(self, place: int) -> None:
        """A round has ended: everything up to this place is in the topic."""
        self._oldest = None
        self._position.set(place)
        self.pulse.beat(self._room)

    def _waiting(self) -> float:
        if self._oldest is None:
            return 0.0
        return max((self._now() - self._oldest).total_seconds(), 0.0)
