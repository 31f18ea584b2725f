"""Under load, struck by a schedule from a seed, then healed: everything promised is there once.

One short schedule is part of the normal run; `JINGHENG_FAULT_SEED=7 pytest tests/faults` plays a
seed again.
"""

import asyncio
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg
import pytest

from tests.faults.bench import Bench
from tests.faults.checker import wrongs
from tests.faults.cluster import NODES, Cluster
from tests.faults.evidence import collect
from tests.faults.load import Client, Oracle
from tests.faults.schedule import Fault, draw

pytestmark = pytest.mark.kafka
CLIENTS = 5
HEAL_SECONDS = 150
ACKNOWLEDGED_MIN = 50  # Fewer prove little.
GIVEN = os.environ.get("JINGHENG_FAULT_SEED")


@asynccontextmanager
async def opened(folder, **planted):
    lacking = [program for program in ("java", "mvn") if shutil.which(program) is None]
    if lacking and os.environ.get("CI") != "true":
        pytest.skip(f"no Kafka broker here: {' and '.join(lacking)} not installed")
    made = Bench(folder, **planted)
    try:
        await made.start()
        yield made
    finally:
        await made.close()


@pytest.fixture
async def bench(open_folder):
    async with opened(open_folder) as made:
        yield made


async def play(bench: Bench, seed: int, plan: Sequence[Fault], heal: float = HEAL_SECONDS) -> None:
    oracle, stop, began = Oracle(), asyncio.Event(), time.monotonic()
    told = [f"seed {seed}", *map(str, plan), "played:"]
    clients = [
        asyncio.create_task(
            Client(bench.roster, bench.token, oracle, random.Random(f"{seed}:{number}")).work(stop)
        )
        for number in range(CLIENTS)
    ]
    try:
        await _flowing(bench)  # A fault that strikes before anything moves proves nothing.
        for fault in plan:
            told.append(f"{time.monotonic() - began:6.1f} s  {fault}")
            await bench.strike(fault)
            await asyncio.sleep(fault.quiet)
        await bench.heal()
        await asyncio.sleep(2)  # Healed is what takes new facts, too.
        await _enough(oracle, heal)
        stop.set()
        await asyncio.wait_for(asyncio.gather(*clients), heal)
        told.append(f"healed in {await _settled(bench, heal):.1f} s")
        found = await collect(
            bench.url("roster", "owner"), bench.url("gateway", "owner"), bench.broker
        )
        wrong = wrongs(oracle, found)
        told.append(_figures(bench, oracle))
        sys.stdout.write("\n" + "\n".join(told) + "\n")
        assert wrong == [], "\n".join([*told, *wrong, bench.last_words()])
    except (TimeoutError, asyncpg.PostgresError, OSError) as fault:
        told += [f"never settled: {fault!r}", _figures(bench, oracle), bench.last_words()]
        raise AssertionError("\n".join(told)) from fault
    finally:
        for client in clients:
            client.cancel()
        await asyncio.gather(*clients, return_exceptions=True)


async def _enough(oracle: Oracle, heal: float) -> None:
    """How long that many take is the machine's affair; that they come is not."""
    async with asyncio.timeout(heal):
        while True:
            if len(oracle.acknowledged()) > ACKNOWLEDGED_MIN:
                return
            await asyncio.sleep(0.2)


async def _flowing(bench: Bench) -> None:
    copy = await asyncpg.connect(bench.url("gateway", "owner"))
    try:
        async with asyncio.timeout(60):
            while not await copy.fetchval("select pos > 0 from followed where room = 'roster'"):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
    finally:
        await copy.close()


async def _settled(bench: Bench, heal: float) -> float:
    """Seconds until the follower stands where the log ends."""
    began = time.monotonic()
    log = await asyncpg.connect(bench.url("roster", "owner"))
    copy = await asyncpg.connect(bench.url("gateway", "owner"))
    try:
        while True:
            head = await log.fetchval("select pos from head")
            place = await copy.fetchrow("select pos, condition from followed where room = 'roster'")
            if place is not None and place["pos"] == head:
                return time.monotonic() - began
            if time.monotonic() - began > heal:
                raise TimeoutError(f"the log ends at {head}, the follower stands at {place}")
            await asyncio.sleep(0.2)
    finally:
        await log.close()
        await copy.close()


def _figures(bench: Bench, oracle: Oracle) -> str:
    states = Counter(command.state for command in oracle.commands)
    answers = Counter(
        attempt.split(" after ")[0][:60]
        for command in oracle.commands
        for attempt in command.attempts
        if not attempt.startswith("201")
    )
    return f"{dict(states)}, {oracle.asked_again()} asked again {dict(answers)}; {bench.ends()}"


async def test_everything_promised_is_there_once_after_faults(bench):
    """Every target is struck once: about a minute, in the normal run."""
    seed = int(GIVEN or 20261124)
    await play(bench, seed, draw(seed, rounds=1, longest=2.0))


@pytest.mark.nightly
@pytest.mark.parametrize("seed", [int(GIVEN)] if GIVEN else range(1, 13))
async def test_and_after_many_more(bench, seed):
    await play(bench, seed, draw(seed, rounds=3, longest=12.0))


@pytest.mark.nightly
async def test_a_relay_that_forgets_its_place_is_found(open_folder):
    """The red control: the whole bench, with a relay that begins again from the first position."""
    async with opened(open_folder, relay="faulty_relay") as bench:
        with pytest.raises(AssertionError, match="topic: position 1 is there more than once"):
            await play(bench, 1, [Fault("relay", "kill", 0.0, 6.0)])


@pytest.mark.nightly
async def test_a_follower_whose_place_is_kept_apart_is_found(open_folder):
    """It meets its own facts again, and can never go on."""
    async with opened(open_folder, follower="faulty_follower") as bench:
        with pytest.raises(AssertionError, match="never settled.*the follower stands at"):
            await play(bench, 1, [Fault("follower", "kill", 0.0, 4.0)] * 2, heal=20.0)


@pytest.mark.nightly
async def test_with_three_brokers_each_leader_is_killed_in_turn(open_folder):
    """Replication 3, two in sync at least: one broker less loses nothing and stops nobody."""
    lacking = [program for program in ("java", "mvn") if shutil.which(program) is None]
    if lacking and os.environ.get("CI") != "true":
        pytest.skip(f"no Kafka brokers here: {' and '.join(lacking)} not installed")
    cluster = Cluster(open_folder)
    try:
        await cluster.start()
        plan = [Fault(f"kafka-{node}", "kill", 0.0, 12.0) for node in NODES]
        await play(cluster, 3, [*plan, *(replace(one, quiet=0.5) for one in plan[:2])])
        leaders = await asyncio.to_thread(cluster.leaders, "roster.events")
    finally:
        await cluster.close()

    assert len(leaders) == 4
    assert all(cluster.processes[f"kafka-{node}"].ends for node in NODES)
