"""Whether somebody may be recruited on a day: one finding a condition, with its clause. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.kernel.errors import FieldError, Kind, Refused, Text
from services.kernel.fact import Fact
from services.kernel.legal_dates import full_months, full_years
from services.roster import events as e
from services.roster.person.periods import periods_of
from services.roster.recruitment.policy import (
    AgeRange,
    CategoryRules,
    RecruitmentChoice,
    RecruitmentLaw,
    rules_for,
)

AUXILIARY = (e.Category.AUXILIARY_DUTY, e.Category.AUXILIARY_CLERICAL)
_LEVELS = list(e.EducationLevel)


@dataclass(frozen=True, slots=True)
class Claims:
    """What is known of an applicant on the day. `bars` from every side: declared, vetted, filed."""

    category: e.Category  # Of the post.
    birth_on: date
    education: e.EducationLevel
    grounds: Sequence[e.ReliefGround] = ()
    bars: Sequence[e.RecruitmentBar] = ()
    auxiliary_since: date | None = None  # Of the service as an auxiliary that the day is one of.


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition: what the clause requires, what was found, and the field it is about."""

    code: str
    clause: str
    required: Text
    found: Text
    met: bool
    field: str


def check(
    claims: Claims, law: RecruitmentLaw, choice: RecruitmentChoice, day: date
) -> list[Finding]:
    """Every condition is answered. Raises Refused where the place recruits no such category."""
    rules = rules_for(choice, claims.category)
    if rules is None:
        raise not_recruited(claims.category)
    found = [_old_enough(claims, law, rules.age, day)]
    if (oldest := _oldest(claims, rules)) is not None:
        found.append(_young_enough(claims, oldest, day))
    found.append(_educated(claims, rules))
    if rules.from_auxiliaries is not None:
        found.append(_from_auxiliaries(claims, rules, day))
    found += _bars(claims, law, choice)
    return found


def refuse_unmet(findings: Sequence[Finding], day: date) -> None:
    """Raises Refused `conditions_not_met` with one error for each clause that is not met."""
    unmet = [finding for finding in findings if not finding.met]
    if not unmet:
        return
    text = Text(
        f"{day} 不符合招录条件 {len(unmet)} 项: {'; '.join(f.clause for f in unmet)}",
        f"on {day} {len(unmet)} conditions are not met: {'; '.join(f.clause for f in unmet)}",
    )
    errors = [
        FieldError(
            f"/{finding.field}",
            finding.code,
            Text(
                f"须{finding.required.zh} ({finding.clause})",
                f"required: {finding.required.en} ({finding.clause})",
            ),
        )
        for finding in unmet
    ]
    raise Refused(Kind.INVALID, "conditions_not_met", text, errors=errors)


def not_recruited(category: e.Category) -> Refused:
    text = Text(
        f"本单位政策没有{category.zh}的招录条件",
        f"the bureau's policy has no conditions for recruiting {category.value}",
    )
    return Refused(
        Kind.INVALID,
        "category_not_recruited",
        text,
        errors=(FieldError("/posts", "category_not_recruited", text),),
    )


def bars_on_file(facts: Sequence[Fact]) -> list[e.RecruitmentBar]:
    """What the person's own file says already; `facts` stand."""
    found = []
    for fact in facts:
        if fact.type == e.ConvictionFinal.TYPE:
            found.append(e.RecruitmentBar.CRIMINAL_PUNISHMENT)
        elif fact.type == e.ServiceLeft.TYPE and fact.data.kind == e.LeavingKind.EXPELLED:
            found.append(e.RecruitmentBar.DISCHARGED_FROM_OFFICE)
        elif fact.type == e.ServiceLeft.TYPE and fact.data.kind == e.LeavingKind.DISMISSED:
            found.append(e.RecruitmentBar.DISMISSED)
        elif fact.type == e.ContractEnded.TYPE and fact.data.path == e.EndingPath.FAULT_39:
            found.append(e.RecruitmentBar.CONTRACT_FAULT)
    return list(dict.fromkeys(found))


