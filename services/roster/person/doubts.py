"""What of a life and a service cannot all be true: birth, age, death, coming, leaving. Pure."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from services.kernel.doubt import Doubt, doubt
from services.kernel.event import Event
from services.kernel.fact import Fact
from services.kernel.legal_dates import full_years
from services.roster.contract.events import ContractSigned
from services.roster.health.events import BarKind, DismissalBarBegan
from services.roster.history_policy import Bounds
from services.roster.level.events import AuxiliaryLevelAwarded
from services.roster.person.events import (
    Category,
    DutyPostAssigned,
    EducationRecorded,
    LeavingKind,
    PoliceNumberAssigned,
    PostAssigned,
    ServiceEntered,
    ServiceLeft,
    Sex,
    UnitAssigned,
)
from services.roster.rank.events import (
    EarlyPromotionApproved,
    RankAwarded,
    RankReductionImposed,
)
from services.roster.unit.events import ResponsibleOfficerAssigned, UnitLeaderAppointed
from services.roster.whole import AUXILIARY, OFFICER, Whole

# What only happens to somebody in service.
_IN_SERVICE: tuple[type[Event], ...] = (
    UnitAssigned,
    PostAssigned,
    DutyPostAssigned,
    PoliceNumberAssigned,
    RankAwarded,
    AuxiliaryLevelAwarded,
    ContractSigned,
    UnitLeaderAppointed,
    ResponsibleOfficerAssigned,
)
# What only happens to the living: honours, orders that end things and payments come later, too.
_OF_THE_LIVING: tuple[type[Event], ...] = (
    *_IN_SERVICE,
    ServiceEntered,
    ServiceLeft,
    EducationRecorded,
    DismissalBarBegan,
    EarlyPromotionApproved,
    RankReductionImposed,
)
# As what somebody must serve for it to be so.
_OF_A_CATEGORY: tuple[tuple[type[Event], tuple[Category, ...]], ...] = (
    (RankAwarded, OFFICER),
    (PostAssigned, (*OFFICER, Category.CIVIL)),
    (AuxiliaryLevelAwarded, AUXILIARY),
    (ContractSigned, (*AUXILIARY, Category.CIVIL)),
)


def of_a_life(whole: Whole, bounds: Bounds | None) -> Iterator[Doubt]:
    registered = whole.registered()
    born = registered.data.birth_on if registered is not None else None
    if registered is not None and born is not None:
        for fact in whole.facts:
            if fact.effective_on < born:
                zh, en = f"{fact.effective_on} 早于出生日期 {born}", f"before birth on {born}"
                yield _mend("before_birth", zh, en, (registered, fact))
        if bounds is not None:
            yield from _too_young(whole, registered, bounds)
    yield from _after_death(whole)
    if registered is not None and registered.data.sex == Sex.MALE:
        for fact in whole.of(DismissalBarBegan):
            if fact.data.bar == BarKind.PREGNANCY:
                zh, en = "登记性别为男, 却有孕期产期哺乳期", "registered as male, yet pregnant"
                yield _mend("pregnancy_of_a_man", zh, en, (registered, fact))


def _too_young(whole: Whole, registered: Fact, bounds: Bounds) -> Iterator[Doubt]:
    for fact in whole.of(ServiceEntered):
        born = registered.data.birth_on
        if fact.effective_on < born:
            continue
        least, source = bounds.entry_age(fact.data.category, fact.effective_on)
        years = full_years(born, fact.effective_on)
        if years < least:
            zh = f"{fact.effective_on} 入职时 {years} 岁, 不满 {least} 岁 ({source})"
            en = f"{years} years old when entering on {fact.effective_on}, below {least} ({source})"
            yield _mend("entered_too_young", zh, en, (registered, fact))


def _after_death(whole: Whole) -> Iterator[Doubt]:
    for died in whole.of(ServiceLeft):
        if died.data.kind == LeavingKind.DIED:
            for fact in whole.of(*_OF_THE_LIVING):
                if fact.effective_on > died.effective_on:
                    zh = f"{fact.effective_on} 晚于死亡日期 {died.effective_on}"
                    en = f"after the death on {died.effective_on}"
                    yield _mend("after_death", zh, en, (died, fact))


def of_a_service(whole: Whole, bounds: Bounds | None) -> Iterator[Doubt]:
    """Coming, leaving, and what happens in between and to whom."""
    yield from _comings_and_leavings(whole)
    yield from _after_leaving(whole)
    yield from _of_another_category(whole)
    if bounds is not None:
        yield from _duty_posts(whole, bounds)
    yield from _educations(whole)


def _comings_and_leavings(whole: Whole) -> Iterator[Doubt]:
    """Two entries with no leaving between them, unless as something else; and the other way."""
    entered: Fact | None = None
    left: Fact | None = None
    moves = whole.of(ServiceEntered, ServiceLeft)
    for _, of_day in groupby(moves, key=lambda fact: fact.effective_on):
        facts = list(of_day)
        leavings = [fact for fact in facts if fact.type == ServiceLeft.TYPE][:1]
        comings = [fact for fact in facts if fact.type == ServiceEntered.TYPE][-1:]
        if entered is not None and leavings:
            entered, left = None, leavings.pop()
        for coming in comings:
            if entered is not None and entered.data.category == coming.data.category:
                zh, en = "两次入职之间没有离职", "entered twice with no leaving in between"
                yield _mend("entered_twice", zh, en, (entered, coming))
            entered = coming
        for leaving in leavings:
            if entered is None and left is not None:
                zh, en = "两次离职之间没有入职", "left twice with no entering in between"
                yield _mend("left_twice", zh, en, (left, leaving))
            entered, left = None, leaving


def _after_leaving(whole: Whole) -> Iterator[Doubt]:
    """Nothing waits for it: most often it is the entry that nobody has recorded yet."""
    moves = whole.of(ServiceEntered, ServiceLeft)
    for fact in whole.of(*_IN_SERVICE):
        before = [m for m in moves if m.effective_on < fact.effective_on]
        same_day = any(m.effective_on == fact.effective_on for m in moves)
        if before and before[-1].type == ServiceLeft.TYPE and not same_day:
            left = before[-1]
            zh = f"{left.effective_on} 离职后没有再入职, 请补登入职或更正"
            en = f"after leaving on {left.effective_on}, with no entry since: record it, or correct"
            yield doubt("after_leaving", zh, en, (left, fact), holds=False)


def _of_another_category(whole: Whole) -> Iterator[Doubt]:
    for kind, categories in _OF_A_CATEGORY:
        for fact in whole.of(kind):
            says = whole.says_category(fact.effective_on)
            if says is not None and says.data.category not in categories:
                category = says.data.category
                zh = f"{category.zh}不应有{kind.ZH}"
                en = f"{kind.TYPE} is not for {category.value}"
                yield _mend("not_of_this_category", zh, en, (says, fact))


def _duty_posts(whole: Whole, bounds: Bounds) -> Iterator[Doubt]:
    for fact in whole.of(DutyPostAssigned):
        says, choice = whole.says_category(fact.effective_on), bounds.choice(fact.effective_on)
        if says is None or choice is None:
            continue
        allowed = choice.clerical_posts
        clerical = says.data.category == Category.AUXILIARY_CLERICAL
        if clerical and fact.data.duty_post not in allowed.value:
            zh = f"文职辅警不任{fact.data.duty_post.zh}岗位 ({allowed.source})"
            en = f"{fact.data.duty_post.value} is no post of clerical staff ({allowed.source})"
            yield _mend("post_of_no_clerical_staff", zh, en, (says, fact))


def _educations(whole: Whole) -> Iterator[Doubt]:
    for day, of_day in groupby(whole.of(EducationRecorded), key=lambda f: f.effective_on):
        facts = list(of_day)
        if len({(fact.data.level, fact.data.degree) for fact in facts}) > 1:
            zh, en = f"{day} 有不同的学历记载", f"different educations on {day}"
            yield _mend("two_educations", zh, en, facts)


def _mend(code: str, zh: str, en: str, facts: Iterable[Fact]) -> Doubt:
    """Cannot be: HR looks at the papers and mends what is wrong."""
    return doubt(
        code,
        f"{zh}: 请人事部门核对原件, 更正或撤销不实的一条",
        f"{en}: HR looks at the papers, and corrects or revokes what is wrong",
        facts,
    )
