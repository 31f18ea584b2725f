"""Which facts cannot stand together in a file: the roster's refusals, with their clauses. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from services.kernel.errors import (
    FieldError,
    Kind,
    Refused,
    Text,
    conflict,
    invalid,
    invalid_field,
)
from services.kernel.event import Event, event_type, event_types
from services.kernel.fact import Fact
from services.kernel.file.file import FileKind, Rule
from services.kernel.protect.told import erased, told_of
from services.roster import events as e
from services.roster.attendance.rules import month_holds_it
from services.roster.contract.rules import (
    days_of_the_contract,
    not_barred,
    probation_is_lawful,
)
from services.roster.doubts import doubts_among
from services.roster.erasure.erased import erased_classes
from services.roster.history_policy import Bounds
from services.roster.remuneration.rules import ends_after_it_begins
from services.roster.words import WORDS

LOWEST_RANK = "constable_2"
_SAY_CATEGORY = (e.PersonRegistered.TYPE, e.ServiceEntered.TYPE)


def _is(fact: Fact, event: type[Event]) -> bool:
    return fact.type == event.TYPE


def registered(whole: Sequence[Fact], _new: Fact) -> None:
    if not any(_is(fact, e.PersonRegistered) for fact in whole):
        raise conflict(
            "person_not_registered",
            "该人员尚未建档, 请先登记人员",
            "this person has no file yet: register the person first",
        )


def registered_once(whole: Sequence[Fact], _new: Fact) -> None:
    if sum(_is(fact, e.PersonRegistered) for fact in whole) > 1:
        raise conflict(
            "person_registered_already",
            "该人员已建档; 如登记有误, 请更正原记载",
            "this person has a file already: correct that record instead",
        )


def born_before(_whole: Sequence[Fact], new: Fact) -> None:
    if new.data.birth_on is not None and new.data.birth_on >= new.effective_on:
        raise invalid(
            "registered_before_birth",
            f"出生日期 {new.data.birth_on} 须早于建档生效日期 {new.effective_on}",
            f"born on {new.data.birth_on}: the file cannot begin on {new.effective_on}",
        )


def not_erased(whole: Sequence[Fact], new: Fact) -> None:
    """What has been erased is not collected again, also by a command already on its way."""
    told = told_of(event_type(new.type))
    if told is not None and told.OF in erased_classes(whole):
        raise erased()


def identity_agrees(whole: Sequence[Fact], new: Fact) -> None:
    """Birth date and sex of the ID number (GB 11643) and of the file: the one that comes second."""
    registered = [f.data for f in whole if _is(f, e.PersonRegistered)]
    for said in (f.data for f in whole if _is(f, e.IdentityRecorded)):
        for file in registered[-1:]:
            for field, zh in (("birth_on", "出生日期"), ("sex", "性别")):
                if getattr(file, field) not in (None, getattr(said, field)):
                    at = "id_number" if _is(new, e.IdentityRecorded) else field
                    raise _disagrees(f"id_number_{field}_differs", at, zh, field)


def _disagrees(code: str, at: str, zh: str, field: str) -> Refused:
    text = Text(
        f"公民身份号码所示{zh}与档案登记不一致, 请核对; 登记有误的先更正",
        f"the {field} in the ID number is not the one on file: correct the one that is wrong first",
    )
    error = FieldError(f"/data/{at}", code, text)
    return Refused(Kind.INVALID, code, text, errors=(error,))


def number_of_an_officer(whole: Sequence[Fact], new: Fact) -> None:
    """警号 of the people's police are digits: six, or seven in prisons (domain.md 9)."""
    number = new.data.police_number
    if number is None or re.fullmatch("[0-9]{6,7}", number):
        return
    # 定向招录: who becomes an officer later may have had an auxiliary's number before.
    known = [f for f in whole if f.type in _SAY_CATEGORY and f.effective_on <= new.effective_on]
    category = known[-1].data.category if known else None
    if _is(new, e.PersonRegistered):
        category = new.data.category
    if category == e.Category.OFFICER:
        raise invalid(
            "police_number_of_officer_malformed",
            "民警警号应为 6 位数字 (监狱人民警察 7 位), 保留前导零",
            "an officer's police number has 6 digits (7 in prisons), leading zeros kept",
            errors=[at_field("police_number", "digits_required", "应为数字", "digits only")],
        )


def number_ends_after_it_begins(_whole: Sequence[Fact], new: Fact) -> None:
    if new.data.last_day is not None and new.data.last_day < new.effective_on:
        raise invalid(
            "police_number_ends_before_it_begins",
            "警号截止日期不得早于配发日期",
            "a police number cannot end before it is assigned",
        )


def at_field(field: str, code: str, zh: str, en: str) -> FieldError:
    """One field of the fact, as the body names it."""
    return FieldError(f"/data/{field}", code, Text(zh, en))


def rank_can_be_reduced(whole: Sequence[Fact], new: Fact) -> None:
    """警衔条例 art. 21: 二级警员 cannot be reduced; nor can a rank nobody holds."""
    ranks = [
        fact for fact in whole if _is(fact, e.RankAwarded) and fact.effective_on <= new.effective_on
    ]
    if ranks and ranks[-1].data.rank == LOWEST_RANK:
        raise conflict(
            "lowest_rank_cannot_be_reduced",
            "警衔降级不适用于二级警员 (警衔条例第二十一条)",
            "a 二级警员 cannot be reduced in rank (警衔条例 art. 21)",
        )


