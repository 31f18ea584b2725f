"""The log over HTTP: pages of CloudEvents after a position, with a long poll at the end."""

import asyncio
from typing import Annotated, cast

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.kernel.cloudevent import to_json
from services.kernel.store.log import Log
from services.kernel.web.declared_routes import requires
from services.kernel.web.strict_model import QueryInteger

BATCH_TYPE = "application/cloudevents-batch+json; charset=utf-8"
POLL_SECONDS = 0.2  # Appends of other processes on the same database are found this late at most.
FEED_EVENTS_MAX = 5_000


class LogHeadView(BaseModel):
    """Where the log has come to, and which log it is."""

    store_id: str
    algorithm: str
    pos: int
    chain: str


class Newest:
    """Wakes the readers that wait at the end of the log."""

    def __init__(self) -> None:
        self._grown = asyncio.Event()

    def tell(self, _pos: int) -> None:
        self._grown.set()
        self._grown = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        grown = self._grown
        try:
            async with asyncio.timeout(seconds):
                await grown.wait()
        except TimeoutError:
            return


def feed_router(room: str) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["feed"])

    @router.get(
        "/feed",
        name=f"read_{room}_feed",
        dependencies=[requires(f"{room}.feed.read")],
        responses={200: {"content": {"application/cloudevents-batch+json": {}}}},
    )
    async def read_feed(
        request: Request,
        after: Annotated[QueryInteger, Query(ge=0, le=2**53)] = 0,
        limit: Annotated[QueryInteger, Query(ge=1, le=FEED_EVENTS_MAX)] = 1_000,
        wait: Annotated[QueryInteger, Query(ge=0, le=20, description="Seconds to wait")] = 0,
    ) -> Response:
        """Events after a position, in order, each one the next. Empty when `wait` runs out."""
        log, newest = cast("Log", request.app.state.log), request.app.state.newest
        deadline = asyncio.get_running_loop().time() + wait
        while True:
            page = await log.page(after, limit)
            left = deadline - asyncio.get_running_loop().time()
            if page or left <= 0 or request.app.state.drain.asked.is_set():
                break
            await newest.wait(min(POLL_SECONDS, left))
        return Response(b"[" + b",".join(map(to_json, page)) + b"]", media_type=BATCH_TYPE)

    @router.get(
        "/feed/head", name=f"read_{room}_head", dependencies=[requires(f"{room}.feed.read")]
    )
    async def read_head(request: Request) -> LogHeadView:
        head = await cast("Log", request.app.state.log).head()
        return LogHeadView(
            store_id=str(head.store_id),
            algorithm=head.algorithm,
            pos=head.pos,
            chain=head.chain.hex(),
        )

    return router
