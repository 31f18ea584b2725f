"""Callers share a batch, not each other's faults."""

import asyncio

import pytest

from services.kernel.store.group_commit import BATCH_MAX, GroupCommit


async def test_callers_at_the_same_time_share_one_write():
    batches: list[list[int]] = []

    async def write(items):
        batches.append(list(items))
        await asyncio.sleep(0.01)
        return [item * 10 for item in items]

    commits = GroupCommit(write)
    answers = await asyncio.gather(*(commits.submit(n) for n in range(50)))

    assert answers == [n * 10 for n in range(50)]
    assert len(batches) <= 2


async def test_a_batch_is_bounded():
    sizes: list[int] = []

    async def write(items):
        sizes.append(len(items))
        await asyncio.sleep(0)
        return list(items)

    commits = GroupCommit(write)
    await asyncio.gather(*(commits.submit(n) for n in range(BATCH_MAX * 2 + 5)))

    assert max(sizes) <= BATCH_MAX
    assert sum(sizes) == BATCH_MAX * 2 + 5


async def test_one_poisonous_item_fails_alone():
    async def write(items):
        await asyncio.sleep(0)
        if 3 in items:
            raise ValueError("three")
        return list(items)

    commits = GroupCommit(write)
    answers = await asyncio.gather(*(commits.submit(n) for n in range(6)), return_exceptions=True)

    assert [answer for answer in answers if not isinstance(answer, ValueError)] == [0, 1, 2, 4, 5]
    assert isinstance(answers[3], ValueError)


async def test_an_outcome_that_is_an_exception_is_raised_to_its_caller():
    async def write(items):
        await asyncio.sleep(0)
        return [KeyError(n) if n == 1 else n for n in items]

    commits = GroupCommit(write)
    answers = await asyncio.gather(*(commits.submit(n) for n in range(3)), return_exceptions=True)

    assert answers[0] == 0
    assert isinstance(answers[1], KeyError)


async def test_a_failure_of_the_path_is_shared_without_trying_one_by_one():
    calls = 0

    async def write(_items):
        nonlocal calls
        calls += 1
        await asyncio.sleep(0)
        raise ConnectionError("away")

    commits = GroupCommit(write, share_failure=(ConnectionError,))
    answers = await asyncio.gather(*(commits.submit(n) for n in range(8)), return_exceptions=True)

    assert all(isinstance(answer, ConnectionError) for answer in answers)
    assert calls <= 2


async def test_a_caller_that_leaves_does_not_take_its_item_back():
    written: list[int] = []

    async def write(items):
        await asyncio.sleep(0.02)
        written.extend(items)
        return list(items)

    commits = GroupCommit(write)
    leaving = asyncio.create_task(commits.submit(1))
    await asyncio.sleep(0)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    await commits.submit(2)

    assert written == [1, 2]
