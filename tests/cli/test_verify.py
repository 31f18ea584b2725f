"""`verify` against real databases: sound ones pass, each kind of tampering is named and placed."""

import json
from dataclasses import asdict

import asyncpg
import pytest

from services.cli.verify import verify_copy, verify_room
from services.gateway.facts import store as facts
from services.kernel.decider import StreamWrite
from services.kernel.embedded.problem import Problem
from services.kernel.event import Recorded
from services.kernel.follow.follower import follower_on_postgres
from services.kernel.follow.place import SourceHead
from services.kernel.identity import new_uuid7
from services.kernel.store.log import Log
from services.kernel.store.postgres import PostgresStore, connect_pool
from services.kernel.store.rows import COLUMNS, to_columns, unnest
from services.kernel.witness import Witness, public_key, sign, signing_key
from tests.bureau import utc_now
from tests.cli.run import jingheng
from tests.kernel.samples import changed, course, draft, origin
from tests.kernel.tamper import KINDS, LENGTH, PEOPLE, renumbered

UNCHANGED = ", ".join(set(COLUMNS) - {"pos", "event_id", "version", "subject_seq"})
INVENTED = f"""
insert into facts (room, pos, event_id, version, subject_seq, {UNCHANGED})
select room, pos + 1, gen_random_uuid(), version + 3, subject_seq + 3, {UNCHANGED}
from facts where pos = {LENGTH}
"""
ENGLISH = {"JINGHENG_LANG": "en"}


class Room:
    """A training log of LENGTH events, a checkpoint after each."""

    def __init__(self, url: str, home) -> None:
        self.url, self.home = url, home
        self.witness_file = home / "witness" / "training.jsonl"
        self.key_file = home / "secrets" / "witness_training.key"

    async def fill(self, numbers: range = range(LENGTH), said: str = "第{}期") -> None:
        """One event a number, on what is there already."""
        self.pool = await connect_pool(self.url)
        store = PostgresStore(self.pool)
        witness = Witness(self.witness_file, self.key_file, room="training")
        for number in numbers:
            stream = f"person-{PEOPLE[number % len(PEOPLE)]}"
            version = len(await store.read_stream(stream))
            passed = draft(stream.removeprefix("person-"), course(said.format(number)))
            await store.append(origin(), [StreamWrite(stream, version, (passed,))])
            witness.note(await Log(self.pool).head(), utc_now())

    async def log(self) -> list[Recorded]:
        return await Log(self.pool).page(0)

    async def replace_with(self, events: list[Recorded], *, head: bool = True) -> None:
        """As an administrator of the database can: triggers off, rows and head rewritten."""
        async with self.pool.acquire() as connection, connection.transaction():
            await connection.execute("set local session_replication_role = replica")
            await connection.execute("delete from events")
            # Other kinds of wrong rows than a dense log has are let in, too.
            await connection.execute(
                "alter table events drop constraint if exists pk_events cascade"
            )
            for constraint in ("event_id", "stream_id_version", "subject_subject_seq"):
                await connection.execute(
                    f"alter table events drop constraint if exists uq_events_{constraint}"
                )
            await connection.execute(
                f"insert into events ({', '.join(COLUMNS)}) select * from unnest({unnest(1)})",
                *to_columns(events),
            )
            if head:
                last = events[-1]
                await connection.execute(
                    "update head set pos = $1, chain = $2", last.pos, last.chain
                )

    async def verified(self, *, trusted: str | None = ""):
        key = public_key(self.key_file) if trusted == "" else trusted
        return await verify_room(self.pool, "training", self.witness_file, key)


@pytest.fixture
async def room(fresh_database, tmp_path):
    made = Room(await fresh_database("training"), tmp_path)
    await made.fill()
    yield made
    await made.pool.close()


async def test_a_sound_room_is_sound(room):
    report = await room.verified()

    assert report.wrong == []
    assert (report.events, report.checkpoints) == (LENGTH, LENGTH)
    assert report.chain == (await Log(room.pool).head()).chain.hex()


@pytest.mark.parametrize("name", KINDS)
async def test_every_tampering_is_found_at_its_position(room, name):
    await room.replace_with(KINDS[name].make(await room.log()))
    report = await room.verified()

    positions = [wrong.since or wrong.pos for wrong in report.wrong]
    assert positions
    # A person deleted leaves answers without events besides; they may be named first.
    assert min(positions) == KINDS[name].first or KINDS[name].first in positions


async def test_a_head_set_back_alone_is_found(room):
    await room.pool.execute("update head set pos = pos - 2")
    report = await room.verified()

    assert min(wrong.pos for wrong in report.wrong) == LENGTH - 2


async def test_an_event_written_past_the_store_is_found(room):
    log = await room.log()
    extra = changed(log[-1], event_id=new_uuid7(), command_id=new_uuid7())
    await room.replace_with(renumbered([*log, extra]))
    found = [(wrong.pos, wrong.problem) for wrong in (await room.verified()).wrong]

    assert found == [(LENGTH + 1, "an event that no command wrote")]


