"""Visits, recuperation, insurance, injuries, secondment and rotation are on file, each as told."""

from tests.roster.organisation.bureau_of import made, serving
from tests.roster.protection.people import facts_of, tell

TOLD = {
    "visit_made": {"kind": "困难慰问", "visitors": "政治处 王主任", "outcome": "慰问金"},
    "recuperation_taken": {"last_day": "2024-07-07", "place": "某疗养院"},
    "insurance_taken": {
        "kind": "人身意外伤害保险",
        "insurer": "某保险公司",
        "policy_no": "PA-1",
        "insured_fen": 50_000_000,
        "last_day": "2025-06-30",
    },
    "duty_injury_recognised": {
        "disability_grade": 9,
        "document_no": "工认字1号",
        "detail": "虚构: 左臂骨折",
    },
    "secondment_began": {"host": "省厅某总队", "last_day": "2025-06-30"},
    "secondment_ended": {"document_no": "回函1号"},
    "unit_assigned": {"unit_id": "team-2", "manner": "轮岗"},
}


async def test_each_is_recorded_and_read_as_it_was_told(roster):
    await made(roster)
    person = await serving(roster, "张三", "team-1")
    for n, (slug, data) in enumerate(TOLD.items(), start=1):
        answer = await tell(roster, person, slug, f"2024-06-{n:02}", **data)
        assert answer.status_code == 201, answer.text
    hr = await facts_of(roster, person)
    own = await facts_of(roster, person, role="officer", person=person)
    finance = await facts_of(roster, person, role="finance")

    assert hr["insurance_taken"]["data"]["kind"] == "accident"
    assert hr["unit_assigned"]["data"]["manner"] == "rotation"
    assert hr["duty_injury_recognised"]["data"] == {
        "disability_grade": 9,
        "document_no": "工认字1号",
    }
    assert hr["duty_injury_recognised"]["protection"] == {"detail": "hidden"}
    assert own["duty_injury_recognised"]["data"]["detail"] == "虚构: 左臂骨折"
    assert "duty_injury_recognised" not in finance
    assert set(TOLD) <= set(hr)


async def test_what_cannot_be_is_refused_with_its_field(roster):
    person = await serving(roster, "张三")
    for slug, data, pointer in (
        ("visit_made", {"kind": "随访", "visitors": "x"}, "/data/kind"),
        ("visit_made", {"kind": "家访"}, "/data/visitors"),
        (
            "duty_injury_recognised",
            {"disability_grade": 11, "detail": "x"},
            "/data/disability_grade",
        ),
        ("secondment_began", {"unit_id": "team-1"}, "/data/host"),
        ("insurance_taken", {"kind": "人身意外伤害保险", "insurer": "x"}, "/data/last_day"),
    ):
        answer = await tell(roster, person, slug, "2024-06-01", **data)
        assert answer.status_code == 422, answer.text
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
