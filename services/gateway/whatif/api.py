"""The route of what-if: asks about a change, records nothing."""

import asyncio
from datetime import datetime
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from pydantic import BaseModel

from services.gateway.whatif.answering import Found, answer
from services.gateway.whatif.asked import Compared, WhatIf
from services.gateway.whatif.person import Direction, PersonAnswer
from services.gateway.whatif.question import question_of
from services.gateway.whatif.wording import tell
from services.kernel.errors import Kind, Refused, Text
from services.kernel.web.declared_routes import requires
from services.kernel.web.parts import parts_of

router = APIRouter(prefix="/v1", tags=["what-if"])
UNANSWERED_SHOWN = 100


class RuleChange(BaseModel):
    """One value of a policy that is another one in the draft."""

    path: str
    before: Any
    after: Any


class UnitMonth(BaseModel):
    """One unit in one month, in fen; `people` are those who differ there."""

    unit_id: str | None
    unit: str
    month: str
    people: int
    before_fen: int
    after_fen: int
    difference_fen: int


class WhatIfReason(BaseModel):
    """What makes a difference: a supposed fact, a policy, a fact on file, or what is found."""

    ground: str
    zh: str
    en: str
    event_id: str | None
    policy: str | None


class WhatIfPerson(BaseModel):
    """Somebody whose answer is another one. `months` hold the lines, which add up to the nets."""

    person_id: str
    name: str
    unit: str
    direction: str
    before_fen: int
    after_fen: int
    difference_fen: int
    reasons: list[WhatIfReason]
    months: list[dict[str, Any]]
    before_outcome: str | None
    after_outcome: str | None
    difference: dict[str, Any] | None


class WhatIfUnanswered(BaseModel):
    """Somebody who is in no sum, and why."""

    person_id: str
    name: str
    why: str


class WhatIfAnswer(BaseModel):
    """Sums over everybody, cost by unit and month, and the people who change most.

    Pay: cost is wages before deductions and the unit's contributions; a person's amounts are nets.
    Other kinds: both are the monthly amounts that the answers lead to.
    """

    kind: str
    known_at: datetime
    before_known_at: datetime
    people: int
    winners: int
    losers: int
    otherwise_changed: int
    unchanged: int
    unanswered: int
    before_cost_fen: int
    after_cost_fen: int
    difference_cost_fen: int
    before_persons_fen: int
    after_persons_fen: int
    difference_persons_fen: int
    rules: list[RuleChange]
    cost: list[UnitMonth]
    most_changed: list[WhatIfPerson]
    not_answered: list[WhatIfUnanswered]


@router.post("/what-if", dependencies=[requires("gateway.what_if.ask")])
async def ask_what_if(body: WhatIf, request: Request) -> WhatIfAnswer:
    """Both answers on the real history, with a change and without. Nothing is recorded."""
    state = request.app.state
    if state.what_if.locked():
        raise Refused(
            Kind.TOO_MANY,
            "what_if_busy",
            Text("已有一次推演在进行, 请稍后重试", "another what-if is under way: try again"),
        )
    async with state.what_if:
        now = parts_of(request).clock()
        asked = await question_of(body, state.shelves, state.store, now)
        found = await answer(state.pool, asked, request.is_disconnected)
        return await asyncio.to_thread(view, asked, found)


def view(asked: Compared, found: Found) -> WhatIfAnswer:
    sums = found.sums
    cost = sums.cost_fen()
    return WhatIfAnswer(
        kind=asked.kind.name,
        known_at=asked.after.known_at,
        before_known_at=asked.before.known_at,
        people=sums.people,
        winners=sums.counts[Direction.WINNER],
        losers=sums.counts[Direction.LOSER],
        otherwise_changed=sums.counts[Direction.CHANGED],
        unchanged=sums.counts[Direction.UNCHANGED],
        unanswered=len(sums.unanswered),
        before_cost_fen=cost[0],
        after_cost_fen=cost[1],
        difference_cost_fen=cost[1] - cost[0],
        before_persons_fen=sums.before_fen,
        after_persons_fen=sums.after_fen,
        difference_persons_fen=sums.after_fen - sums.before_fen,
        rules=[
            RuleChange(path=rule.field, before=rule.before, after=rule.after)
            for rule in asked.draft.rules
        ],
        cost=[
            UnitMonth(unit=found.units.name(cell.unit_id), **msgspec.structs.asdict(cell))
            for cell in sums.cells()
        ],
        most_changed=[
            person_view(
                one,
                asked,
                name=found.names[one.person].name,
                unit=found.units.name(found.names[one.person].unit),
            )
            for one in sums.most_changed(asked.body.people_shown)
        ],
        not_answered=[
            WhatIfUnanswered(
                person_id=one.person, name=found.names[one.person].name, why=one.unanswered
            )
            for one in sums.unanswered[:UNANSWERED_SHOWN]
        ],
    )


def person_view(
    one: PersonAnswer, asked: Compared, *, name: str = "", unit: str = ""
) -> WhatIfPerson:
    return WhatIfPerson(
        person_id=one.person,
        name=name,
        unit=unit,
        direction=one.direction.value,
        before_fen=one.before_fen,
        after_fen=one.after_fen,
        difference_fen=one.difference_fen,
        reasons=[
            WhatIfReason(
                ground=reason.ground.value,
                zh=told.zh,
                en=told.en,
                event_id=str(reason.fact.event_id) if reason.fact else None,
                policy=reason.policy.id if reason.policy else None,
            )
            for reason in one.reasons
            for told in (tell(reason, asked.kind),)
        ],
        months=[msgspec.to_builtins(month) for month in one.months],
        before_outcome=one.before.outcome.value if one.before else None,
        after_outcome=one.after.outcome.value if one.after else None,
        difference=msgspec.to_builtins(one.difference) if one.difference else None,
    )
