"""Hypothesis drives the fake and PostgreSQL through the same commands and compares all answers."""

import asyncio
from uuid import UUID

import asyncpg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from services.kernel.decider import StreamWrite, VersionConflict
from services.kernel.errors import Refused
from services.kernel.store.postgres import PostgresStore, connect_pool
from tests.conftest import server_url, template
from tests.fakes import InMemoryEventStore
from tests.kernel.samples import course, draft, origin

streams = st.sampled_from(["a", "b", "c"])
off_by = st.sampled_from([0, 0, 0, 1, -1])
commands = st.integers(1, 6)


class TwoStores(RuleBasedStateMachine):
    numbers = iter(range(10_000))

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.fake = InMemoryEventStore()

    @initialize()
    def open(self) -> None:
        self.name = f"machine_{next(self.numbers)}_{id(self)}"
        source = template("training")
        self._sql(f"create database {self.name} template {source} strategy file_copy")
        self.pool = self.runner.run(connect_pool(server_url(self.name)))
        self.real = PostgresStore(self.pool)

    def teardown(self) -> None:
        self.runner.run(self.pool.close())
        self.runner.close()
        asyncio.run(_execute(f"drop database {self.name} with (force)"))

    def _sql(self, statement: str) -> None:
        self.runner.run(_execute(statement))

    async def _answer(self, store, who, writes):
        try:
            receipt = await store.append(who, writes)
        except Refused as refused:
            return (refused.kind, refused.code)
        except VersionConflict as moved:
            return (moved.stream_id, moved.expected, moved.actual)
        return (len(receipt.events), receipt.pos, dict(receipt.versions), receipt.replayed)

    @rule(
        stream=streams,
        off=off_by,
        count=st.integers(0, 3),
        command=commands,
        digest=st.binary(max_size=1),
    )
    def append(self, stream, off, count, command, digest) -> None:
        version = len(self.runner.run(self.fake.read_stream(stream))) + off
        drafts = tuple(draft(f"p{i % 2}", course(str(i))) for i in range(count))
        who = origin(UUID(int=command), digest)
        writes = [StreamWrite(stream, max(version, 0), drafts)]
        both = [self.runner.run(self._answer(s, who, writes)) for s in (self.fake, self.real)]
        assert both[0] == both[1]

    @rule(one=streams, other=streams, command=st.integers(7, 99))
    def append_to_two(self, one, other, command) -> None:
        if one == other:
            return
        writes = [
            StreamWrite(s, len(self.runner.run(self.fake.read_stream(s))), (draft(s),))
            for s in (one, other)
        ]
        who = origin(UUID(int=command))
        both = [self.runner.run(self._answer(s, who, writes)) for s in (self.fake, self.real)]
        assert both[0] == both[1]

    @invariant()
    def the_logs_are_equal(self) -> None:
        if not hasattr(self, "real"):
            return
        for stream in ("a", "b", "c"):
            fake, real = (
                [(e.pos, e.type, e.version, e.subject, e.subject_seq, e.data) for e in events]
                for events in (
                    self.runner.run(self.fake.read_stream(stream)),
                    self.runner.run(self.real.read_stream(stream)),
                )
            )
            assert fake == real


async def _execute(statement: str) -> None:
    connection = await asyncpg.connect(server_url())
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def test_fake_and_postgres_agree_on_everything():
    run_state_machine_as_test(
        TwoStores,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
