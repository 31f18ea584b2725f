"""Who may ask and who may record."""

from services.kernel.web.declared_routes import permission_matrix


async def test_asking_is_wider_than_recording(gateway):
    rows = {(r["method"], r["path"]): r for r in permission_matrix(gateway.apps["gateway"])}
    path = "/v1/persons/{person_id}/decisions/{kind}"
    ask, record = rows["GET", path], rows["POST", path]

    assert (ask["officer"], ask["unit_leader"], ask["auditor"]) == ("self", "subtree", "bureau")
    assert (record["officer"], record["unit_leader"], record["auditor"]) == ("-", "-", "-")
    assert record["hr"] == "bureau"


async def test_the_door_itself_is_open_and_checks_the_token(gateway):
    answer = await gateway.get(
        "gateway", "/roster/v1/units", headers={"Authorization": "Bearer nonsense"}
    )

    assert answer.status_code == 401
