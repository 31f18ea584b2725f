"""Whom a cell names: by id, by police number (警号), or by a name that only one person bears."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from fastapi import Request

from services.kernel.errors import Text
from services.kernel.file.sheet_routes import only_ids

_CALLED = """
select name as called, person_id from person_cards where name = any($1::text[])
union select police_number, person_id from person_cards where police_number = any($1::text[])
"""


async def people_called(request: Request, names: Sequence[str]) -> Mapping[str, str | Text]:
    """Ids are taken as they are; a police number goes before a name."""
    found = dict(await only_ids(request, names))
    others = [name for name, person in found.items() if isinstance(person, Text)]
    people: dict[str, set[str]] = defaultdict(set)
    for row in await request.app.state.pool.fetch(_CALLED, others):
        people[row["called"]].add(row["person_id"])
    for name in others:
        found[name] = _the_one(people[name])
    return found


def _the_one(people: set[str]) -> str | Text:
    if len(people) == 1:
        return next(iter(people))
    if not people:
        return Text("没有此人: 应为人员编号、警号或姓名", "nobody by this id, number or name")
    return Text(
        f"有 {len(people)} 人符合, 请用人员编号或警号",
        f"{len(people)} people are called so: use the id or the police number",
    )
