"""Writes down the demonstration's first decisions, so that `replay` has some to try."""

import asyncio
from datetime import date

import httpx

from services.cli.demo_bureau.people import OFFICERS, TOLD
from services.cli.demo_people import person_id
from services.cli.demo_rooms import Loading, told
from services.kernel.embedded.problem import FAILED, Problem

ASKED = (
    *((number, "police_rank") for number in range(OFFICERS)),
    *((number, "auxiliary_level") for number in TOLD),
)
_AT_ONCE = 4


async def record_decisions(loading: Loading, as_of: date) -> int:
    """How many there are; asked again with the same keys, they are not written down twice.

    Raises Problem with the gateway's first refusal.
    """
    turn = asyncio.Semaphore(_AT_ONCE)

    async def record(number: int, kind: str) -> None:
        person = person_id(number)
        path = f"/v1/persons/{person}/decisions/{kind}"
        key = f"demo-decision-{person}-{kind}-{as_of}"
        async with turn:
            answer = await loading.ask(
                "POST",
                "gateway",
                path,
                params={"as_of": as_of.isoformat()},
                json={"note": "演示数据载入时的判定"},
                headers={"Idempotency-Key": key},
            )
        if answer.status_code != httpx.codes.CREATED:
            raise Problem(
                f"gateway 未记载判定 {path}：{told(answer)}",
                f"gateway did not record {path}: {told(answer)}",
                exit_code=FAILED,
            )

    await asyncio.gather(*(record(number, kind) for number, kind in ASKED))
    return len(ASKED)
