"""A small bureau made over HTTP, and the answers its callers get."""

from tests.bureau import Bureau

UNITS = (
    ("bureau", "市局", "bureau", None),
    ("station", "城关派出所", "station", "bureau"),
    ("team-1", "一中队", "team", "station"),
    ("team-2", "二中队", "team", "station"),
)


async def unit_fact(bureau: Bureau, unit: str, slug: str, day: str, **data):
    path = f"/v1/units/{unit}/facts/{slug}"
    body = {"effective_on": day, "basis": "x", "data": data}
    return await bureau.send("POST", "roster", path, body=body)


async def made(bureau: Bureau) -> None:
    for unit, name, kind, parent in UNITS:
        data = {"name": name, "kind": kind} | ({"parent_id": parent} if parent else {})
        assert (await unit_fact(bureau, unit, "unit_created", "2000-01-01", **data)).is_success


async def serving(bureau: Bureau, name: str, unit: str | None = None, **more) -> str:
    """Somebody who entered in 2020; posted there, too, where a unit is named."""
    category = more.get("category", "officer")
    person = await bureau.register(name, category)
    await bureau.record("roster", person, "service_entered", "2020-01-01", category=category)
    if unit:
        await bureau.record("roster", person, "unit_assigned", "2020-01-01", unit_id=unit)
    return person


async def post(bureau: Bureau, person: str, unit: str, day: str = "2021-01-01", **more):
    path = f"/v1/persons/{person}/facts/unit_assigned"
    data = {"unit_id": unit} | more.pop("data", {})
    body = {"effective_on": day, "basis": "x", "data": data}
    return await bureau.send("POST", "roster", path, body=body, **more)


def code(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
