"""Results that an outside party gives: each recorded once, corrected with a reason. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.kernel.errors import conflict, invalid, not_found
from services.kernel.event import Draft
from services.roster import events as e
from services.roster.recruitment.applicant import (
    Application,
    File,
    Hand,
    Result,
    Step,
    found,
    kind_of,
    refuse_concerned,
    refuse_over,
)
from services.roster.recruitment.policy import CategoryRules


@dataclass(frozen=True, slots=True)
class Recording:
    """A result as somebody outside gave it, and who writes it down. `basis` names who gave it."""

    person: str
    result: Result
    held_on: date
    basis: str
    hand: Hand


def record_result(recording: Recording, rules: CategoryRules, today: date) -> Step:
    """Each once."""

    def decide(file: File) -> Draft:
        application = found(file, recording.result.batch)
        _refuse_result(application, recording, rules, today)
        kind = kind_of(recording.result)
        if kind in application.results:
            raise conflict(
                "result_recorded_already",
                f"{kind.zh}结果已登记; 如有误, 请更正原记载",
                f"the {kind.value} result is on record already: correct that record instead",
            )
        return Draft(recording.result, recording.person, recording.held_on, basis=recording.basis)

    return decide


def correct_result(
    recording: Recording, wrong: UUID, reason: str, rules: CategoryRules, today: date
) -> Step:
    def decide(file: File) -> Draft:
        application = found(file, recording.result.batch)
        _refuse_result(application, recording, rules, today)
        stands = application.results.get(kind_of(recording.result))
        if stands is None or stands.event_id != wrong:
            raise not_found(
                "result_not_found",
                "没有这条现行的同类结果",
                "no such result of this kind stands: name the one that stands now",
            )
        return Draft(
            recording.result,
            recording.person,
            recording.held_on,
            corrects=wrong,
            basis=recording.basis,
            reason=reason,
        )

    return decide


def _refuse_result(
    application: Application, recording: Recording, rules: CategoryRules, today: date
) -> None:
    refuse_over(application)
    refuse_concerned(application, recording.hand)
    if not application.filed_on <= recording.held_on <= today:
        raise invalid(
            "held_on_out_of_range",
            f"结果日期须在报名日 {application.filed_on} 至今日 {today} 之间",
            f"the day must lie between the application, {application.filed_on}, and today, {today}",
        )
    kind, result = kind_of(recording.result), recording.result
    if kind not in rules.results.value:
        demanded = rules.results.value
        raise invalid(
            "result_not_demanded",
            f"该类别不要求{kind.zh}; 要求: {'、'.join(k.zh for k in demanded)}",
            f"no {kind.value} is demanded here, but: {', '.join(k.value for k in demanded)}",
        )
    if isinstance(result, e.FitnessTested):
        tested = [one.item for one in result.items]
        if sorted(tested) != sorted(rules.fitness_items.value):
            items = rules.fitness_items.value
            raise invalid(
                "fitness_items_differ",
                f"体能测评须各项一次: {'、'.join(item.zh for item in items)}",
                f"each item once: {', '.join(item.value for item in items)}",
            )
    if isinstance(result, e.ApplicantVetted) and result.passed and result.bars:
        raise invalid(
            "vetting_contradicts_itself",
            "查明有不得招录情形的, 政审结论不能为合格",
            "vetting that found a bar cannot have passed",
        )
