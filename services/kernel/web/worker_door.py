"""The small door of a process that only works: `/health/ready` and `/metrics`, for machines."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.kernel.pulse import Pulse


class _NoSignals(uvicorn.Server):
    """Leaves signals to the process it is a part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def worker_app(pulse: Pulse) -> Starlette:
    """Open to whoever reaches it: names of workers and counts, nothing about anybody."""

    async def ready(_request: Request) -> Response:
        unmet = pulse.unmet()
        answer = {"ready": not unmet, "draining": False, "unmet": unmet}
        return JSONResponse(answer, status_code=503 if unmet else 200)

    async def metrics(_request: Request) -> Response:
        kind = "text/plain; version=0.0.4; charset=utf-8"
        return Response(pulse.exposition(), media_type=kind)

    return Starlette(routes=[Route("/health/ready", ready), Route("/metrics", metrics)])


@asynccontextmanager
async def worker_door(pulse: Pulse, host: str, port: int | None) -> AsyncIterator[None]:
    """Open while the block runs, in the same event loop: an answer means that the loop turns.

    No door where no port is given.
    """
    if port is None:
        yield
        return
    config = uvicorn.Config(
        worker_app(pulse),
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=1,
        limit_concurrency=20,
    )
    server = _NoSignals(config)
    serving = asyncio.create_task(server.serve(), name="worker-door")
    try:
        yield
    finally:
        server.should_exit = True
        await serving
