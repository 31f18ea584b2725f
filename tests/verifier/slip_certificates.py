"""Certificates of pay slips, made of the runs that cases play, without a database."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec

from services.gateway.cases.case import PERSON, Case
from services.gateway.cases.play import recorded
from services.gateway.pay.answer import rules_of
from services.gateway.pay.choice import POLICIES
from services.gateway.pay.run import Run, run, run_all
from services.gateway.pay.slip import Slip
from services.gateway.payroll import events as e
from services.gateway.payroll.draw import Drawn
from services.gateway.payroll.pay_run import instant
from services.gateway.payroll.population import Member
from services.gateway.payroll.written import as_draft
from services.gateway.record.slip_certificate import (
    SlipCertificate,
    SlipParts,
    rule_versions,
    slip_certificate,
)
from services.kernel.chain import GENESIS
from services.kernel.event import Event, Recorded
from services.kernel.fact import Fact, read_fact
from services.kernel.policy import Shelf
from tests.kernel import samples
from tests.verifier.certificates import KEY, linked

START = datetime(2099, 1, 1, tzinfo=UTC)
FILE = e.PayFile(name="x.csv", media_type="text/csv", size=1, sha256="0" * 64, people=1, net_fen=0)


def of_runs(case: Case, shelf: Shelf) -> list[SlipCertificate]:
    """One for each run of a case, in order."""
    facts = recorded(case.facts)
    known = [read_fact(event) for event in facts]
    made: list[SlipCertificate] = []
    series: dict[int, tuple[list[Slip], Gateway]] = {}
    for asked in (ask.run for ask in case.asks if ask.run is not None and not ask.run.is_total):
        slips, gateway = series.setdefault(asked.series, ([], Gateway(shelf)))
        slips.append(run(PERSON, Run(asked.month, asked.closed_at), known, rules_of(shelf), slips))
        made.append(gateway.certified(facts, slips[-1]))
    return made


def numbered(facts: list[Fact]) -> list[Recorded]:
    """Facts of a file as the rooms' logs hold them: in order of recording, each room counting."""
    counted: dict[str, int] = {}
    found = []
    for fact in sorted(facts, key=lambda fact: (fact.recorded_at, fact.event_id)):
        room = fact.type.partition(".")[0]
        counted[room] = counted.get(room, 0) + 1
        found.append(
            Recorded(
                pos=counted[room],
                event_id=fact.event_id,
                type=fact.type,
                stream_id=f"person-{PERSON}",
                version=counted[room],
                subject=PERSON,
                subject_seq=counted[room],
                effective_on=fact.effective_on,
                recorded_at=fact.recorded_at,
                actor="chance",
                command_id=UUID(int=0),
                correlation_id="chance",
                causation_id=None,
                corrects=fact.corrects,
                revokes=fact.revokes,
                basis="",
                reason="",
                data=msgspec.json.encode(fact.data).decode(),
                chain=b"",
            )
        )
    return found


def of_file(facts: list[Fact], months: list[str], shelf: Shelf) -> list[SlipCertificate]:
    """One for each month's run of somebody, closed on the closing day of the policy."""
    log, gateway = numbered(facts), Gateway(shelf)
    slips = run_all(PERSON, map(Run, months), map(read_fact, log), rules_of(shelf))
    return [gateway.certified(log, slip) for slip in slips]


class Gateway:
    """A log of runs, each opened, drawn with one slip, and released."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.log: list[tuple[Recorded, bytes]] = []
        self.slips: list[tuple[Recorded, bytes]] = []

    def certified(self, facts: list[Recorded], slip: Slip) -> SlipCertificate:
        number = len(self.slips) + 1
        run_id = UUID(int=number)
        on = date.fromisoformat(f"{slip.month}-01")
        opening = self._write(_opened(slip, rules_of(self.shelf).sha256), str(run_id), on)
        draft = as_draft(Drawn(Member(PERSON, unit="u"), slip), run_id, slip.month, on)
        record = self._write(draft.data, PERSON, on)
        released = e.PayRunReleased(slips=1, net_fen=0, slips_sha256="0" * 64, files=(FILE,))
        release = self._write(released, str(run_id), on)
        heard = {room.room: room.subject_seq for room in slip.evidence}
        evidence, _ends = linked([f for f in facts if f.subject_seq <= heard.get(f.room, 0)])
        parts = SlipParts(
            run_id=str(run_id),
            data=draft.data,
            record=record,
            opening=opening,
            release=release,
            earlier=list(self.slips),
            evidence=evidence,
            rules=rule_versions(self.shelf, POLICIES),
            checkpoints=[],
        )
        self.slips.append(record)
        return slip_certificate(parts, KEY)

    def _write(self, data: Event, subject: str, on: date) -> tuple[Recorded, bytes]:
        before = self.log[-1][0].chain if self.log else GENESIS
        pos = len(self.log) + 1
        event = samples.recorded(
            pos,
            event=data,
            event_id=UUID(int=1000 + pos),
            subject=subject,
            effective_on=on,
            recorded_at=START + timedelta(seconds=pos),
            basis="engine",
        )
        event = samples.relinked(event, before)
        self.log.append((event, before))
        return self.log[-1]


def _opened(slip: Slip, rules_sha256: str) -> e.PayRunOpened:
    nothing = {f"{room}_chain": "0" * 64 for room in ("roster", "assessment", "training")}
    return e.PayRunOpened(
        month=slip.month,
        scope=e.RunScope.BUREAU,
        category=e.RunCategory.ALL,
        first_month=slip.first_month,
        known_at=instant(slip.closed_at),
        rules_sha256=rules_sha256,
        approvals_needed=2,
        **dict.fromkeys(("roster_pos", "assessment_pos", "training_pos"), 0),
        **nothing,
    )


def cases_with_runs(cases: Iterator[Case]) -> Iterator[Case]:
    return (case for case in cases if any(ask.run is not None for ask in case.asks))
