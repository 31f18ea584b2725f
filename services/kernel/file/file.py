"""The File aggregate: what stands about one subject in one room, and what may be added. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec

from services.kernel.decider import Decider
from services.kernel.doubt import Doubt, said_twice
from services.kernel.errors import Refused, conflict, invalid, not_found
from services.kernel.event import Draft, Event, Recorded, decode_fast, encode
from services.kernel.fact import Fact, read_fact, standing
from services.kernel.file.commands import Command, CorrectFact, RecordFact, RevokeFact
from services.kernel.file.kinds import slug_of
from services.kernel.protect.told import SECTION

# Judges one new fact among all that stand with it; raises Refused. The order of recording does
# not matter to a rule: history arrives in any order, so rules look at the whole, not the past.
Rule = Callable[[Sequence[Fact], Fact], None]
# The same of what somebody is about to do: the law may forbid today what history may hold.
TodayRule = Callable[[Sequence[Fact], Fact, date], None]
# What of the standing facts cannot all be true: kept, shown, and for a person to mend.
Doubts = Callable[[Sequence[Fact]], Sequence[Doubt]]

AHEAD_YEARS_MAX = 2
NOT_YET = UUID(int=0)
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FileKind:
    """One room's kind of file: which events it may hold and by which rules."""

    room: str
    revoked: type[Event]  # The room's event that takes a fact back.
    rules: dict[type[Event], tuple[Rule, ...]]
    happened: tuple[type[Event], ...] = ()  # What nobody can know before it is so.
    forbids: Mapping[type[Event], tuple[TodayRule, ...]] = field(default_factory=dict)
    doubts: Doubts = said_twice
    # What an event demands of its recorder beside leave to record its kind: a permission.
    demands: Mapping[type[Event], Callable[[Event], str | None]] = field(default_factory=dict)

    words: Mapping[str, str] = field(default_factory=dict)  # Of fields, in Chinese, for sheets.
    opens: type[Event] | None = None  # The event that opens a file: it may bring no subject.

    def demand_of(self, data: Event) -> str | None:
        ask = self.demands.get(type(data))
        return ask(data) if ask else None


@dataclass(frozen=True, slots=True)
class File:
    """Every fact recorded about a subject in this room, those mended included."""

    facts: tuple[Fact, ...] = ()

    def standing(self) -> list[Fact]:
        return standing(self.facts)

    def find(self, event_id: UUID) -> Fact | None:
        """A fact that stands, by its event id."""
        return next((fact for fact in self.standing() if fact.event_id == event_id), None)


def evolve(file: File, event: Recorded) -> File:
    return File((*file.facts, read_fact(event)))


def file_of(events: Sequence[Recorded]) -> File:
    return File(tuple(read_fact(event) for event in events))


def decide(kind: FileKind, subject: str, today: date, file: File, command: Command) -> list[Draft]:
    """The one event a command becomes. Raises Refused; `today` is the bureau's calendar day."""
    match command:
        case RecordFact():
            draft = Draft(command.data, subject, command.effective_on, basis=command.basis)
            _refuse_same(file, command.data, command.effective_on)
        case CorrectFact():
            wrong = _standing_fact(file, command.event_id)
            if wrong.type != command.data.TYPE:
                raise invalid(
                    "correction_of_other_type",
                    f"更正须与原记载同类: 原为 {wrong.type}",
                    f"a correction must be of the same type as the fact it corrects: {wrong.type}",
                )
            draft = Draft(
                command.data,
                subject,
                command.effective_on,
                corrects=command.event_id,
                basis=command.basis,
                reason=command.reason,
            )
        case RevokeFact():
            wrong = _standing_fact(file, command.event_id)
            if slug_of(wrong.type) != command.slug:
                raise invalid(
                    "revocation_of_other_type",
                    f"撤销须按原记载的类别办理: 原为 {wrong.type}",
                    f"revoke it as the kind of fact it is: {wrong.type}",
                )
            return [
                Draft(
                    kind.revoked(),
                    subject,
                    wrong.effective_on,
                    revokes=command.event_id,
                    basis=command.basis,
                    reason=command.reason,
                )
            ]
    _refuse_future(kind, draft.data, draft.effective_on, today)
    _obey(kind, _with(file, [draft]), draft, today)
    return [draft]


