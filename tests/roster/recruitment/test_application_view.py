"""One application as HR sees it: every condition with clause, required and found."""

from tests.roster.recruitment.steps import ROOT, hire, opened, published, quota, signed_up


async def test_every_condition_is_answered_with_its_clause(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    person = await signed_up(roster, batch)
    view = (await roster.get("roster", f"{ROOT}/{batch}/applications/{person}")).json()
    by_code = {one["code"]: one for one in view["findings"]}
    assert all(one["met"] and one["clause"] for one in view["findings"])
    assert by_code["too_young"]["required_zh"] == "年满 18 周岁"
    assert by_code["education_too_low"]["found_en"] == "college"
    assert view["hired"] is None


async def test_who_is_hired_may_not_be_put_on_duty_before_the_training(roster):
    await quota(roster, 5)
    shown = await published(roster)
    await hire(roster, shown.batch, shown.people[0])
    at = f"{ROOT}/{shown.batch}/applications/{shown.people[0]}"
    hired = (await roster.get("roster", at)).json()["hired"]
    assert hired["duty_en"] == "may not be put on duty before passing 岗前培训 of at least 15 days"
