"""Goes through a log from its beginning and says what is wrong first. Pure.

Within: dense positions, the chain, dense versions and sequences, a clock that never runs back.
From outside: checkpoints that left the database, and must still be on the way the log went.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.kernel.chain import GENESIS, linker
from services.kernel.event import Recorded
from services.kernel.witness import Checkpoint, Closing, is_genuine


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing wrong with a log. The first bad position lies in `since`..`pos`."""

    pos: int
    problem: str
    since: int = 0  # 0 when `pos` itself is known to be the first.
    only_witnessed: bool = False  # The log fits together, and is not the one somebody saw.

    def __str__(self) -> str:
        where = f"{self.since}..{self.pos}" if self.since and self.since < self.pos else self.pos
        return f"position {where}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody else kept of a log: which log, its checkpoints, the key to trust."""

    room: str
    store_id: UUID
    algorithm: str
    checkpoints: Sequence[Checkpoint]
    trusted_key: str | None  # Hex; None when the auditor has none: signatures stay unchecked.


@dataclass(slots=True)
class Auditor:
    """Takes a log page by page; after the first thing wrong within, it looks no further."""

    room: str
    algorithm: str = "sha256"
    checkpoints: Iterable[Checkpoint] = ()  # Already found genuine; closings among them.
    pos: int = 0
    chain: bytes = GENESIS
    wrong: list[Wrong] = field(default_factory=list)
    _at: datetime | None = None
    _versions: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _seqs: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _awaited: dict[int, list[Checkpoint]] = field(default_factory=lambda: defaultdict(list))
    _agreed: int = 0  # The last position at which a checkpoint agreed.
    closed: int = 0  # Checkpoints of a history that a closing has ended.
    _agreeing: list[Checkpoint] = field(default_factory=list)
    _parted: list[Checkpoint] = field(default_factory=list)  # They saw another history.
    _closings: list[Closing] = field(default_factory=list)

    def __post_init__(self) -> None:
        for checkpoint in self.checkpoints:
            self._awaited[checkpoint.pos].append(checkpoint)
            if isinstance(checkpoint, Closing):
                self._closings.append(checkpoint)

    def take(self, events: Iterable[Recorded]) -> bool:
        """False when something is wrong within: the rest of the log is not worth reading."""
        link = linker(self.algorithm)
        for event in events:
            problem = self._out_of_place(event)
            chain = link(self.chain, event)
            if problem is None and chain != event.chain:
                problem = "the chain does not fit what the event says"
            if problem is not None:
                self.wrong.append(Wrong(self.pos + 1, problem))
                return False
            self.pos, self.chain, self._at = event.pos, chain, event.recorded_at
            self._versions[event.stream_id] = event.version
            self._seqs[event.subject] = event.subject_seq
            self._compare(self._awaited.pop(event.pos, ()))
        return True

    def _out_of_place(self, event: Recorded) -> str | None:
        if event.pos != self.pos + 1:
            return f"found position {event.pos} instead"
        if event.room != self.room:
            return f"an event of another room: {event.type}"
        if event.version != self._versions[event.stream_id] + 1:
            return f"version {event.version} of {event.stream_id} does not follow the one before"
        if event.subject_seq != self._seqs[event.subject] + 1:
            return f"sequence {event.subject_seq} of a subject does not follow the one before"
        if self._at is not None and event.recorded_at < self._at:
            return "recorded before the event ahead of it"
        return None

    def _compare(self, checkpoints: Iterable[Checkpoint]) -> None:
        for checkpoint in checkpoints:
            if checkpoint.chain == self.chain.hex():
                self._agreed = max(self._agreed, checkpoint.pos)
                self._agreeing.append(checkpoint)
            elif self._is_closed(checkpoint):
                self.closed += 1
            else:
                if not self._parted:
                    told = f"the checkpoint of {checkpoint.at} saw another history"
                    since = self._agreed + 1
                    self.wrong.append(Wrong(checkpoint.pos, told, since, only_witnessed=True))
                self._parted.append(checkpoint)

    @property
    def parted_after(self) -> int | None:
        """The last position known to be shared with a history that others saw; None: no other.

        What agrees and was noted later than the other history says nothing of that one.
        """
        if not self._parted:
            return None
        first_at, least = min(c.at for c in self._parted), min(c.pos for c in self._parted)
        shared = (c.pos for c in self._agreeing if c.at < first_at and c.pos < least)
        return max(shared, default=0)

    @property
    def saw(self) -> int:
        """How far the other history was seen to go."""
        return max((checkpoint.pos for checkpoint in self._parted), default=0)

    def _is_closed(self, checkpoint: Checkpoint) -> bool:
        return any(closing.closes(checkpoint) for closing in self._closings)

    def end(self, head: tuple[int, bytes] | None = None) -> list[Wrong]:
        """Everything wrong, once the log has been taken to its end; `head` as the store says."""
        within = any(not wrong.only_witnessed for wrong in self.wrong)
        if head is not None and not within and head != (self.pos, self.chain):
            told = f"the head row says {head[0]}, the log ends at {self.pos}"
            self.wrong.append(Wrong(min(head[0], self.pos) + (head[0] != self.pos), told))
        beyond = [c for pos in self._awaited if pos > self.pos for c in self._awaited[pos]]
        missing = [checkpoint for checkpoint in beyond if not self._is_closed(checkpoint)]
        self.closed += len(beyond) - len(missing)
        if missing and not within:
            self._parted += missing
            seen = max(checkpoint.pos for checkpoint in missing)
            told = f"the log ends at {self.pos}, a checkpoint saw {seen}: its tail is missing"
            self.wrong.append(Wrong(self.pos + 1, told, only_witnessed=True))
        return sorted(self.wrong, key=lambda wrong: wrong.since or wrong.pos)


def genuine_checkpoints(kept: Kept) -> tuple[list[Checkpoint], list[Wrong]]:
    """Those that are of this log and signed; and what is wrong with each other one."""
    good: list[Checkpoint] = []
    wrong: list[Wrong] = []
    for checkpoint in kept.checkpoints:
        problem = _not_of(kept, checkpoint)
        if problem is None:
            good.append(checkpoint)
        else:
            wrong.append(Wrong(checkpoint.pos, f"the checkpoint of {checkpoint.at} {problem}"))
    return good, wrong


def _not_of(kept: Kept, checkpoint: Checkpoint) -> str | None:
    if kept.trusted_key is not None and not is_genuine(checkpoint, kept.trusted_key):
        return "is not signed by the witness's key"
    if checkpoint.room != kept.room:
        return f"is of {checkpoint.room}"
    if checkpoint.store_id != str(kept.store_id):
        return f"saw another store ({checkpoint.store_id})"
    if checkpoint.algorithm != kept.algorithm:
        return f"used another hash ({checkpoint.algorithm})"
    return None
