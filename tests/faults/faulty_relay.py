"""The red control: the product's relay, except that it forgets where the topic ends."""

import asyncio

from services.cli.relay import _relay
from services.kernel.stream import run


async def _from_the_beginning(*_: object) -> int:
    return 0


if __name__ == "__main__":
    run.place_from_tail = _from_the_beginning
    raise SystemExit(asyncio.run(_relay("roster")))
