"""One unit as its readers see it."""

from tests.roster.organisation.bureau_of import made, unit_fact


async def test_a_unit_with_its_versions_as_of_a_day(roster):
    await made(roster)
    renamed = await unit_fact(roster, "team-1", "unit_renamed", "2024-01-01", name="特勤中队")
    assert renamed.is_success

    now = (await roster.get("roster", "/v1/units/team-1", role="officer")).json()
    then = (await roster.get("roster", "/v1/units/team-1?as_of=2023-12-31")).json()

    assert (now["name"], then["name"], now["path"]) == (
        "特勤中队",
        "一中队",
        "/bureau/station/team-1",
    )
    assert [version["from_on"] for version in now["versions"]] == ["2000-01-01", "2024-01-01"]
    for unknown in ("/v1/units/moon", "/v1/units/team-1?as_of=1999-12-31"):
        assert (await roster.get("roster", unknown)).status_code == 404
    assert (await roster.get("roster", "/v1/units/..%2fx")).status_code in {404, 422}
