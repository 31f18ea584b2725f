"""Who counts as being in a unit: those to come, too, and whose service is not recorded yet."""

from datetime import date

from services.roster.organisation.reading import categories_on, office_of, people_of
from tests.roster.organisation.bureau_of import made, post, serving, unit_fact


async def test_people_of_a_unit_as_of_a_day(roster):
    await made(roster)
    stays, moved = await serving(roster, "留", "team-1"), await serving(roster, "走", "team-1")
    assert (await post(roster, moved, "team-2", "2024-01-01")).is_success
    unrecorded = await roster.register("未入职")
    assert (await post(roster, unrecorded, "team-1", "2026-01-01")).is_success
    pool = roster.apps["roster"].state.pool

    async def there(on: str) -> set[str]:
        return {one.person_id for one in await people_of(pool, "team-1", date.fromisoformat(on))}

    assert await there("2023-12-31") == {stays, moved, unrecorded}
    assert await there("2024-01-01") == {stays, unrecorded}
    assert await categories_on(pool, [stays, unrecorded], date(2024, 1, 1)) == {stays: "officer"}


async def test_the_managing_office_of_a_day(roster):
    await made(roster)
    for day, office in (("2020-01-01", "station"), ("2024-01-01", "bureau")):
        named = await unit_fact(roster, "team-1", "managing_office_named", day, office_id=office)
        assert named.is_success
    pool = roster.apps["roster"].state.pool

    assert await office_of(pool, "team-1", date(2019, 12, 31)) is None
    assert await office_of(pool, "team-1", date(2023, 12, 31)) == "station"
    assert (await roster.get("roster", "/v1/units/team-1")).json()["managing_office_id"] == "bureau"
