"""A room's log over its HTTP feed, by long poll."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

import httpx
import msgspec

from services.kernel.cloudevent import Malformed, from_json, page_from_json
from services.kernel.follow.place import (
    Condition,
    Item,
    SourceHead,
    Stop,
    Stopped,
    out_of_order,
)
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

    async def close(self) -> None:
        """The client is the caller's."""

    async def head(self) -> SourceHead:
        response = await self._get("/v1/feed/head", {})
        try:
            head = msgspec.json.decode(response.content, type=_Head)
            chain = bytes.fromhex(head.chain)
        except (msgspec.MsgspecError, ValueError) as fault:
            raise Stopped(Condition.MALFORMED, f"{self.room} head: {fault}") from fault
        return SourceHead(head.store_id, head.algorithm, head.pos, chain)

    async def page(self, after: int, wait_seconds: int) -> list[Item]:
        """Events after a position, as the room gives them; empty when nothing came in time."""
        response = await self._get(
            "/v1/feed", {"after": after, "limit": PAGE_EVENTS, "wait": wait_seconds}
        )
        try:
            items: list[Item] = [*page_from_json(response.content)]
        except Malformed:
            items = _one_by_one(response.content, f"{self.room} after {after}")
        return [*out_of_order(items), *items]

    async def _get(self, path: str, parameters: dict[str, int]) -> httpx.Response:
        response = await self.http.get(
            f"{self.url}{path}",
            params=parameters,
            headers=await self.token.headers(),
            timeout=POLL_TIMEOUT_SECONDS,
        )
        return response.raise_for_status()


class _Place(msgspec.Struct):
    """The least a record must say to stop one subject only."""

    pos: Annotated[int, msgspec.Meta(gt=0)]
    subject: Annotated[str, msgspec.Meta(min_length=1)]
    chain: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


def _one_by_one(document: bytes, where: str) -> list[Item]:
    """Raises Stopped when a record does not even say where it stands and whom it is about."""
    found: list[Item] = []
    try:
        for raw in msgspec.json.decode(document, type=list[msgspec.Raw]):
            try:
                found.append(from_json(bytes(raw)))
            except Malformed as fault:
                said = msgspec.json.decode(raw, type=_Place)
                found.append(
                    Stop(
                        Condition.MALFORMED,
                        f"position {said.pos}: {fault}",
                        said.pos,
                        said.subject,
                        bytes.fromhex(said.chain),
                        bytes(raw),
                    )
                )
    except msgspec.MsgspecError as fault:
        raise Stopped(Condition.MALFORMED, f"{where}: {fault}") from fault
    return found
