"""Passes a caller's request on to the room it names, and the room's answer back, unchanged."""

import re
from typing import Annotated, Final

import httpx
from fastapi import APIRouter, Path, Request, Response

from services.kernel.errors import not_found, unavailable
from services.kernel.settings import Room, Settings
from services.kernel.web.auth import authenticate
from services.kernel.web.declared_routes import public

# What a room may hear of a request and a caller of the answer; nothing else crosses the door,
# so that no caller can pass himself off by headers that services trust among themselves.
REQUEST_HEADERS = (
    "authorization",
    "content-type",
    "accept",
    "accept-language",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "traceparent",
)
RESPONSE_HEADERS = (
    "content-type",
    "content-language",
    "vary",
    "etag",
    "location",
    "retry-after",
    "idempotency-replayed",
    "cache-control",
    "content-disposition",
    "www-authenticate",
)
ROOMS: Final[tuple[Room, ...]] = ("roster", "assessment", "training")
_PASSED = frozenset(name.encode() for name in REQUEST_HEADERS)
# Plain segments only: no dots to climb by, no scheme or host to leave by.
_INSIDE = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*")

router = APIRouter(tags=["door"])


@router.api_route(
    "/{room}/v1/{rest:path}",
    methods=["GET", "POST"],
    dependencies=[public()],  # The token is checked here, the permission by the room that owns it.
    include_in_schema=False,
)
async def forward(
    room: Annotated[str, Path(pattern="^[a-z]{1,20}$")], rest: str, request: Request
) -> Response:
    await authenticate(request)
    named = next((known for known in ROOMS if known == room), None)
    if named is None:
        raise not_found("room_not_found", "没有这个服务", f"no such room: {', '.join(ROOMS)}")
    if not _INSIDE.fullmatch(rest):
        raise not_found("path_not_found", "没有这个路径", "no such path in this room")
    settings: Settings = request.app.state.settings
    http: httpx.AsyncClient = request.app.state.http
    # Byte for byte: what is wrong with a header is for the room to say.
    headers = [(name, value) for name, value in request.headers.raw if name in _PASSED]
    headers.append((b"x-request-id", request.state.request_id.encode()))
    try:
        answer = await http.request(
            request.method,
            f"{settings.upstream_url(named)}/v1/{rest}",
            params=httpx.QueryParams(request.url.query),
            content=await request.body(),
            headers=headers,
        )
    except httpx.HTTPError as fault:
        raise unavailable(
            "room_unavailable",
            "该服务暂不可用, 请稍后用同一 Idempotency-Key 重试",
            "the room is not available: try again with the same Idempotency-Key",
        ) from fault
    return Response(
        answer.content,
        answer.status_code,
        {name: answer.headers[name] for name in RESPONSE_HEADERS if name in answer.headers},
    )
