"""Small events and origins for tests of the kernel."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from services.kernel.chain import GENESIS, next_link
from services.kernel.event import Draft, Event, Origin, Recorded, encode
from services.training.events import CourseKind, CoursePassed

DAY = date(2024, 3, 10)


def course(title: str = "培训") -> CoursePassed:
    return CoursePassed(course=CourseKind.ANNUAL, title=title)


def draft(subject: str = "p1", event: Event | None = None, day: date = DAY) -> Draft:
    return Draft(event or course(), subject, day, basis="证书")


def origin(command: UUID | None = None, digest: bytes = b"d") -> Origin:
    return Origin(command or uuid4(), "tester", "c1", digest)


def recorded(pos: int, *, subject: str = "p1", event: Event | None = None, **more) -> Recorded:
    """The n-th event about one subject; fields may be set."""
    data = event or course(f"第{pos}期")
    values = {
        "pos": pos,
        "event_id": UUID(int=pos),
        "type": data.TYPE,
        "stream_id": f"person-{subject}",
        "version": pos,
        "subject": subject,
        "subject_seq": pos,
        "effective_on": DAY,
        "recorded_at": datetime(2026, 1, 1, 0, 0, pos % 60, tzinfo=UTC),
        "actor": "tester",
        "command_id": UUID(int=1000 + pos),
        "correlation_id": "c1",
        "causation_id": None,
        "corrects": None,
        "revokes": None,
        "basis": "证书",
        "reason": "",
        "data": encode(data),
        "chain": b"",
    }
    return Recorded(**(values | more))


def chained(count: int, algorithm: str = "sha256") -> list[Recorded]:
    log: list[Recorded] = []
    for pos in range(1, count + 1):
        log.append(relinked(recorded(pos), log[-1].chain if log else GENESIS, algorithm))
    return log


def relinked(event: Recorded, previous: bytes, algorithm: str = "sha256") -> Recorded:
    values = {name: getattr(event, name) for name in Recorded.__struct_fields__}
    return Recorded(**(values | {"chain": next_link(previous, event, algorithm)}))


def changed(event: Recorded, **more) -> Recorded:
    values = {name: getattr(event, name) for name in Recorded.__struct_fields__}
    return Recorded(**(values | more))
