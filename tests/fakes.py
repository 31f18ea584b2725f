"""An event store in memory, written apart from the real one, that passes the same contract."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from services.kernel.chain import GENESIS, next_link
from services.kernel.decider import StreamWrite, VersionConflict
from services.kernel.errors import invalid
from services.kernel.event import Origin, Receipt, Recorded, encode


class InMemoryEventStore:
    """One list; whoever runs has it alone."""

    def __init__(self) -> None:
        self.log: list[Recorded] = []
        self._answers: dict[UUID, tuple[bytes, Receipt]] = {}
        self._clock = datetime(2026, 1, 1, tzinfo=UTC)

    async def read_stream(self, stream_id: str) -> list[Recorded]:
        return [event for event in self.log if event.stream_id == stream_id]

    async def read_streams(self, stream_ids: Sequence[str]) -> dict[str, list[Recorded]]:
        return {stream_id: await self.read_stream(stream_id) for stream_id in stream_ids}

    async def receipt(self, origin: Origin) -> Receipt | None:
        if origin.command_id not in self._answers:
            return None
        digest, first = self._answers[origin.command_id]
        if digest != origin.body_digest:
            raise invalid("idempotency_key_reused", "另一内容", "another body")
        return Receipt(first.events, first.pos, first.versions, replayed=True)

    async def append(self, origin: Origin, writes: Sequence[StreamWrite]) -> Receipt:
        done = await self.receipt(origin)
        if done is not None:
            return done
        for write in writes:
            actual = len(await self.read_stream(write.stream_id))
            if actual != write.expected_version:
                raise VersionConflict(write.stream_id, write.expected_version, actual)
        self._clock += timedelta(milliseconds=1)
        made: list[UUID] = []
        versions: dict[str, int] = {}
        for write in writes:
            versions[write.stream_id] = write.expected_version
            for draft in write.drafts:
                versions[write.stream_id] += 1
                seq = 1 + sum(event.subject == draft.subject for event in self.log)
                values = {
                    "pos": len(self.log) + 1,
                    "event_id": UUID(int=len(self.log) + 1),
                    "type": draft.data.TYPE,
                    "stream_id": write.stream_id,
                    "version": versions[write.stream_id],
                    "subject": draft.subject,
                    "subject_seq": seq,
                    "effective_on": draft.effective_on,
                    "recorded_at": self._clock,
                    "actor": origin.actor,
                    "command_id": origin.command_id,
                    "correlation_id": origin.correlation_id,
                    "causation_id": origin.causation_id,
                    "corrects": draft.corrects,
                    "revokes": draft.revokes,
                    "basis": draft.basis,
                    "reason": draft.reason,
                    "data": encode(draft.data),
                }
                previous = self.log[-1].chain if self.log else GENESIS
                link = next_link(previous, Recorded(**values, chain=b""))
                self.log.append(Recorded(**values, chain=link))
                made.append(self.log[-1].event_id)
        receipt = Receipt(tuple(made), len(self.log), versions)
        self._answers[origin.command_id] = (origin.body_digest, receipt)
        return receipt
