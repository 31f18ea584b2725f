"""Results one by one and in bulk, all or nothing; bad input is named by its field."""

from tests.roster.organisation.bureau_of import code
from tests.roster.recruitment.steps import (
    ROOT,
    TODAY,
    give,
    give_one,
    opened,
    passed,
    quota,
    row,
    send,
    signed_up,
)


async def test_every_faulty_row_is_told_and_nothing_is_recorded(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    one, two = await signed_up(roster, batch, 1), await signed_up(roster, batch, 2)
    rows = [
        row(one, "exam", part="written", score=8000),
        row(one, "exam", part="written", score=8100),  # Twice in one list.
        row(two, "exam", part="written", score=10001),
        row(batch, "exam", part="written", score=1),  # No applicant.
        row(two, "horoscope"),
        row(two, "vetting", passed=True, bars=["detention"]),
    ]
    no = await give(roster, batch, rows)
    assert code(no) == (422, "results_refused")
    found = {error["pointer"]: error["code"] for error in no.json()["errors"]}
    assert {pointer.split("/")[2] for pointer in found} == {"1", "2", "3", "4", "5"}
    assert found["/rows/2/result/score"] == "too_big"
    assert found["/rows/3"] == "application_not_found"
    view = (await roster.get("roster", f"{ROOT}/{batch}/applications/{one}")).json()
    assert view["results"] == []


async def test_a_list_is_recorded_once_and_the_same_list_again_changes_nothing(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    person = await signed_up(roster, batch)
    first, same = [await give(roster, batch, passed(person), key="results-1") for _ in range(2)]
    assert (first.status_code, first.json()) == (201, same.json())
    again = await give(roster, batch, passed(person))
    assert {e["code"] for e in again.json()["errors"]} == {"result_recorded_already"}
    view = (await roster.get("roster", f"{ROOT}/{batch}/applications/{person}")).json()
    assert {one["kind"] for one in view["results"]} == {
        "written",
        "interview",
        "fitness",
        "medical",
        "vetting",
    }
    assert all(one["passed"] for one in view["results"])


async def test_one_result_and_its_correction(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    person = await signed_up(roster, batch)
    given = await give_one(roster, batch, person, "medical", passed=False)
    assert given.status_code == 201, given.text
    at = f"/{batch}/applications/{person}/results/{given.json()['events'][0]}/correction"
    fixed = {"held_on": str(TODAY), "basis": "复检", "result": {"kind": "medical", "passed": True}}
    assert code(await send(roster, at, fixed))[0] == 422  # Without a reason.
    assert (await send(roster, at, fixed | {"reason": "复检合格"})).status_code == 201
    view = (await roster.get("roster", f"{ROOT}/{batch}/applications/{person}")).json()
    assert [one["passed"] for one in view["results"]] == [True]


async def test_nobody_but_hr_gives_results_and_objections_wait_for_publication(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    person = await signed_up(roster, batch)
    for role in ("approver", "unit_leader", "auditor", "officer"):
        assert (await give(roster, batch, passed(person), role=role)).status_code == 403
    at = f"/{batch}/applications/{person}/objections"
    no = await send(roster, at, {"statement": "x", "basis": "x"})
    assert code(no) == (409, "not_published")
