"""One slip of a run drawn again or kept back; everybody else's stays as it is, to the byte."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from services.gateway.pay.months import last_day, month_named
from services.gateway.pay.rules import PayRules
from services.gateway.payroll import read
from services.gateway.payroll.accounts import shared_accounts
from services.gateway.payroll.draw import Asked, Drawn, Payee
from services.gateway.payroll.drawing import Office, drawn, payees
from services.gateway.payroll.pay_run import PayRun, Step
from services.gateway.payroll.population import Member, member
from services.gateway.payroll.written import as_draft
from services.kernel.decider import StreamWrite, with_retries
from services.kernel.errors import conflict, refuse_moved
from services.kernel.event import Origin, Receipt
from services.kernel.web.authorize import nothing_here

KnownOf = Callable[[PayRun, str | None], read.Known]  # Of the run, and the slip as it is.


@dataclass(frozen=True, slots=True)
class Mending:
    """Whose slip of which run, and the step of the run that says so."""

    run_id: UUID
    person: str
    step: Step
    known: KnownOf
    withheld: bool = False


async def mend(office: Office, asked: Mending, origin: Origin, expected: int | None) -> Receipt:
    """Raises Refused as the run does; `expected` is the caller's If-Match."""

    async def attempt() -> Receipt:
        run, version = await read.read_run(office.store, asked.run_id)
        refuse_moved(version, expected)
        steps = tuple(asked.step(run))
        rules = await office.rules_of(run)
        stream = read.slip_stream(asked.person)
        versions = await read.stream_versions(office.pool, [stream])
        row = await office.pool.fetchrow(
            "select e.event_id, e.data->>'slip' as slip from pay_slips s "
            "join events e on e.pos = s.pos where s.run_id = $1 and s.person_id = $2",
            str(asked.run_id),
            asked.person,
        )
        if row is None:
            raise nothing_here()
        if asked.withheld and row["slip"] is None:
            raise conflict(
                "no_slip", "该人员没有工资单可暂扣", "this person has no slip to be withheld"
            )
        known = asked.known(run, row["slip"])
        opened = run.opened
        question = Asked(opened.month, known.at, opened.first_month, asked.withheld)
        (payee,) = await payees(
            office, asked.run_id, question, known, [Member(asked.person)], rules
        )
        on = last_day(month_named(run.opened.month))
        shared = await shared_accounts(office.pool, known, on)
        slip = await _again(payee, question, rules, shared)
        draft = as_draft(slip, asked.run_id, run.opened.month, on, UUID(int=row["event_id"].int))
        writes = [
            StreamWrite(read.run_stream(asked.run_id), version, steps),
            StreamWrite(stream, versions[stream], (draft,)),
        ]
        return await office.store.append(origin, writes)

    return await with_retries(office.store, origin, attempt)


async def _again(payee: Payee, asked: Asked, rules: PayRules, shared: frozenset[str]) -> Drawn:
    on = last_day(month_named(asked.month))
    payee = replace(payee, member=member(payee.member.person, payee.facts, on))
    return (await drawn(asked, [payee], rules, shared))[0]
