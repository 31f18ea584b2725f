"""Everything that can be wrong with a what-if is told by field, and by line of the draft."""

from uuid import uuid4

from tests.gateway.whatif.desk import MONTHS, RAISE, draft


async def test_what_is_wrong_is_told_by_field_and_line(desk):
    person = await desk.auxiliary("赵一", "u1")
    law = draft("contributions", "layer: bureau", "layer: bureau\nlaw_says: 1")
    typo = {**RAISE, "text": RAISE["text"].replace("level_wage:", "level_wages:")}
    fact = {"kind": "sanction_imposed", "effective_on": "2024-03-10", "data": {"kind": "警告"}}
    for body, code in (
        (MONTHS | {"policies": [typo]}, "policy_draft_wrong"),
        (MONTHS | {"policies": [law]}, "policy_draft_wrong"),
        (MONTHS | {"policies": [draft("dismissal", "r0", "r0")]}, "policy_draft_wrong"),
        (MONTHS | {"policies": [{"text": "[1, 2]"}]}, "policy_draft_wrong"),
        ({"first_month": "2024-03", "last_month": "2024-01"}, "months_out_of_range"),
        ({"first_month": "2024-01", "last_month": "2026-01"}, "months_out_of_range"),
        ({"as_of": "2024-01-01"}, "months_required"),
        ({"kind": "police_rank"}, "day_required"),
        ({"kind": "nothing"}, "unknown_decision_kind"),
        (MONTHS | {"unit_id": "nowhere"}, "unit_not_found"),
        (MONTHS | {"people": [str(uuid4())]}, "person_not_in_part"),
        (MONTHS | {"facts": [fact | {"person_id": person, "kind": "x"}]}, "supposed_fact_wrong"),
        (MONTHS | {"facts": [fact | {"person_id": person, "data": {}}]}, "supposed_fact_wrong"),
        (MONTHS | {"facts": [fact | {"person_id": str(uuid4())}]}, "person_not_in_part"),
    ):
        answer = await desk.ask(422, **body)
        assert answer["code"] == code, (body, answer)
    told = await desk.ask(422, **MONTHS, policies=[typo])
    line = typo["text"].split("\n").index("level_wages:") + 1
    assert any(f"raise.yaml:{line}: " in error["detail"] for error in told["errors"])
    assert told["errors"][0]["pointer"] == "/policies/0/text"
