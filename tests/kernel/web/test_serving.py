"""A real server on loopback: it finishes what it began, and ends streams, when told to stop."""

import asyncio
import signal

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request
from starlette.responses import StreamingResponse

from services.kernel.web.app import service_app
from services.kernel.web.declared_routes import public
from services.kernel.web.serving import server_of

router = APIRouter()


@router.get("/slow", dependencies=[public()])
async def answer_slowly() -> dict[str, bool]:
    await asyncio.sleep(0.2)
    return {"done": True}


@router.get("/stream", dependencies=[public()])
async def stream(request: Request) -> StreamingResponse:
    async def lines():
        yield "begun\n"
        await request.app.state.drain.asked.wait()
        yield "ended\n"

    return StreamingResponse(lines())


@pytest.fixture
async def server(parts):
    app = service_app("demo", routers=[router], parts=parts, version="1")
    server = server_of(app, "127.0.0.1", 0)
    # The signal is raised by hand: the test process keeps its own handlers.
    serving = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has a flag, not an event.
        await asyncio.sleep(0.01)
    yield server
    server.handle_exit(signal.SIGTERM, None)
    await asyncio.wait_for(serving, 5)


@pytest.fixture
def url(server):
    host, port = server.servers[0].sockets[0].getsockname()
    return f"http://{host}:{port}"


async def test_what_was_begun_is_finished_and_streams_end(server, url):
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(f"{url}/health/ready")).status_code == 200
        slow = asyncio.create_task(http.get(f"{url}/slow"))
        stream = asyncio.create_task(http.get(f"{url}/stream"))
        await asyncio.sleep(0.1)
        server.handle_exit(signal.SIGTERM, None)
        assert (await asyncio.wait_for(slow, 2)).json() == {"done": True}
        assert (await asyncio.wait_for(stream, 2)).text == "begun\nended\n"
    assert server.app.state.drain.asked.is_set()


async def test_an_application_without_streams_stops_too():
    """The issuer has no `app.state.drain`; its SIGTERM used to be lost in an AttributeError."""
    server = server_of(FastAPI(), "127.0.0.1", 0)
    serving = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has a flag, not an event.
        await asyncio.sleep(0.01)
    server.handle_exit(signal.SIGTERM, None)

    await asyncio.wait_for(serving, 5)


@pytest.mark.parametrize(
    "raw",
    [
        b"GET /health/live HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\nBad Header: 1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        (
            b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
        ),
        b"GET /" + b"\xff" * 10 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /x%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    ],
    ids=range(8),
)
async def test_broken_requests_on_the_wire_are_the_callers_fault(server, url, raw):
    port = int(url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw)
    answer = await asyncio.wait_for(reader.read(65_536), 2)
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 4"), answer[:80]
    assert answer.count(b"HTTP/1.1") == 1