async def test_a_deleted_tail_shows_in_the_answers_even_without_checkpoints(room):
    await room.replace_with((await room.log())[:-1])
    room.witness_file.unlink()
    report = await room.verified()

    assert [wrong.pos for wrong in report.wrong] == [LENGTH]
    assert "not in the log" in report.wrong[0].problem
    assert "no checkpoints" in report.notes[0]


async def test_a_forged_checkpoint_is_refused(room, tmp_path):
    await room.replace_with(KINDS["payload edited, all links made anew"].make(await room.log()))
    forger = signing_key(tmp_path / "forger")
    forged = sign(forger, "training", await Log(room.pool).head(), utc_now())
    room.witness_file.write_text(json.dumps(asdict(forged)) + "\n")
    (wrong,) = (await room.verified()).wrong

    assert (wrong.pos, "not signed" in wrong.problem) == (LENGTH, True)


async def test_checkpoints_of_another_store_are_no_proof(room):
    await room.pool.execute("update head set store_id = gen_random_uuid()")
    report = await room.verified()

    assert len(report.wrong) == LENGTH
    assert "another store" in report.wrong[0].problem


async def test_an_emptied_witness_vouches_for_nothing(room):
    room.witness_file.write_text("")
    with pytest.raises(Problem, match="no checkpoint"):
        await room.verified()


async def test_a_cut_line_is_told_and_no_false_alarm(room):
    with room.witness_file.open("a") as file:
        file.write('{"room": "trai')
    report = await room.verified(trusted=None)

    assert report.wrong == []
    assert len(report.notes) == 2


@pytest.fixture
async def copy(room, fresh_database):
    """The gateway's facts, having followed the room's whole log."""

    class Direct:
        room = "training"

        async def head(self) -> SourceHead:
            head = await Log(pools[1]).head()
            return SourceHead(head.store_id, head.algorithm, head.pos, head.chain)

        async def page(self, after: int, wait_seconds: int) -> list[Recorded]:
            return await Log(pools[1]).page(after, 7)

    gateway = await connect_pool(await fresh_database("gateway"))
    pools = (gateway, room.pool)
    follower = follower_on_postgres(facts.FOLLOWER, Direct(), gateway, facts.keep)
    while await follower.step():
        pass
    yield gateway
    await gateway.close()


async def test_a_sound_copy_is_sound(room, copy):
    report = await verify_copy(copy, room.pool, "training")

    assert (report.wrong, report.events) == ([], LENGTH)


@pytest.mark.parametrize(
    ("change", "pos"),
    [
        ("update facts set data = '{}' where pos = 6", 6),
        ("update facts set chain = sha256('x') where pos = 6", 6),
        ("delete from facts where pos = 6", 6),
        (f"delete from facts where pos = {LENGTH}", LENGTH),
        ("update facts set subject = 'p9', subject_seq = 1 where pos = 6", 6),
        (INVENTED, LENGTH + 1),
    ],
    ids=["payload", "link", "middle deleted", "tail deleted", "moved", "one invented"],
)
async def test_a_copy_changed_by_itself_is_found(room, copy, change, pos):
    assert await copy.execute(change)
    report = await verify_copy(copy, room.pool, "training")

    assert report.wrong[0].pos == pos


async def test_a_copy_of_another_history_is_found_where_they_part(room, copy):
    await room.replace_with(KINDS["rolled back and gone on"].make(await room.log()))
    report = await verify_copy(copy, room.pool, "training")

    assert report.wrong[0].pos == 11
    assert "own log" in report.wrong[0].problem


async def test_the_command_says_it_with_its_exit_code(room):
    variables = {"TRAINING_DATABASE_URL": room.url, "JINGHENG_HOME": str(room.home)} | ENGLISH
    sound = jingheng("verify", "training", "--json", **variables)
    assert (sound.code, json.loads(sound.out)["ok"]) == (0, True), sound.err
    await room.replace_with(KINDS["payload edited"].make(await room.log()))
    harmed = jingheng("verify", "training", "--json", **variables)
    (log,) = json.loads(harmed.out)["logs"]

    assert harmed.code == 1
    assert log["wrong"][0]["pos"] == KINDS["payload edited"].first
    assert "position 8" in jingheng("verify", "training", **variables).out


async def test_a_key_kept_elsewhere_is_trusted_before_the_one_at_home(room, tmp_path):
    variables = {"TRAINING_DATABASE_URL": room.url, "JINGHENG_HOME": str(room.home)} | ENGLISH
    signing_key(tmp_path / "other")
    other = f"training={public_key(tmp_path / 'other')}"

    assert jingheng("verify", "training", "--key", other, **variables).code == 1
    assert jingheng("verify", "training", "--key", "training", **variables).code == 2
    assert jingheng("verify", "archive", **variables).code == 2


async def test_the_run_time_role_is_enough(room):
    connection = await asyncpg.connect(room.url)
    await connection.close()
    pool = await connect_pool(room.url.replace("postgres@", "training_app@"))
    report = await verify_room(pool, "training", room.witness_file, public_key(room.key_file))
    await pool.close()

    assert report.wrong == []
