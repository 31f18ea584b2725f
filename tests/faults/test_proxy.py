"""Each weather does what it says, and what was held comes out whole."""

import asyncio
import time

import pytest

from services.kernel.embedded import port
from tests.faults.proxy import DELAY_SECONDS, Proxy

WORD = b"0123456789"


@pytest.fixture
async def proxy():
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(100):
            writer.write(chunk)
        writer.close()

    target = await asyncio.start_server(echo, "127.0.0.1", 0)
    made = Proxy(port.any_free(), target.sockets[0].getsockname()[1])
    await made.start()
    yield made
    await made.close()
    target.close()


async def call(proxy: Proxy) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(WORD)
    return reader, writer


async def heard(reader: asyncio.StreamReader) -> bytes:
    try:
        return await asyncio.wait_for(reader.read(100), 5)
    except ConnectionResetError:
        return b""


async def test_passes(proxy):
    reader, writer = await call(proxy)
    assert await heard(reader) == WORD
    writer.close()


async def test_delays_both_ways(proxy):
    proxy.turn("delay")
    began = time.monotonic()
    reader, writer = await call(proxy)
    assert await heard(reader) == WORD
    assert time.monotonic() - began >= 2 * DELAY_SECONDS
    writer.close()


async def test_cuts_what_is_open_and_lets_nobody_in(proxy):
    reader, writer = await call(proxy)
    assert await heard(reader) == WORD
    proxy.turn("cut")
    assert await heard(reader) == b""
    late, other = await call(proxy)
    assert await heard(late) == b""
    for one in (writer, other):
        one.close()


async def test_halves_a_message_and_ends(proxy):
    reader, writer = await call(proxy)
    assert await heard(reader) == WORD
    proxy.turn("half")
    writer.write(WORD)
    rest = b""
    while more := await heard(reader):
        rest += more
    assert len(rest) < len(WORD)
    writer.close()


async def test_a_black_hole_says_nothing_and_gives_back_what_it_held(proxy):
    proxy.turn("hole")
    reader, writer = await call(proxy)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(reader.read(100), 0.3)
    proxy.turn("pass")
    assert await heard(reader) == WORD
    writer.close()


async def test_nobody_behind_it_is_an_end_not_a_silence():
    alone = Proxy(port.any_free(), port.any_free())
    await alone.start()
    reader, writer = await call(alone)
    assert await heard(reader) == b""
    writer.close()
    await alone.close()
