"""Which fault strikes whom, when and for how long: all of it from a seed. Pure."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

_PROCESS = ("kill", "pause", "restart")
_WIRE = ("delay", "cut", "half", "hole")
TARGETS: Mapping[str, tuple[str, ...]] = {
    "relay": _PROCESS,
    "follower": _PROCESS,
    "follower-2": _PROCESS,
    "roster": _PROCESS,
    "postgres": _PROCESS,
    "kafka": _PROCESS,
    "relay-kafka": _WIRE,
    "follower-kafka": _WIRE,
    "roster-postgres": _WIRE,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`seconds` is how long a pause or a weather holds; `quiet` what passes before the next."""

    target: str
    action: str
    seconds: float
    quiet: float

    def __str__(self) -> str:
        return f"{self.action} {self.target} ({self.seconds} s), then {self.quiet} s"


def draw(seed: int, rounds: int, *, longest: float = 4.0) -> list[Fault]:
    """Every target once a round, in any order; the next fault may strike before one has healed."""
    dice, plan = random.Random(seed), []
    for _ in range(rounds):
        for target in dice.sample(list(TARGETS), len(TARGETS)):
            action = dice.choice(TARGETS[target])
            seconds = 0.0 if action in {"kill", "restart"} else dice.uniform(0.3, longest)
            quiet = dice.choice((0.0, 0.3, 1.0, 2.5)) * dice.uniform(0.5, 1.5)
            plan.append(Fault(target, action, round(seconds, 2), round(quiet, 2)))
    return plan
