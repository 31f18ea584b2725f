"""A room's log over its HTTP feed, by long poll."""

from dataclasses import dataclass
from uuid import UUID

import httpx
import msgspec

from services.kernel.cloudevent import Malformed, page_from_json
from services.kernel.event import Recorded
from services.kernel.follow.place import Condition, SourceHead, Stopped
from services.kernel.service_token import ServiceToken

PAGE_EVENTS = 2_000
POLL_TIMEOUT_SECONDS = 30.0


class _Head(msgspec.Struct):
    store_id: UUID
    algorithm: str
    pos: int
    chain: str


@dataclass(frozen=True, slots=True)
class HttpSource:
    """Raises httpx.HTTPError while the room is away: the follower waits and asks again."""

    room: str
    url: str
    http: httpx.AsyncClient
    token: ServiceToken

    async def head(self) -> SourceHead:
        response = await self._get("/v1/feed/head", {})
        try:
            head = msgspec.json.decode(response.content, type=_Head)
            chain = bytes.fromhex(head.chain)
        except (msgspec.MsgspecError, ValueError) as fault:
            raise Stopped(Condition.MALFORMED, f"{self.room} head: {fault}") from fault
        return SourceHead(head.store_id, head.algorithm, head.pos, chain)

    async def page(self, after: int, wait_seconds: int) -> list[Recorded]:
        """Events after a position, as the room gives them; empty when nothing came in time."""
        response = await self._get(
            "/v1/feed", {"after": after, "limit": PAGE_EVENTS, "wait": wait_seconds}
        )
        try:
            return page_from_json(response.content)
        except Malformed as fault:
            raise Stopped(Condition.MALFORMED, f"{self.room} after {after}: {fault}") from fault

    async def _get(self, path: str, parameters: dict[str, int]) -> httpx.Response:
        response = await self.http.get(
            f"{self.url}{path}",
            params=parameters,
            headers=await self.token.headers(),
            timeout=POLL_TIMEOUT_SECONDS,
        )
        return response.raise_for_status()
