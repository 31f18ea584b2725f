"""The route that compares two answers about one person: known now, and known then."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from services.gateway.facts import store as facts
from services.gateway.pay.run import NAME as PAY
from services.gateway.payroll import read
from services.gateway.whatif.answering import compared
from services.gateway.whatif.api import WhatIfPerson, person_view
from services.gateway.whatif.asked import WhatIf
from services.gateway.whatif.question import question_of
from services.kernel.errors import conflict
from services.kernel.web.authorize import nothing_here
from services.kernel.web.clocks import AskedClocks
from services.kernel.web.declared_routes import requires
from services.kernel.web.parts import parts_of
from services.kernel.web.strict_model import Instant, UuidText

router = APIRouter(prefix="/v1", tags=["decision"])


@router.get(
    "/persons/{person_id}/decisions/{kind}/difference",
    dependencies=[requires("gateway.decision.read", person="person_id")],
)
async def read_difference(
    *,
    person_id: UuidText,
    kind: Annotated[str, Field(pattern="^[a-z_]{1,40}$")],
    request: Request,
    asked: AskedClocks,
    before_known_at: Annotated[Instant, Query(description="The instant of the earlier answer")],
) -> WhatIfPerson:
    """What differs between both answers, and the facts that make it; of pay, for the month."""
    month = f"{asked.as_of:%Y-%m}"
    when = {"first_month": month, "last_month": month} if kind == PAY else {"as_of": asked.as_of}
    body = WhatIf.model_validate(
        {"kind": kind, "known_at": asked.known_at, "before_known_at": before_known_at, **when}
    )
    state = request.app.state
    question = await question_of(body, state.shelves, state.store, parts_of(request).clock())
    places = await facts.places(state.pool)
    positions = (places["roster"].pos, places["assessment"].pos, places["training"].pos)
    known = read.Known(question.after.known_at, positions)
    page = await read.page_of_people(state.pool, [person_id], known)
    files = await asyncio.to_thread(read.files_of, page)
    if person_id in files.unreadable:
        raise conflict(
            "fact_unreadable",
            "该人员有本系统尚不认识的记载, 为免误判暂不作比较",
            "this person has a fact this build cannot read: nothing is compared past it",
        )
    file = files.facts.get(person_id)
    if not file:
        raise nothing_here()
    found = await asyncio.to_thread(compared, person_id, file, question)
    if found.unanswered:
        raise conflict("no_answer_to_compare", f"无从比较: {found.unanswered}", found.unanswered)
    return person_view(found, question)
