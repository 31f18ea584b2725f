"""What the read models say of one subject, from its standing facts. Pure."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import Any

from services.kernel.fact import Fact
from services.kernel.name_keys import asked_key, name_keys, sort_key, with_short
from services.roster import events as e
from services.roster.identity.police_number import terms_of
from services.roster.person.periods import ceased_on, periods_of
from services.roster.recruitment import rows as recruitment

Row = tuple[Any, ...]


def rows_of(subject: str, facts: Sequence[Fact]) -> dict[str, list[Row]]:
    """Rows by table, in the column order of services/roster/views.py; facts in standing order."""
    return {
        "person_cards": _cards(subject, facts),
        "person_keys": _keys(subject, facts),
        "unit_assignments": _assignments(subject, facts),
        "unit_leaders": _leaders(subject, facts),
        "unit_versions": _versions(subject, facts),
        "service_periods": _periods(subject, facts),
        "police_numbers": _numbers(subject, facts),
        "entry_objections": _objections(subject, facts),
        "responsible_officers": _responsible(subject, facts),
        "unit_quotas": _quotas(subject, facts),
        "unit_offices": _offices(subject, facts),
        "recruitment_batches": recruitment.batch_rows(subject, facts),
        "recruitment_places": recruitment.places_rows(subject, facts),
        "recruitment_applications": recruitment.application_rows(subject, facts),
    }


def _cards(subject: str, facts: Sequence[Fact]) -> list[Row]:
    known = [fact.data for fact in facts if fact.type == e.PersonRegistered.TYPE]
    return [
        (
            subject,
            d.name,
            d.sex.value,
            d.category.value,
            d.birth_on,
            _newest_number(facts),
            sort_key(d.name),
        )
        for d in known[-1:]
    ]


def _number_keys(facts: Sequence[Fact]) -> list[str]:
    """Of every number ever held: which one counts depends on the day asked."""
    return sorted({asked_key(term.number) for term in terms_of(facts)})


def _newest_number(facts: Sequence[Fact]) -> str | None:
    """The one held now, or last."""
    terms = terms_of(facts)
    return terms[-1].number if terms else None


def _numbers(subject: str, facts: Sequence[Fact]) -> list[Row]:
    return [(subject, term.number, term.from_on, term.last_day) for term in terms_of(facts)]


def _keys(subject: str, facts: Sequence[Fact]) -> list[Row]:
    known = [fact.data for fact in facts if fact.type == e.PersonRegistered.TYPE]
    return [
        (subject, key, sort_key(d.name))
        for d in known[-1:]
        for key in with_short([*name_keys(d.name), *_number_keys(facts)])
    ]


def _assignments(subject: str, facts: Sequence[Fact]) -> list[Row]:
    # Two on one day: the later recorded one places the person; the file still shows both.
    by_day = {
        fact.effective_on: (subject, fact.effective_on, fact.data.unit_id, fact.data.position)
        for fact in facts
        if fact.type == e.UnitAssigned.TYPE
    }
    # Who leaves is nowhere; who enters again is posted again.
    for day in ceased_on(periods_of(facts)):
        by_day.setdefault(day, (subject, day, None, None))
    return list(by_day.values())


def _leaders(subject: str, facts: Sequence[Fact]) -> list[Row]:
    """A term ends by relief, by leaving the service, or by being posted away from the unit."""
    periods, away = periods_of(facts), _posted_away(subject, facts)
    ceased = ceased_on(periods)
    found = []
    for _, unit, since, until, role in _appointed(subject, facts):
        if any(day <= since for day in ceased) and not any(p.covers(since) for p in periods):
            continue  # Named after having left: leads nobody.
        ends = [day for day in (*ceased, *away.get(unit, ())) if day > since]
        ends += [until] if until else []
        found.append((subject, unit, since, min(ends, default=None), role))
    return found


def _posted_away(subject: str, facts: Sequence[Fact]) -> dict[str, list[date]]:
    """By unit, the days on which the person was posted from it to another."""
    days: dict[str, list[date]] = {}
    for before, after in pairwise(sorted(_assignments(subject, facts), key=itemgetter(1))):
        if before[2] is not None and before[2] != after[2]:
            days.setdefault(before[2], []).append(after[1])
    return days


def _appointed(subject: str, facts: Sequence[Fact]) -> list[Row]:
    terms: dict[tuple[str, date], Row] = {}
    for fact in facts:
        if fact.type == e.UnitLeaderAppointed.TYPE:
            unit = fact.data.unit_id
            terms[unit, fact.effective_on] = (
                subject,
                unit,
                fact.effective_on,
                None,
                fact.data.role.value,
            )
        elif fact.type == e.UnitLeaderRelieved.TYPE:
            unit = fact.data.unit_id
            for key, term in terms.items():
                if key[0] == unit and term[3] is None:
                    terms[key] = (*term[:3], fact.effective_on, term[4])
    return list(terms.values())


def _versions(subject: str, facts: Sequence[Fact]) -> list[Row]:
    versions: dict[date, Row] = {}
    current: Row | None = None
    for fact in facts:
        data, day = fact.data, fact.effective_on
        if fact.type == e.UnitCreated.TYPE:
            current = (subject, day, data.name, data.kind.value, data.parent_id, False)
        elif current is None:
            continue  # A change to a unit nobody created shows nowhere but in the file.
        elif fact.type == e.UnitRenamed.TYPE:
            current = (subject, day, data.name, *current[3:])
        elif fact.type == e.UnitMoved.TYPE:
            current = (subject, day, current[2], current[3], data.parent_id, current[5])
        elif fact.type == e.UnitClosed.TYPE:
            current = (subject, day, *current[2:5], True)
        else:
            continue
        versions[day] = current
    return list(versions.values())


def _periods(subject: str, facts: Sequence[Fact]) -> list[Row]:
    return [
        (subject, period.entered_on, period.last_day, period.category.value)
        for period in periods_of(facts)
    ]


def _objections(subject: str, facts: Sequence[Fact]) -> list[Row]:
    answers = {f.data.objection: f for f in facts if f.type == e.EntryObjectionAnswered.TYPE}
    rows = []
    for fact in facts:
        if fact.type == e.EntryObjected.TYPE:
            answer = answers.get(fact.event_id)
            told = (answer.event_id, answer.data.upheld) if answer else (None, None)
            raised = (fact.data.entry, fact.effective_on, fact.recorded_at)
            rows.append((subject, fact.event_id, *raised, *told))
    return rows


def _responsible(subject: str, facts: Sequence[Fact]) -> list[Row]:
    rows: dict[date, Row] = {}
    for fact in facts:
        if fact.type == e.ResponsibleOfficerAssigned.TYPE:
            rows[fact.effective_on] = (subject, fact.effective_on, fact.data.officer_id)
        elif fact.type == e.ResponsibleOfficerReleased.TYPE:
            rows[fact.effective_on] = (subject, fact.effective_on, None)
    return list(rows.values())


def _quotas(subject: str, facts: Sequence[Fact]) -> list[Row]:
    rows = {
        (fact.effective_on, fact.data.category): (
            subject,
            fact.data.category.value,
            fact.effective_on,
            fact.data.places,
        )
        for fact in facts
        if fact.type == e.UnitQuotaApproved.TYPE
    }
    return list(rows.values())


def _offices(subject: str, facts: Sequence[Fact]) -> list[Row]:
    rows = {
        fact.effective_on: (subject, fact.effective_on, fact.data.office_id)
        for fact in facts
        if fact.type == e.ManagingOfficeNamed.TYPE
    }
    return list(rows.values())