def decide_history(
    kind: FileKind, subject: str, today: date, file: File, commands: Sequence[RecordFact]
) -> list[Draft | Refused]:
    """One draft or refusal for each row, judged together: their order does not matter.

    A row that stands already, to the letter, gives a refusal `already_recorded`.
    """
    drafts: list[Draft | Refused] = []
    seen: set[tuple[str, date, str]] = set()
    for command in commands:
        content = (command.data.TYPE, command.effective_on, encode(_unsealed(command.data)))
        try:
            _refuse_same(file, command.data, command.effective_on)
            if content in seen:
                raise _already("同一导入中的前一行", "an earlier row of this import")
            seen.add(content)
            _refuse_future(kind, command.data, command.effective_on, today)
            drafts.append(Draft(command.data, subject, command.effective_on, basis=command.basis))
        except Refused as refused:
            drafts.append(refused)
    whole = _with(file, [draft for draft in drafts if isinstance(draft, Draft)])
    for row, draft in enumerate(drafts):
        if isinstance(draft, Draft):
            try:
                _obey(kind, whole, draft, today)
            except Refused as refused:
                drafts[row] = refused
    return drafts


def decider(kind: FileKind, subject: str, today: date) -> Decider[File, Command]:
    return Decider(
        initial=File(),
        decide=lambda file, command: decide(kind, subject, today, file, command),
        evolve=evolve,
    )


def _standing_fact(file: File, event_id: UUID) -> Fact:
    fact = file.find(event_id)
    if fact is not None:
        return fact
    if any(known.event_id == event_id for known in file.facts):
        raise conflict(
            "fact_already_mended",
            "该记载已被更正或撤销, 请针对现行记载操作",
            "this fact has been corrected or revoked already: name the one that stands now",
        )
    raise not_found("fact_not_found", "档案中没有这条记载", "there is no such fact in this file")


def _refuse_same(file: File, data: Event, effective_on: date) -> None:
    same = [fact for fact in file.standing() if fact.type == data.TYPE]
    told = decode_fast(data.TYPE, encode(data)) if same else None
    for fact in same:
        if fact.effective_on == effective_on and _said(fact.data) == _said(told):
            raise _already(str(fact.event_id), str(fact.event_id))


def _said(data: Any) -> Any:  # noqa: ANN401  a payload read for deciding
    """Of a sealed part its mark, for no two seals agree: the person's key makes it of the words."""
    section = getattr(data, SECTION, None)
    return data if section is None else msgspec.structs.replace(data, sealed=section.mark)


def _unsealed(event: Event) -> Event:
    """The same of an event still to be recorded."""
    section = getattr(event, SECTION, None)
    if section is None:
        return event
    return event.model_copy(update={SECTION: section.model_copy(update={"text": ""})})


def _already(zh: str, en: str) -> Refused:
    return conflict(
        "already_recorded",
        f"同一事实已有记载: {zh}",
        f"the same fact is on file already: {en}",
    )


def _refuse_future(kind: FileKind, data: Event, effective_on: date, today: date) -> None:
    if type(data) in kind.happened and effective_on > today:
        raise invalid(
            "effective_on_in_the_future",
            f"{data.ZH}须已发生: 生效日期不得晚于今日 {today}",
            f"{data.TYPE} can only be recorded once it is so: not after today, {today}",
        )
    if effective_on.year > today.year + AHEAD_YEARS_MAX:
        raise invalid(
            "effective_on_too_far_ahead",
            f"生效日期不得晚于 {today.year + AHEAD_YEARS_MAX} 年",
            f"the effective day must not lie after {today.year + AHEAD_YEARS_MAX}",
        )


def _obey(kind: FileKind, whole: Sequence[Fact], draft: Draft, today: date) -> None:
    for rule in kind.rules.get(type(draft.data), ()):
        rule(whole, _as_fact(draft))
    for forbid in kind.forbids.get(type(draft.data), ()):
        forbid(whole, _as_fact(draft), today)


def _with(file: File, drafts: Sequence[Draft]) -> list[Fact]:
    return standing([*file.facts, *(_as_fact(draft) for draft in drafts)])


def _as_fact(draft: Draft) -> Fact:
    return Fact(
        event_id=NOT_YET,
        type=draft.data.TYPE,
        effective_on=draft.effective_on,
        recorded_at=END_OF_TIME,
        subject_seq=0,
        corrects=draft.corrects,
        revokes=draft.revokes,
        basis=draft.basis,
        data=decode_fast(draft.data.TYPE, encode(draft.data)),
    )
