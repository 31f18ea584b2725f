"""Has the cases of a draft played by a process of its own, and refuses what is red."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from services.gateway.publication.regression import OWN, Red
from services.gateway.publication.submission import Submission, wrong_text
from services.kernel.bounded import Spent, ask
from services.kernel.errors import FieldError, Kind, Refused, Text, invalid
from services.kernel.settings import REPOSITORY
from services.kernel.yaml_tree import Mistake

CASES = REPOSITORY / "tests" / "scenarios"  # Shipped with the software, in the image too.
TOGETHER_MAX = 1  # Drafts played at once by one process; the others wait their turn.
_playing = asyncio.Semaphore(TOGETHER_MAX)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of the process that plays."""

    memory_bytes: int = 1024 * 1024 * 1024
    cpu_seconds: int = 10
    seconds: float = 15.0


@dataclass(frozen=True, slots=True)
class Green:
    """How many cases were played, and which earlier ones the draft's own stand in the place of."""

    played: int
    restated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a draft is played on: a text published before it, with its cases."""

    policy: str
    text: str
    cases: str


async def play(
    draft: Submission,
    bureau: str,
    policies: Path,
    earlier: Sequence[Earlier],
    bounds: Bounds = Bounds(),
) -> Green:
    """Raises Refused where anything is red."""
    asked = {
        "bureau": bureau,
        "policies": str(policies),
        "folder": str(CASES),
        "published": [asdict(one) for one in earlier],
        "policy": draft.policy,
        "text": draft.text,
        "cases": draft.cases,
    }
    told = await _asked(json.dumps(asked).encode(), bounds)
    if "mistakes" in told:
        mistakes = [Mistake(OWN, line, Text(zh, en)) for line, zh, en in told["mistakes"]]
        raise wrong_text("/cases", mistakes)
    if told["red"]:
        raise _red(told["red"], [Red(**one) for one in told["reds"]])
    return Green(told["played"], tuple(told["restated"]))


async def _asked(data: bytes, bounds: Bounds) -> dict[str, Any]:
    words = [str(bounds.memory_bytes), str(bounds.cpu_seconds)]
    async with _playing:
        try:
            told: dict[str, Any] = await ask(
                "services.gateway.publication.child", words, data, seconds=bounds.seconds
            )
        except Spent:
            raise _too_long(bounds) from None
    return told


def _too_long(bounds: Bounds) -> Refused:
    """Out of time or memory, or what ended it: nothing is shown to be green."""
    return Refused(
        Kind.TOO_LARGE,
        "cases_not_played",
        Text(
            f"用例未能在 {bounds.cpu_seconds} 秒与限定内存内运行完毕",
            f"the cases could not be played within {bounds.cpu_seconds} s and the memory there is",
        ),
    )


def _red(count: int, found: Sequence[Red]) -> Refused:
    return invalid(
        "case_red",
        f"{count} 个用例不符, 不得发布; 逐项见 errors",
        f"{count} cases are red, so it is not published; each is in errors",
        errors=[
            FieldError("/cases" if red.is_own else "/text", "case_red", red.told()) for red in found
        ],
    )