def lifts_a_sanction(whole: Sequence[Fact], new: Fact) -> None:
    lifted = next((fact for fact in whole if fact.event_id == new.data.sanction), None)
    if lifted is None or not _is(lifted, e.SanctionImposed):
        raise invalid(
            "sanction_not_found",
            "要解除的处分不在该人员现行档案中",
            "the sanction to be lifted does not stand in this person's file",
        )
    if new.effective_on < lifted.effective_on:
        raise invalid(
            "lifted_before_imposed",
            f"解除日期不得早于处分生效日期 {lifted.effective_on}",
            f"a sanction cannot be lifted before it took effect on {lifted.effective_on}",
        )


def case_opened_once(whole: Sequence[Fact], new: Fact) -> None:
    same = [f for f in whole if _is(f, e.CaseOpened) and f.data.case_no == new.data.case_no]
    if len(same) > 1:
        raise conflict(
            "case_opened_already",
            "同一案号已有立案记载",
            "this case number has been opened already in this file",
        )


def closes_a_case(whole: Sequence[Fact], new: Fact) -> None:
    opened = [f for f in whole if _is(f, e.CaseOpened) and f.data.case_no == new.data.case_no]
    if not opened:
        raise invalid(
            "case_not_found",
            "档案中没有该案号的立案记载, 请先登记立案",
            "no such case was opened in this file: record its opening first",
        )
    if new.effective_on < opened[0].effective_on:
        raise invalid(
            "closed_before_opened",
            f"结案日期不得早于立案日期 {opened[0].effective_on}",
            f"a case cannot be closed before it was opened on {opened[0].effective_on}",
        )


def leave_has_days(_whole: Sequence[Fact], new: Fact) -> None:
    if new.data.last_day < new.effective_on:
        raise invalid(
            "leave_ends_before_it_begins",
            "休假最后一日不得早于第一日",
            "the last day of a leave cannot lie before its first",
        )


def bar_has_days(_whole: Sequence[Fact], new: Fact) -> None:
    if new.data.last_day is not None and new.data.last_day < new.effective_on:
        raise invalid_field(
            "last_day",
            "bar_ends_before_it_begins",
            f"截止日期不得早于开始日期 {new.effective_on}",
            f"cannot end before it begins on {new.effective_on}",
        )


def not_left_before_entering(whole: Sequence[Fact], new: Fact) -> None:
    entered = [f.effective_on for f in whole if _is(f, e.ServiceEntered)]
    if not any(day <= new.effective_on for day in entered):
        raise invalid(
            "left_before_entering",
            "离职日期之前没有入职记载, 请先登记入职",
            "no service period begins before this day: record its beginning first",
        )


_OWN_RULES: dict[type[Event], tuple[Rule, ...]] = {
    e.PersonRegistered: (registered_once, born_before, number_of_an_officer, identity_agrees),
    e.IdentityRecorded: (born_before, identity_agrees),
    e.PoliceNumberAssigned: (number_of_an_officer, number_ends_after_it_begins),
    e.RankReductionImposed: (rank_can_be_reduced,),
    e.SanctionLifted: (lifts_a_sanction,),
    e.CaseOpened: (case_opened_once,),
    e.CaseClosed: (closes_a_case,),
    e.LeaveTaken: (leave_has_days,),
    e.ServiceLeft: (not_left_before_entering,),
    e.ContractSigned: (days_of_the_contract,),
    e.AttendanceMonthRecorded: (month_holds_it,),
    e.SpecialDeductionDeclared: (ends_after_it_begins,),
    e.DismissalBarBegan: (bar_has_days,),
}

EXCEED_QUOTA = "roster.quota.exceed"


def _exceeds_quota(data: Event) -> str | None:
    return EXCEED_QUOTA if getattr(data, "over_quota_reason", None) else None


FILE = FileKind(
    room="roster",
    revoked=e.FactRevoked,
    words=WORDS,
    opens=e.PersonRegistered,
    demands={e.UnitAssigned: _exceeds_quota},
    rules={
        event: (
            *((registered,) if event.ABOUT == "person" and event is not e.PersonRegistered else ()),
            *((not_erased,) if told_of(event) else ()),
            *_OWN_RULES.get(event, ()),
        )
        for event in event_types("roster").values()
    },
    doubts=doubts_among,
    happened=(
        e.SanctionImposed,
        e.CaseOpened,
        e.CaseClosed,
        e.ConvictionFinal,
        e.HonourAwarded,
        e.EducationRecorded,
        e.IdentityRecorded,
        e.HealthCheckRecorded,
    ),
)


def file_kind(bounds: Bounds) -> FileKind:
    """The same, held against the numbers of the law and of the bureau as well."""
    lawful, barred = partial(probation_is_lawful, bounds), partial(not_barred, bounds)
    return replace(
        FILE,
        rules=FILE.rules | {e.ContractSigned: (*FILE.rules[e.ContractSigned], lawful)},
        forbids={e.ContractEnded: (barred,), e.ServiceLeft: (barred,)},
        doubts=partial(doubts_among, bounds=bounds),
    )