def auxiliary_since(facts: Sequence[Fact], day: date) -> date | None:
    """The first day of the service as an auxiliary that covers the day; `facts` stand."""
    periods = [p for p in periods_of(facts) if p.covers(day) and p.category in AUXILIARY]
    return periods[-1].entered_on if periods else None


def _old_enough(claims: Claims, law: RecruitmentLaw, age: AgeRange, day: date) -> Finding:
    """A place may demand more years than the law, never fewer."""
    by_law = law.adult.value > age.years_min
    years = law.adult.value if by_law else age.years_min
    return Finding(
        code="too_young",
        clause=law.adult.source if by_law else age.source,
        required=Text(f"年满 {years} 周岁", f"{years} years of age or more"),
        found=_age(claims, day),
        met=full_years(claims.birth_on, day) >= years,
        field="id_number",
    )


def _oldest(claims: Claims, rules: CategoryRules) -> tuple[int, str] | None:
    """Years and clause; the most generous of what holds for the applicant."""
    if rules.age.years_max is None:
        return None
    ways = [(rules.age.years_max, rules.age.source)]
    ways += [
        (relaxed.years_max, relaxed.source)
        for relaxed in rules.relaxations
        if relaxed.ground in claims.grounds and relaxed.years_max is not None
    ]
    return max(ways, key=lambda way: way[0])


def _young_enough(claims: Claims, oldest: tuple[int, str], day: date) -> Finding:
    years, clause = oldest
    return Finding(
        code="too_old",
        clause=clause,
        required=Text(f"{years} 周岁以下", f"{years} years of age or less"),
        found=_age(claims, day),
        met=full_years(claims.birth_on, day) <= years,
        field="id_number",
    )


def _educated(claims: Claims, rules: CategoryRules) -> Finding:
    ways = [(rules.education.lowest, rules.education.source)]
    ways += [
        (relaxed.education, relaxed.source)
        for relaxed in rules.relaxations
        if relaxed.ground in claims.grounds and relaxed.education is not None
    ]
    lowest, clause = min(ways, key=lambda way: _LEVELS.index(way[0]))
    return Finding(
        code="education_too_low",
        clause=clause,
        required=Text(f"{lowest.zh}以上学历", f"education of {lowest.value} or higher"),
        found=Text(claims.education.zh, claims.education.value),
        met=_LEVELS.index(claims.education) >= _LEVELS.index(lowest),
        field="education",
    )


def _from_auxiliaries(claims: Claims, rules: CategoryRules, day: date) -> Finding:
    assert rules.from_auxiliaries is not None  # noqa: S101  asked by the caller
    months, since = rules.from_auxiliaries.months_min, claims.auxiliary_since
    served = full_months(since, day) if since is not None else 0
    return Finding(
        code="not_long_enough_auxiliary",
        clause=rules.from_auxiliaries.source,
        required=Text(
            f"为在职辅警并已服务满 {months} 个月",
            f"serving as an auxiliary, for {months} completed months",
        ),
        found=Text(f"{served} 个月", f"{served} months"),
        met=since is not None and served >= months,
        field="id_number",
    )


def _bars(claims: Claims, law: RecruitmentLaw, choice: RecruitmentChoice) -> list[Finding]:
    """One finding a clause of the law or the place, with the bars that fall under it."""
    findings = []
    for rule in [*law.barred_by_law, *choice.also_barred]:
        if claims.category not in rule.categories:
            continue
        under = [bar for bar in rule.kinds if bar in claims.bars]
        findings.append(
            Finding(
                code="barred",
                clause=rule.source,
                required=Text(
                    f"无下列情形: {'、'.join(bar.zh for bar in rule.kinds)}",
                    f"none of: {', '.join(bar.value for bar in rule.kinds)}",
                ),
                found=Text(
                    "、".join(bar.zh for bar in under) or "无",
                    ", ".join(bar.value for bar in under) or "none",
                ),
                met=not under,
                field="bars",
            )
        )
    return findings


def _age(claims: Claims, day: date) -> Text:
    years = full_years(claims.birth_on, day)
    return Text(f"{years} 周岁", f"{years} years")
