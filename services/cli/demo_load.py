"""Loads a generated bureau through the rooms' import API, resumably, and waits for the gateway."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import httpx
import orjson

from services.cli.demo_bureau.bureau import Part, part, sizes
from services.cli.demo_bureau.people import SERVING
from services.cli.demo_bureau.row import Mend, Row
from services.cli.demo_bureau.units import unit_rows
from services.cli.demo_people import person_id
from services.cli.demo_rooms import SOURCES, Loading, told
from services.kernel.embedded.problem import FAILED, Problem
from services.kernel.settings import Room

SEED = 1
ROWS_MAX = 2_000  # A chunk answers within a second or two; the routes take 5,000.
LANES_MAX = 2  # Imports at once in one room, each for its own brigades: they share no file.
WAVE = 8  # Brigades generated at once: about 115,000 facts.
GATEWAY_SECONDS = 120.0
# These first, for what comes later is refused without them; the others in any order.
FIRST_SLUGS = ("unit_created", "person_registered", "service_entered", "case_opened")
BASES = {
    "rank_awarded": "警衔命令台账",
    "post_assigned": "任免文件台账",
    "auxiliary_level_awarded": "辅警层级台账",
    "contract_signed": "劳动合同台账",
    "annual_grade_decided": "年度考核结果通报",
    "attendance_month_recorded": "月考勤汇总表",
    "coefficient_decided": "月考核汇总表",
    "bank_account_set": "工资账户登记表",
    "identity_recorded": "居民身份证核验表",
    "contact_recorded": "联系方式登记表",
    "health_check_recorded": "年度体检报告",
}
_MARK = re.compile(r"demo seed=(\d+) people=(\d+) as_of=(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a bureau is generated from; written down with its first records."""

    seed: int
    people: int
    as_of: date

    def accepts(self, begun: "Plan") -> bool:
        """Whoever asks for nothing special, as `up` does, is content with what is there."""
        is_default = (self.seed, self.people) == (SEED, SERVING)
        return is_default or (self.seed, self.people) == (begun.seed, begun.people)

    def mark(self) -> str:
        return f"demo seed={self.seed} people={self.people} as_of={self.as_of}"


async def load_bureau(loading: Loading, wanted: Plan, *, wait_for_gateway: bool = True) -> Plan:
    """Answers the plan of what is there now: the one wanted, or the one begun on an earlier day.

    Raises Problem when another demonstration was loaded before.
    """
    begun, complete = await _begun(loading)
    if begun is not None and not wanted.accepts(begun):
        raise Problem(
            f"已载入另一演示数据（{begun.mark()}）；请先 ./jingheng reset。",
            f"another demonstration is loaded ({begun.mark()}); run ./jingheng reset first.",
            exit_code=FAILED,
        )
    if begun is None and await has_own_people(loading):
        raise Problem(
            "该单位已有自己的人员数据，不载入演示数据。",
            "this bureau has people of its own: no demonstration is loaded into it.",
            exit_code=FAILED,
        )
    plan = begun or wanted
    if not complete:
        await _load_all(loading, plan)
    if wait_for_gateway:
        await _wait_for_gateway(loading)
    return plan


async def has_own_people(loading: Loading) -> bool:
    """Whether somebody is on file who does not come from a demonstration."""
    listed = await loading.ask("GET", "roster", "/v1/persons?limit=1")
    if listed.status_code != httpx.codes.OK or not listed.json()["items"]:
        return False
    path = f"/v1/persons/{listed.json()['items'][0]['person_id']}/file"
    file = (await loading.ask("GET", "roster", path)).json()
    return not any(_MARK.search(fact["basis"]) for fact in file["facts"])


async def _begun(loading: Loading) -> tuple[Plan | None, bool]:
    """The plan an earlier load wrote down, and whether its last correction was made."""
    answer = await loading.ask("GET", "roster", f"/v1/persons/{person_id(0)}/file")
    if answer.status_code == httpx.codes.NOT_FOUND:
        return None, False
    if answer.status_code != httpx.codes.OK:
        raise Problem(
            f"读取 roster 失败：{told(answer)}",
            f"roster cannot be read: {told(answer)}",
            exit_code=FAILED,
        )
    facts = answer.json()["facts"]
    marks = [found for fact in facts if (found := _MARK.search(fact["basis"]))]
    complete = any(fact["corrects"] for fact in facts)
    if not marks:
        return None, False
    seed, people, as_of = marks[0].groups()
    return Plan(int(seed), int(people), date.fromisoformat(as_of)), complete


async def _load_all(loading: Loading, plan: Plan) -> None:
    """Units, then the brigades some at a time, so that a bureau of any size fits in memory.

    The first brigade's corrections come last: they say that everything is there.
    """
    left = sizes(plan.people)
    units = unit_rows(len(left))
    await _lane(loading, "roster", units, plan)
    last: list[Mend] = []
    number = 1
    while left:
        wave, left = left[:WAVE], left[WAVE:]
        parts = await asyncio.to_thread(_generated, plan, number, wave)
        facts = sum(one.facts for one in parts)
        loading.total = loading.done + facts + facts * sum(left) // sum(wave)  # An estimate.
        await _all_or_first_problem([_lanes(loading, room, parts, plan) for room in SOURCES])
        last = last or parts[0].mends
        await _mend_all(loading, [m for one in parts for m in one.mends if m not in last], plan)
        number += len(wave)
    await _mend_all(loading, last, plan)


