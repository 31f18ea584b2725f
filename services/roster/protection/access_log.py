"""The access log: the keystore's own chained log, written before any sensitive value is given."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from services.kernel.decider import StreamWrite, Withheld, with_retries
from services.kernel.errors import Kind, Refused, Text
from services.kernel.event import Draft, Event, Origin, Receipt, Recorded, decode_fast
from services.kernel.protect.events import ReadManner, SensitiveRead
from services.kernel.protect.vault import Vault, usable
from services.kernel.store.log import Log
from services.kernel.store.postgres import PostgresStore
from services.kernel.web.clocks import BUREAU_TIME, day_of

_TODAY = """
select count(*) from events
where actor = $1 and recorded_at >= $2 and type = $3 and data->>'manner' = $4
"""


class AccessLog:
    """`most`: of each manner, how many one caller may have on the day of an instant."""

    def __init__(self, vault: Vault, most: Callable[[datetime], Mapping[ReadManner, int]]) -> None:
        self._vault = vault
        self._most = most
        self._store: PostgresStore | None = None

    async def note(self, subject: str, read: Event, origin: Origin, at: datetime) -> Receipt:
        """Durable on return; the same command again is noted once.

        Raises Refused: 429, or `keystore_unavailable`.

        Each entry is a stream of its own, so that readers of one file do not wait for each other.
        """
        draft = Draft(read, subject, day_of(at))
        write = StreamWrite(f"read-{origin.command_id}", 0, (draft,))
        with usable():
            store = await self.store()
            return await with_retries(store, origin, lambda: store.append(origin, [write]))

    async def store(self) -> PostgresStore:
        """Raises Refused `keystore_unavailable`."""
        if self._store is None:
            pool = await self._vault.pool()
            algorithm = (await Log(pool).head()).algorithm
            self._store = PostgresStore(pool, algorithm=algorithm, project=self._within_limits)
        return self._store

    async def of_person(self, person_id: str) -> list[Recorded]:
        return await (await self.store()).read_subject(person_id)

    async def _within_limits(self, connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401
        """Under the head row, so that the last one of a day is nobody's race."""
        for event in events:
            if event.type != SensitiveRead.TYPE:
                continue
            manner = decode_fast(event.type, event.data).manner
            most = self._most(event.recorded_at).get(manner)
            if most is None:
                continue
            day = event.recorded_at.astimezone(BUREAU_TIME).date()
            begins = datetime.combine(day, time.min, BUREAU_TIME).astimezone(UTC)
            count = await connection.fetchval(
                _TODAY, event.actor, begins, SensitiveRead.TYPE, manner.value
            )
            if count > most:
                raise Withheld(too_many(manner, most), event.subject)


def too_many(manner: ReadManner, most: int) -> Refused:
    return Refused(
        Kind.TOO_MANY,
        "reads_of_the_day_used_up",
        Text(
            f"今日{manner.zh}已达 {most} 次上限, 请明日再查或由他人办理",
            f"{most} times a day is the most ({manner.value}): tomorrow again",
        ),
    )
