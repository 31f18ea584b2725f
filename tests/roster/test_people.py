"""Who is found by what, in whose list, and that no filter lets anybody else in."""

import pytest

from services.roster.people import PeopleAsked, Within, question_of
from tests.roster.organisation.bureau_of import made, post, serving
from tests.roster.structure.files import TODAY


async def _found(roster, q, **more):
    answer = await roster.get("roster", f"/v1/persons?q={q}", **more)
    assert answer.status_code == 200, answer.text
    return [line["name"] for line in answer.json()["items"]]


async def test_by_name_pinyin_initials_and_number(roster):
    for name in ("单田芳", "曾国藩", "买买提·艾力", "张伟", "章三", "张三"):
        await roster.register(name)

    assert await _found(roster, "shantian") == ["单田芳"]
    assert await _found(roster, "ZGF") == ["曾国藩"]
    assert await _found(roster, "买买提艾") == ["买买提·艾力"]
    assert await _found(roster, "zhang") == ["张三", "张伟", "章三"]
    assert await _found(roster, "张") == ["张三", "张伟"]
    assert await _found(roster, "z") == ["曾国藩", "张三", "张伟", "章三"]
    assert await _found(roster, "zw") == ["张伟"]
    assert await _found(roster, "dantian") == []
    assert await _found(roster, "%25") == []
    assert await _found(roster, "_") == []


async def test_pages_of_a_search_follow_one_another_by_category_too(roster):
    for n, category in enumerate(["officer", "civil"] * 3):
        await roster.register(f"张{'一二三四五六'[n]}", category)

    names, cursor = [], ""
    while True:
        path = f"/v1/persons?q=z&category=officer&limit=2{cursor}"
        page = (await roster.get("roster", path)).json()
        names += [line["name"] for line in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert sorted(names) == sorted(["张一", "张三", "张五"])


async def test_a_corrected_name_is_found_by_the_right_one_only(roster):
    person = await roster.register("张叁")
    file = (await roster.get("roster", f"/v1/persons/{person}/file")).json()
    path = f"/v1/persons/{person}/facts/person_registered/{file['facts'][0]['event_id']}/correction"
    data = {"name": "李四", "sex": "male", "category": "officer", "police_number": "012345"}
    body = {"effective_on": "2010-01-01", "basis": "x", "reason": "误登", "data": data}
    assert (await roster.send("POST", "roster", path, body=body)).is_success

    assert (await _found(roster, "zhang"), await _found(roster, "lisi")) == ([], ["李四"])
    assert await _found(roster, "0123") == ["李四"]


async def test_a_leader_finds_those_who_serve_there_on_the_day(roster):
    await made(roster)
    leader = await serving(roster, "王队", "team-1")
    await serving(roster, "张一", "team-2")
    moved = await serving(roster, "张二", "team-1")
    await roster.record(
        "roster", leader, "unit_leader_appointed", "2020-01-01", unit_id="team-1", role="leader"
    )
    assert (await post(roster, moved, "team-2", "2024-01-01")).is_success
    asks = {"role": "unit_leader", "person": leader}

    assert await _found(roster, "zhang", **asks) == []
    assert await _found(roster, "zhang&as_of=2023-12-31", **asks) == ["张二"]
    assert await _found(roster, "zhang&unit=team-2", **asks) == []
    assert await _found(roster, "zhang&unit=station") == ["张二", "张一"]
    assert await _found(roster, "zhang&unit=team") == []


async def _lines(roster, query: str) -> dict[str, dict]:
    answer = await roster.get("roster", f"/v1/persons?{query}")
    assert answer.status_code == 200, answer.text
    return {line["name"]: line for line in answer.json()["items"]}


async def test_the_list_is_of_those_who_serve_on_the_day_as_they_are_that_day(roster):
    await made(roster)
    stays = await serving(roster, "张一", "team-1", category="auxiliary_duty")
    leaves = await serving(roster, "张二", "team-1")
    await roster.register("张未")  # Nobody has recorded the service.
    left = {"kind": "appointed_officer"}
    await roster.record("roster", stays, "service_left", "2023-12-31", **left)
    await roster.record("roster", stays, "service_entered", "2024-01-01", category="officer")
    await roster.record("roster", leaves, "service_left", "2022-06-30", kind="resigned")

    now = await _lines(roster, "as_of=2024-06-01")
    assert {n: (x["category"], x["unit_id"], x["serving"]) for n, x in now.items()} == {
        "张一": ("officer", "team-1", True),
        "张未": ("officer", None, None),
    }
    assert set(await _lines(roster, "unit=team-1&as_of=2024-06-01")) == {"张一"}
    assert set(await _lines(roster, "unit=team-1&as_of=2022-06-30")) == {"张一", "张二"}
    assert set(await _lines(roster, "category=officer&as_of=2024-06-01")) == {"张一", "张未"}
    assert set(await _lines(roster, "q=zhang&category=auxiliary_duty&as_of=2023-01-01")) == {"张一"}
    assert set(await _lines(roster, "q=zhang&category=auxiliary_duty&as_of=2024-06-01")) == set()
    before = await _lines(roster, "as_of=2019-01-01&everybody=true")
    assert {name: line["serving"] for name, line in before.items()} == {
        "张一": False,
        "张二": False,
        "张未": None,
    }
    gone = (await _lines(roster, "as_of=2024-06-01&everybody=true"))["张二"]
    assert (gone["category"], gone["unit_id"], gone["serving"]) == ("officer", None, False)


async def test_a_number_is_shown_and_found_in_its_term_only(roster):
    first = await serving(roster, "张一")
    await roster.record(
        "roster", first, "police_number_assigned", "2020-01-01", police_number="045001"
    )
    await roster.record("roster", first, "service_left", "2021-12-31", kind="resigned")
    second = await serving(roster, "张二")
    await roster.record(
        "roster", second, "police_number_assigned", "2022-02-01", police_number="045001"
    )

    async def holders(query: str) -> dict[str, str | None]:
        return {n: line["police_number"] for n, line in (await _lines(roster, query)).items()}

    assert await holders("q=045001&as_of=2021-06-01") == {"张一": "045001"}
    assert await holders("q=0450&as_of=2022-06-01") == {"张二": "045001"}
    assert await holders("q=045001&as_of=2022-01-15") == {}
    assert await holders("as_of=2021-06-01") == {"张一": "045001", "张二": None}
    everybody = await holders("q=045001&as_of=2022-06-01&everybody=true")
    assert everybody == {"张一": None, "张二": "045001"}


@pytest.mark.parametrize("q", [None, "张'三"])
def test_what_is_asked_never_becomes_part_of_the_question(q):
    asked = PeopleAsked(TODAY, 51, "officer'", "x'", q, ["a'", "b'"])
    for bounds in ([], [Within(["u'"], ["p'"], "q'")], [Within(["u'"]), Within([], [])]):
        question, arguments = question_of(asked, bounds)

        assert "'" not in question
        assert all(f"${n}" in question for n in range(1, len(arguments) + 1))
