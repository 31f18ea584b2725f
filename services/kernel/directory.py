"""Where persons stand, asked of the roster over HTTP, remembered for a moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from time import monotonic

import httpx
import msgspec

from services.kernel.errors import Refused, unavailable
from services.kernel.service_token import ServiceToken

REMEMBERED_SECONDS = 20.0  # A transfer is felt in every room within this time.
LEFT_REMEMBERED_SECONDS = 600.0
AWAY_SECONDS = 5.0  # Not asked again for so long by who can do without its answer.
ENTRIES_MAX = 50_000


class _Standing(msgspec.Struct):
    place: str | None
    leads: list[str]
    left: bool = False


@dataclass(slots=True)
class HttpDirectory:
    """The Directory of kernel/web/authorize.py for the rooms that are not the roster."""

    roster_url: str
    http: httpx.AsyncClient
    token: ServiceToken
    seconds: Callable[[], float] = monotonic
    _known: dict[tuple[str, date], tuple[float, _Standing]] = field(default_factory=dict)
    _away_until: float = 0.0

    async def place_of(self, person_id: str, on: date) -> str | None:
        return (await self._standing(person_id, on)).place

    async def units_led_by(self, person_id: str, on: date) -> list[str]:
        return (await self._standing(person_id, on)).leads

    async def has_left(self, person_id: str, on: date) -> bool:
        """While the roster is away, what it said last still holds for some minutes.

        It is asked at every request: a roster that hangs must not hold up each of them anew.
        """
        at, known = self._known.get((person_id, on), (0.0, None))
        usable = known is not None and self.seconds() - at <= LEFT_REMEMBERED_SECONDS
        if known is not None and usable and self.seconds() < self._away_until:
            return known.left
        try:
            return (await self._standing(person_id, on)).left
        except Refused:
            self._away_until = self.seconds() + AWAY_SECONDS
            if known is None or not usable:
                raise
            return known.left

    async def _standing(self, person_id: str, on: date) -> _Standing:
        known = self._known.get((person_id, on))
        if known is not None and self.seconds() - known[0] < REMEMBERED_SECONDS:
            return known[1]
        answer = await self._ask(person_id, on)
        if len(self._known) >= ENTRIES_MAX:
            self._known.clear()
        self._known[person_id, on] = (self.seconds(), answer)
        return answer

    async def _ask(self, person_id: str, on: date) -> _Standing:
        try:
            response = await self.http.get(
                f"{self.roster_url}/v1/directory/{person_id}",
                params={"as_of": on.isoformat()},
                headers=await self.token.headers(),
            )
            response.raise_for_status()
            return msgspec.json.decode(response.content, type=_Standing)
        except (httpx.HTTPError, msgspec.MsgspecError, OSError) as fault:
            # Fail closed: without the roster nobody has a place, so nobody has a scope.
            raise unavailable(
                "directory_unavailable",
                "暂时无法核对人员所在单位, 请稍后重试",
                "where persons stand cannot be checked just now: try again",
            ) from fault