def _generated(plan: Plan, first: int, wave: Sequence[int]) -> list[Part]:
    return [
        part(plan.seed, plan.as_of, number, size) for number, size in enumerate(wave, start=first)
    ]


async def _lanes(loading: Loading, room: Room, parts: Sequence[Part], plan: Plan) -> None:
    lanes: list[list[Row]] = [[] for _ in range(min(LANES_MAX, len(parts)))]
    for at, one in enumerate(parts):
        lanes[at % len(lanes)] += [row for row in one.rows if row.room == room]
    await _all_or_first_problem([_lane(loading, room, rows, plan) for rows in lanes])


async def _lane(loading: Loading, room: Room, rows: Sequence[Row], plan: Plan) -> None:
    by_slug: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_slug[row.slug].append(row)
    for slug in sorted(by_slug, key=_order):
        for at in range(0, len(by_slug[slug]), ROWS_MAX):
            chunk = by_slug[slug][at : at + ROWS_MAX]
            basis = BASES.get(slug, "人事档案移交清单")
            if slug == "person_registered":
                basis = f"{basis} ({plan.mark()})"
            body = orjson.dumps({"basis": basis, "rows": [row.body() for row in chunk]})
            await loading.post(room, f"/v1/imports/{slug}", body, key_of(plan, room, body))
            loading.count(len(chunk), chunk[0].data.ZH)


def _order(slug: str) -> tuple[int, str]:
    first = FIRST_SLUGS.index(slug) if slug in FIRST_SLUGS else len(FIRST_SLUGS)
    return first, slug


def key_of(plan: Plan, room: str, body: bytes) -> str:
    """The same chunk of the same plan has the same key: sent again it changes nothing."""
    return f"demo-{plan.seed}-{plan.people}-{plan.as_of}-{room}-{sha256(body).hexdigest()[:24]}"


async def _mend_all(loading: Loading, mends: Sequence[Mend], plan: Plan) -> None:
    for mend in mends:
        await _mend(loading, mend, plan)
        loading.count(1, mend.reason)


async def _mend(loading: Loading, mend: Mend, plan: Plan) -> None:
    wrong = mend.wrong
    room = next(source for source in SOURCES if source == wrong.room)
    file = (await loading.ask("GET", room, f"/v1/persons/{wrong.subject}/file")).json()
    event_id = next(
        fact["event_id"]
        for fact in file["facts"]
        if fact["type"] == wrong.data.TYPE
        and fact["effective_on"] == wrong.effective_on.isoformat()
        and fact["data"] == wrong.fields()
    )
    words: dict[str, Any] = {"basis": mend.basis, "reason": mend.reason}
    if mend.right is not None:
        words |= {
            "effective_on": mend.right.effective_on.isoformat(),
            "data": mend.right.fields(),
        }
    how = "revocation" if mend.right is None else "correction"
    path = f"/v1/persons/{wrong.subject}/facts/{wrong.slug}/{event_id}/{how}"
    body = orjson.dumps(words)
    await loading.post(room, path, body, key_of(plan, room, path.encode() + body))


async def _all_or_first_problem(work: Sequence[Awaitable[None]]) -> None:
    """Like gather, but what still runs is called off when one fails."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(_as_coroutine(one))
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None


async def _as_coroutine(work: Awaitable[None]) -> None:
    await work


async def _wait_for_gateway(loading: Loading) -> None:
    """Until the gateway knows every room's log up to its present end. Raises Problem."""
    ends = {}
    for room in SOURCES:
        answer = await loading.ask("GET", room, "/v1/feed/head", role="system")
        ends[room] = answer.json()["pos"]
    clock = asyncio.get_running_loop()
    deadline = clock.time() + GATEWAY_SECONDS + sum(ends.values()) / 2_000
    while True:
        places = (await loading.ask("GET", "gateway", "/v1/facts/places")).json()
        behind = [p for p in places if p["pos"] < ends[p["room"]]]
        if not behind:
            return
        stopped = next((p for p in behind if p["condition"]), None)
        if stopped is not None or clock.time() > deadline:
            named = stopped or behind[0]
            why = named["condition"] or "late"
            raise Problem(
                f"网关未能跟上 {named['room']}（{named['pos']} / {ends[named['room']]}，{why}）。",
                f"the gateway is behind {named['room']} "
                f"({named['pos']} of {ends[named['room']]}, {why}).",
                exit_code=FAILED,
            )
        loading.report(loading.done, loading.total, f"gateway {behind[0]['pos']}")
        await asyncio.sleep(0.1)
