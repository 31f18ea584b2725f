"""Reads a room's log over its HTTP feed, as an auditor."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx

from services.cli.issuer import dev_issuer
from services.kernel.embedded.problem import ENVIRONMENT, FAILED, NOT_RUNNING, Problem
from services.kernel.event import Recorded
from services.kernel.follow.http_source import HttpSource
from services.kernel.follow.place import Stop, Stopped
from services.kernel.service_token import ServiceToken
from services.kernel.settings import Room, Settings

TOKEN_VARIABLE = "JINGHENG_TOKEN"  # noqa: S105  the variable's name
WAIT_SECONDS = 10
_AWAY_SECONDS = 1.0
_UNAUTHORIZED, _FORBIDDEN = 401, 403


@dataclass(slots=True)
class GivenToken(ServiceToken):
    """The same token each time: the caller's own, or one of the demonstration's issuer."""

    given: str = ""

    async def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.given}"}


def source(settings: Settings, room: Room, http: httpx.AsyncClient) -> HttpSource:
    """Raises Problem in production without JINGHENG_TOKEN."""
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token:
        if settings.mode == "production":
            raise Problem(
                f"请在 {TOKEN_VARIABLE} 中给出审计员令牌（由本局身份系统签发）。",
                f"Set {TOKEN_VARIABLE} to an auditor's token of the bureau's identity provider.",
                exit_code=ENVIRONMENT,
            )
        token = dev_issuer(settings).mint("cli:events", ("auditor",), client="cli")
    given = GivenToken(http, "", "cli", lambda: "", given=token)
    return HttpSource(room, settings.upstream_url(room), http, given)


async def pages(
    one: HttpSource, after: int = 0, *, follow: bool = False
) -> AsyncIterator[list[Recorded]]:
    """Every page after a position, to the end or for ever. Raises Problem when it cannot be read.

    Following outlasts a restart of the room; a room that was never there is said so at once.
    """
    reached = False
    while True:
        try:
            page = await one.page(after, WAIT_SECONDS if follow else 0)
        except httpx.HTTPError as fault:
            if not (follow and reached) or isinstance(fault, httpx.HTTPStatusError):
                raise _unreadable(one, fault) from fault
            await asyncio.sleep(_AWAY_SECONDS)
            continue
        reached = True
        events = [event for event in page if isinstance(event, Recorded)]
        for read in page:
            if isinstance(read, Stop) and not read.mended:
                raise Stopped(read.condition, f"{one.room}: {read.detail}")
        if events:
            yield events
            after = events[-1].pos
        elif not follow:
            return


def _unreadable(one: HttpSource, fault: httpx.HTTPError) -> Problem:
    if isinstance(fault, httpx.HTTPStatusError):
        code = fault.response.status_code
        hint_zh = "令牌无权读取" if code in {_UNAUTHORIZED, _FORBIDDEN} else "服务异常"
        hint_en = "the token may not" if code in {_UNAUTHORIZED, _FORBIDDEN} else "the room failed"
        return Problem(
            f"读取 {one.room} 的日志失败：{code}（{hint_zh}）。",
            f"Reading the log of {one.room} failed: {code} ({hint_en}).",
            exit_code=FAILED,
        )
    return Problem(
        f"{one.room} 没有在 {one.url} 应答；启动：./jingheng up",
        f"{one.room} does not answer at {one.url}; start it: ./jingheng up",
        exit_code=NOT_RUNNING,
    )
