"""The process that is killed: carries out numbered commands until it dies, or has done so many.

    python -m tests.kernel.store.crash_writer URL LEDGER VARIANT COUNT

VARIANT `sound` is the product. The others have a bug planted that the checker must find.
"""

import asyncio
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from services.kernel.decider import EventStore, StreamWrite, with_retries
from services.kernel.errors import Kind, Refused
from services.kernel.event import Origin, Receipt
from services.kernel.identity import new_uuid7
from services.kernel.store.postgres import PostgresStore, connect_pool
from tests.kernel.samples import course, draft
from tests.kernel.store.crash import Ledger, events_of

WORKERS = 4
AGAIN_SECONDS = 0.05


def origin_of(number: int) -> Origin:
    return Origin(UUID(int=number), "writer", str(number), str(number).encode())


async def carry_out(store: EventStore, number: int, origin: Origin) -> Receipt:
    """All its events or none, in one or two streams that others write to as well."""
    streams = [f"s{number % 7}-{number // 300}"]
    if events_of(number) > 1:
        streams.append(f"t{number % 3}-{number // 300}")

    async def attempt() -> Receipt:
        writes = []
        left = events_of(number)
        for stream in streams:
            version = len(await store.read_stream(stream))
            count = left if stream == streams[-1] else 1
            left -= count
            drafts = tuple(draft(f"p{number % 5}", course(f"{number}")) for _ in range(count))
            writes.append(StreamWrite(stream, version, drafts))
        return await store.append(origin, writes)

    return await with_retries(store, origin, attempt)


async def piecemeal(store: EventStore, number: int) -> Receipt:
    """Planted: one append for each event."""
    receipts = []
    for piece in range(events_of(number)):
        origin = Origin(UUID(int=number << 8 | piece), "writer", str(number))
        write = StreamWrite(f"u{number}", piece, (draft(f"p{number % 5}"),))
        receipts.append(await store.append(origin, [write]))
    return Receipt(tuple(e for r in receipts for e in r.events), receipts[-1].pos)


class Writer:
    def __init__(self, store: PostgresStore, ledger: Ledger, variant: str) -> None:
        self.store, self.ledger, self.variant = store, ledger, variant

    async def do(self, number: int) -> None:
        """Until it is acknowledged; an unknown outcome is asked again under the same id."""
        self.ledger.note(number)
        while True:
            try:
                receipt = await self._once(number)
            except Refused as refused:
                if refused.kind is not Kind.UNAVAILABLE:
                    raise
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                if self.variant != "acknowledges_early":
                    self.ledger.note(number, receipt.events)
                return

    async def _once(self, number: int) -> Receipt:
        if self.variant == "piecemeal":
            return await piecemeal(self.store, number)
        origin = origin_of(number)
        if self.variant == "new_id_each_time":
            origin = Origin(new_uuid7(), "writer", str(number))
        return await carry_out(self.store, number, origin)

    async def acknowledge_early(self, _connection: object, events: list) -> None:
        """Planted: called within the transaction, before its commit."""
        for number, group in itertools.groupby(events, key=lambda one: int(one.correlation_id)):
            self.ledger.note(number, tuple(event.event_id for event in group))


async def main(url: str, ledger: Ledger, variant: str, count: int) -> None:
    pool = await connect_pool(url, size_max=WORKERS)
    store = PostgresStore(pool)
    writer = Writer(store, ledger, variant)
    if variant == "acknowledges_early":
        store._project = writer.acknowledge_early
    sent, acknowledged = ledger.read()
    again = sorted(sent - set(acknowledged))  # What the last process left unanswered.
    fresh = range(max(sent, default=0) + 1, max(sent, default=0) + 1 + count)
    numbers: Iterator[int] = iter([*again, *fresh])

    async def work() -> None:
        for number in numbers:
            await writer.do(number)

    await asyncio.gather(*(work() for _ in range(WORKERS)))
    await pool.close()


if __name__ == "__main__":
    address, file, kind, wanted = sys.argv[1:]
    asyncio.run(main(address, Ledger(Path(file)), kind, int(wanted)))
