"""The ways to tamper with a log (reliability.md 5.8), each with the first position that is wrong.

Some leave the chain as it was, some make it anew over everything that follows: whoever can write
the table can also compute hashes. What then tells are checkpoints kept outside.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.kernel.chain import GENESIS, next_link
from services.kernel.event import Recorded
from tests.kernel.samples import changed, course, recorded

Log = list[Recorded]
PEOPLE = ("p1", "p2", "p3")
LENGTH = 20
SPOT = 8  # Where most of it happens; p2's.


def sound_log(count: int = LENGTH) -> Log:
    events = []
    for pos in range(1, count + 1):
        person = PEOPLE[(pos - 1) % len(PEOPLE)]
        events.append(
            recorded(pos, subject=person, event=course(f"第{pos}期"), stream_id=f"person-{person}")
        )
    return renumbered(events)


def renumbered(events: Sequence[Recorded]) -> Log:
    """Positions, versions, sequences and chain made to fit, as a careful forger would."""
    versions: dict[str, int] = defaultdict(int)
    seqs: dict[str, int] = defaultdict(int)
    made = []
    for pos, event in enumerate(events, start=1):
        versions[event.stream_id] += 1
        seqs[event.subject] += 1
        made.append(
            changed(
                event, pos=pos, version=versions[event.stream_id], subject_seq=seqs[event.subject]
            )
        )
    return rechained(made)


def rechained(events: Sequence[Recorded]) -> Log:
    made: Log = []
    for event in events:
        made.append(changed(event, chain=next_link(made[-1].chain if made else GENESIS, event)))
    return made


def edited(log: Log, pos: int, **fields: object) -> Log:
    return [changed(event, **fields) if event.pos == pos else event for event in log]


def swapped(log: Log, one: int, other: int, *fields: str) -> Log:
    first, second = log[one - 1], log[other - 1]
    given = edited(log, one, **{name: getattr(second, name) for name in fields})
    return edited(given, other, **{name: getattr(first, name) for name in fields})


def _forged(log: Log, start: int) -> Log:
    """Other events of the same people from a position on."""
    return [
        event if event.pos < start else changed(event, event_id=UUID(int=900 + event.pos))
        for event in log
    ]


CONTENT = ("event_id", "type", "data", "effective_on", "basis", "command_id")
OTHER = '{"certificate_no":"","course":"annual","days":9,"title":"改"}'


@dataclass(frozen=True)
class Tampering:
    """`first`: the first wrong position. `within`: shown by the log alone, without checkpoints."""

    make: Callable[[Log], Log]
    first: int
    within: bool = True
    breaks: int = 0  # Where the chain breaks, when that is later: a link was made to fit.

    @property
    def shows(self) -> int:
        """The position an auditor can name who has no checkpoint between it and the first."""
        return self.breaks or self.first


def _relinked_alone(log: Log) -> Log:
    edit = edited(log, SPOT, data=OTHER)
    link = next_link(log[SPOT - 2].chain, edit[SPOT - 1])
    return edited(edit, SPOT, chain=link)


KINDS: dict[str, Tampering] = {
    "payload edited": Tampering(lambda log: edited(log, SPOT, data=OTHER), SPOT),
    "payload edited, its own link made anew": Tampering(_relinked_alone, SPOT, breaks=SPOT + 1),
    "payload edited, all links made anew": Tampering(
        lambda log: rechained(edited(log, SPOT, data=OTHER)), SPOT, within=False
    ),
    "tail deleted": Tampering(lambda log: log[:SPOT], SPOT + 1, within=False),
    "middle deleted": Tampering(lambda log: log[: SPOT - 1] + log[SPOT:], SPOT),
    "middle deleted, closed up": Tampering(
        lambda log: renumbered(log[: SPOT - 1] + log[SPOT:]), SPOT, within=False
    ),
    "person deleted": Tampering(lambda log: [e for e in log if e.subject != "p2"], 2),
    "person deleted, closed up": Tampering(
        lambda log: renumbered([e for e in log if e.subject != "p2"]), 2, within=False
    ),
    "tail forged": Tampering(lambda log: rechained(_forged(log, 15)), 15, within=False),
    "two events swapped": Tampering(lambda log: swapped(log, SPOT, SPOT + 3, *CONTENT), SPOT),
    "two events swapped, links made anew": Tampering(
        lambda log: rechained(swapped(log, SPOT, SPOT + 3, *CONTENT)), SPOT, within=False
    ),
    "rolled back to a backup": Tampering(lambda log: log[:10], 11, within=False),
    "rolled back and gone on": Tampering(lambda log: rechained(_forged(log, 11)), 11, within=False),
    "moved to another person": Tampering(lambda log: edited(log, SPOT, subject="p3"), SPOT),
    "moved to another person, closed up": Tampering(
        lambda log: renumbered(edited(log, SPOT, subject="p3", stream_id="person-p3")),
        SPOT,
        within=False,
    ),
    "type changed": Tampering(
        lambda log: edited(log, SPOT, type="training.course_failed.v1"), SPOT
    ),
    "schema version changed": Tampering(
        lambda log: edited(log, SPOT, type="training.course_passed.v2"), SPOT
    ),
    "actor changed": Tampering(lambda log: edited(log, SPOT, actor="somebody"), SPOT),
    "time changed": Tampering(
        lambda log: edited(
            log, SPOT, recorded_at=log[SPOT - 1].recorded_at + timedelta(microseconds=1)
        ),
        SPOT,
    ),
    "effective day changed": Tampering(
        lambda log: edited(log, SPOT, effective_on=log[SPOT - 1].effective_on + timedelta(days=1)),
        SPOT,
    ),
    "reason given afterwards": Tampering(lambda log: edited(log, SPOT, reason="补"), SPOT),
    "made a revocation": Tampering(lambda log: edited(log, SPOT, revokes=log[0].event_id), SPOT),
    "payloads of two people swapped": Tampering(
        lambda log: swapped(log, SPOT, SPOT + 1, "data"), SPOT
    ),
    "one repeated": Tampering(lambda log: log[:SPOT] + log[SPOT - 1 :], SPOT + 1),
}
