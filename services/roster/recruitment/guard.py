"""Asked inside every append, under the head row: are there so many places to be promised?

The places of live batches that nobody has been hired for count beside the people who serve.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from services.kernel.decider import Withheld
from services.kernel.errors import Refused, conflict
from services.kernel.event import Recorded, decode_fast
from services.kernel.web.clocks import day_of
from services.roster import events as e
from services.roster.organisation.headcount import Headcount, headcount_on
from services.roster.organisation.refusals import unit_closed

_PROMISED = """
select batch_id, unit_id, category, places - filled as free from recruitment_places
where live and places > filled
"""


async def guard(connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401  asyncpg
    """Raises Withheld for the first batch that asks for more places than are free."""
    for event in events:
        if event.type == e.RecruitmentBatchOpened.TYPE:
            await _guard_batch(connection, event)


async def _guard_batch(connection: Any, event: Recorded) -> None:  # noqa: ANN401
    day = day_of(event.recorded_at)
    posts = decode_fast(event.type, event.data).posts
    headcount = await headcount_on(connection, day, {post.unit_id for post in posts})
    for post in posts:
        unit = headcount.tree.units.get(post.unit_id)
        if unit is None:
            raise Withheld(_no_such_unit(post.unit_id), event.subject)
        if unit.closed:
            raise Withheld(unit_closed(post.unit_id, str(unit.from_on)), event.subject)
    rows = await connection.fetch(_PROMISED)
    own = _under(headcount, [row for row in rows if row["batch_id"] == event.subject])
    others = _under(headcount, [row for row in rows if row["batch_id"] != event.subject])
    for key, asked in own.items():
        used = headcount.used.get(key, 0)
        if used + others.get(key, 0) + asked > headcount.quotas[key]:
            refused = over_promised(headcount, key, used, others.get(key, 0), asked)
            raise Withheld(refused, event.subject)


def _under(headcount: Headcount, rows: Sequence[Any]) -> Mapping[tuple[str, str], int]:
    """Places promised, of every unit with a quota that is above, or is, the post's own."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        for top in headcount.tree.line(row["unit_id"]):
            if (top, row["category"]) in headcount.quotas:
                found[top, row["category"]] += row["free"]
    return found


def over_promised(
    headcount: Headcount, key: tuple[str, str], used: int, promised: int, asked: int
) -> Refused:
    """With every number, so that the planner sees what is left."""
    unit, category = headcount.tree.units[key[0]].name, e.Category(key[1])
    places = headcount.quotas[key]
    free = places - used - promised
    return conflict(
        "batch_over_quota",
        f"{unit} 核定{category.zh}员额 {places}, 在职 {used}, 其他招录批次已占 {promised}, "
        f"尚余 {free}, 本批次需 {asked}",
        f"{unit} has {places} places for {category.value}: {used} serve, {promised} are promised "
        f"in other batches, {free} are free, this batch asks for {asked}",
    )


def _no_such_unit(unit_id: str) -> Refused:
    return conflict(
        "post_unit_not_found",
        f"没有单位 {unit_id}, 不能在该单位设招录岗位",
        f"there is no unit {unit_id} to recruit for",
    )
