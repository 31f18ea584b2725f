"""Routes about what could not be taken: see it, skip it with a reason, take it anew."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from services.gateway.facts import store
from services.gateway.facts.unreadable import stops_somebody
from services.kernel.file.bodies import Body
from services.kernel.follow.http_source import HttpSource
from services.kernel.follow.mend import Taken, republish, skip, skip_lost
from services.kernel.follow.stops import Mending, NotedStop, all_stops, find_stop
from services.kernel.service_directory import service_token
from services.kernel.settings import Room
from services.kernel.values import ShortText
from services.kernel.web.authorize import nothing_here
from services.kernel.web.declared_routes import requires
from services.kernel.web.origin import CommandOrigin
from services.kernel.web.parts import parts_of

router = APIRouter(prefix="/v1/facts", tags=["facts"])
RoomName = Annotated[Room, Field(description="roster, assessment or training")]


class MendingBody(Body):
    """Why; who is the caller."""

    reason: ShortText


class SkippingBody(MendingBody):
    pos: Annotated[int, Field(strict=True, ge=1, description="The position that is lost")]


class StopView(BaseModel):
    """One record that could not be taken as it came, and who mended it if anybody did."""

    stop_id: UUID
    room: str
    pos: int | None
    subject: str | None
    condition: str
    detail: str
    found_at: datetime
    open: bool
    how: str | None
    mended_by: str | None
    reason: str | None
    mended_at: datetime | None


def stop_view(stop: NotedStop) -> StopView:
    shown = {name: getattr(stop, name) for name in StopView.model_fields if name != "open"}
    return StopView(**shown, open=stops_somebody(stop))


@router.get("/stops", dependencies=[requires("gateway.facts.read")])
async def list_stops(request: Request) -> list[StopView]:
    """Newest first, at most 1,000: condition, whom it stops, and its mending."""
    return [stop_view(stop) for stop in await all_stops(request.app.state.pool, store.FOLLOWER)]


@router.post("/stops/{stop_id}/skip", dependencies=[requires("gateway.facts.mend")])
async def skip_stop(
    stop_id: UUID, body: MendingBody, request: Request, origin: CommandOrigin
) -> StopView:
    """The subject goes on without this record; every answer about it says so, for ever."""
    stop = await _stop(request, stop_id)
    await skip(request.app.state.pool, stop, _mending(request, origin.actor, body.reason))
    return stop_view(await _stop(request, stop_id))


@router.post("/stops/{stop_id}/republish", dependencies=[requires("gateway.facts.mend")])
async def republish_stop(
    stop_id: UUID, body: MendingBody, request: Request, origin: CommandOrigin
) -> StopView:
    """Takes the record anew from its room, into its place."""
    stop, state = await _stop(request, stop_id), request.app.state
    settings = state.settings
    room: Room = next(room for room in store.ROOMS if room == stop.room)
    token = service_token("gateway", settings, state.http)
    source = HttpSource(room, settings.upstream_url(room), state.http, token)
    taken = Taken(store.FOLLOWER, source, store.event_at, store.keep)
    await republish(state.pool, taken, stop, _mending(request, origin.actor, body.reason))
    return stop_view(await _stop(request, stop_id))


@router.post("/logs/{room}/skip", dependencies=[requires("gateway.facts.mend")])
async def skip_lost_position(
    room: RoomName, body: SkippingBody, request: Request, origin: CommandOrigin
) -> StopView:
    """Past a position the room's own log has lost; whose facts have a hole is found by count."""
    if room not in store.ROOMS:
        raise nothing_here()
    state, mending = request.app.state, _mending(request, origin.actor, body.reason)
    stop = await skip_lost(state.pool, store.FOLLOWER, room, body.pos, mending)
    return stop_view(await _stop(request, stop.stop_id))


async def _stop(request: Request, stop_id: UUID) -> NotedStop:
    found = await find_stop(request.app.state.pool, store.FOLLOWER, stop_id)
    if found is None:
        raise nothing_here()
    return found


def _mending(request: Request, by: str, reason: str) -> Mending:
    return Mending(by, reason, parts_of(request).clock())
