"""Work outlives a caller who is cut off, is done once, and a failure is not kept."""

import asyncio

import pytest

from services.gateway.payroll.makings import Makings


async def test_who_asks_again_finds_it_done_once():
    makings, made, go = Makings(), [], asyncio.Event()

    async def make() -> int:
        made.append(1)
        await go.wait()
        return 7

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(makings.get("key", make), 0.01)
    both = asyncio.gather(makings.get("key", make), makings.get("key", make))
    await asyncio.sleep(0)
    go.set()
    both = await both
    assert (both, made) == ([7, 7], [1])
    assert await makings.get("key", make) == 7
    assert made == [1, 1]  # What was fetched is made anew when it is asked for again.


async def test_a_failure_is_told_once_and_tried_again():
    makings = Makings()

    async def fail() -> None:
        raise ValueError("no")

    async def succeed() -> int:
        return 1

    with pytest.raises(ValueError, match="no"):
        await makings.get("key", fail)
    assert await makings.get("key", succeed) == 1
    await makings.close()


async def test_what_is_still_running_ends_with_the_service():
    makings = Makings()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(makings.get("key", asyncio.Event().wait), 0.01)
    await makings.close()


async def test_what_was_begun_ahead_is_found_and_its_failure_is_told_to_who_asks():
    makings, made = Makings(), []

    async def make() -> int:
        made.append(1)
        return 7

    async def fail() -> int:
        raise ValueError("no")

    makings.begin("key", make)
    makings.begin("key", make)
    makings.begin("other", fail)
    await asyncio.sleep(0.01)

    assert (await makings.get("key", make), made) == (7, [1])
    with pytest.raises(ValueError, match="no"):
        await makings.get("other", make)
    assert await makings.get("other", make) == 7
