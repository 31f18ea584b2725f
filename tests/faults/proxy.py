"""A TCP proxy with weather: passes, delays, cuts, halves a message, or holds it in a black hole."""

import asyncio
from contextlib import suppress
from typing import Literal, get_args

Weather = Literal["pass", "delay", "cut", "half", "hole"]
WEATHERS: tuple[Weather, ...] = get_args(Weather)
DELAY_SECONDS = 0.15


class Proxy:
    """Between whoever connects to `port` and `target`, both on 127.0.0.1."""

    def __init__(self, port: int, target: int) -> None:
        self.port, self._target = port, target
        self.weather: Weather = "pass"
        self.carried = 0
        self._open: set[asyncio.StreamWriter] = set()
        self._pairs: set[asyncio.Task[None]] = set()
        self._visible = asyncio.Event()
        self._visible.set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)

    def turn(self, weather: Weather) -> None:
        """What is held in the hole comes out at its end, late, as a network sends again."""
        self.weather = weather
        if weather == "hole":
            self._visible.clear()
        else:
            self._visible.set()
        if weather == "cut":
            self._abort(*self._open)

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        self.turn("cut")
        for pair in list(self._pairs):
            pair.cancel()
        await asyncio.gather(*self._pairs, return_exceptions=True)

    async def _accept(self, near: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        pair = asyncio.current_task()
        assert pair is not None
        self._pairs.add(pair)
        pair.add_done_callback(self._pairs.discard)
        if self.weather == "cut":
            self._abort(answer)
            return
        writers = [answer]
        try:
            far, onward = await asyncio.open_connection("127.0.0.1", self._target)
            writers.append(onward)
            self._open.update(writers)
            async with asyncio.TaskGroup() as both:
                both.create_task(self._carry(near, onward, answer))
                both.create_task(self._carry(far, answer, onward))
        except OSError:
            pass  # Nobody listens behind the proxy just now.
        finally:
            self._open.difference_update(writers)
            self._abort(*writers)

    async def _carry(
        self,
        source: asyncio.StreamReader,
        goal: asyncio.StreamWriter,
        back: asyncio.StreamWriter,
    ) -> None:
        with suppress(OSError):
            while chunk := await source.read(65_536):
                await self._visible.wait()
                if self.weather == "delay":
                    await asyncio.sleep(DELAY_SECONDS)
                if self.weather == "half":
                    goal.write(chunk[: len(chunk) // 2])
                    await goal.drain()
                    break
                goal.write(chunk)
                await goal.drain()
                self.carried += len(chunk)
        # One side has ended: so has the other. What was written still goes out.
        goal.close()
        back.close()

    def _abort(self, *writers: asyncio.StreamWriter) -> None:
        for writer in writers:
            writer.transport.abort()
