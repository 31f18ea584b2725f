"""The lines of one month made anew from facts and policies: what should be there, to the fen.

Written from docs/certificate.md; shares no code with the product.
"""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal
from typing import Dict  # noqa: UP035  So that Python 3.9 runs it.

from evidence import Fact
from pay_file import NEXT, PayFile, fen, half_up, rule_of
from slip_certificate import Json, Rules, first_day
from words import CONTRIBUTIONS, DUTY_POSTS, RANKS, code

Key = tuple[str, str, str | None]  # Part, item, and which grant.
ROSTER = "roster."
BLOCKING = (  # Where one of these is on file, whether an order of rank stands is another question.
    *("sanction_imposed", "case_opened", "conviction_final", "rank_reduction_imposed"),
    *("rank_cancelled", "early_promotion_approved"),
)


class Month:
    """`lines` is what should be there; items in `unjudged` have no rule here."""

    def __init__(self, file: PayFile, rules: Rules, month: int) -> None:
        self.file, self.rules, self.month = file, rules, month
        self.lines: Dict[Key, int] = {}  # noqa: UP006
        self.unjudged: set[str] = set()
        self.from_wage = False
        self._level_and_post = 0
        if file.serves_in(month):
            self._wage()
            self._contributions()
        self._grants()

    def _add(self, part: str, item: str, amount: int, ref: str | None = None) -> None:
        self.lines[part, item, ref] = amount

    def _fixed(self, slug: str, rule: str, **only: Json) -> Fact | None:
        return self.file.fixed(f"{ROSTER}{slug}.v1", self.month, rule_of(self.rules, rule), **only)

    def _table(self, policy: str, layer: str = "bureau") -> Json:
        return self.rules.at(policy, layer, self.month)

    def _wage(self) -> None:
        given = self._fixed("gross_given", "fixed_item_from")
        if given is not None and given.data["monthly_fen"]:
            self._add("gross", "gross_given", given.data["monthly_fen"])
        elif self.file.is_auxiliary:
            self._auxiliary()
        else:
            self._officer()

    def _officer(self) -> None:
        for item in dict.fromkeys(f.data["item"] for f in self.file.of("roster.pay_item_set.v1")):
            fact = self._fixed("pay_item_set", "fixed_item_from", item=item)
            if fact is not None and fact.data["monthly_fen"]:
                self._add("gross", f"fixed_{item}", fact.data["monthly_fen"])
        if self.file.category == "officer":
            self._rank_allowance()
        for result in self.file.in_month("roster.attendance_month_recorded.v1", self.month)[-1:]:
            if result.data.get("duty_rest_days") or result.data.get("duty_holiday_days"):
                self.unjudged.add("duty_overtime")
        if any(f.data["kind"] == "sick" for f in self.file.of("roster.leave_taken.v1")):
            self.unjudged.add("sick_leave")

    def _rank_allowance(self) -> None:
        if any(self.file.of(f"{ROSTER}{slug}.v1") for slug in BLOCKING):
            self.unjudged.add("rank_allowance")
            return
        order = self.file.fixed("roster.rank_awarded.v1", self.month, NEXT)
        if order is not None:
            ranks = self._table("rank_allowance", "law")["monthly_yuan"]["ranks"]
            by_code = {code(RANKS, word): fen(yuan) for word, yuan in ranks.items()}
            self._add("gross", "rank_allowance", by_code[code(RANKS, order.data["rank"])])

    def _auxiliary(self) -> None:
        table = self._table("auxiliary_pay")
        level = self._fixed("auxiliary_level_awarded", "level_and_post_from")
        post = self._fixed("duty_post_assigned", "level_and_post_from")
        if level is not None:
            amount = fen(table["level_wage"]["monthly"][str(level.data["level"])])
            self._level_and_post += amount
            self._add("gross", "level_wage", amount)
        if post is not None:
            posts = {code(DUTY_POSTS, w): fen(y) for w, y in table["post_wage"]["monthly"].items()}
            self._level_and_post += posts[post.data["duty_post"]]
            self._add("gross", "post_wage", posts[post.data["duty_post"]])
        if level is not None or post is not None:
            self._performance(table)
        years = full_years(self.file.joined, first_day(self.month))
        if years > 0 and self.file.entered is not None:
            self._add("gross", "seniority", fen(table["seniority"]["per_full_year"]) * years)
        for result in self.file.in_month("roster.attendance_month_recorded.v1", self.month)[-1:]:
            if result.data.get("nights"):
                each = fen(table["nights"]["per_night"])
                self._add("gross", "night_shift", each * result.data["nights"])
            self._overtime(result)
            self._leave(result)
        for contract in self.file.of("roster.contract_signed.v1"):
            if contract.data.get("agreed_wage_fen") is not None:
                self.unjudged.add("probation")

    def _performance(self, table: Json) -> None:
        decided = self.file.in_month("assessment.coefficient_decided.v1", self.month)
        percent = self._table("pay")["no_coefficient_percent"]["value"]
        if decided:
            percent = decided[-1].data["percent"]
        self._add(
            "gross", "performance_wage", half_up(fen(table["performance"]["base"]) * percent, 100)
        )

    def _overtime(self, result: Fact) -> None:
        law = self._table("overtime", "law")
        days, hours = fen(law["paid_days"]["month"]), law["paid_days"]["hours_a_day"]
        for kind in ("weekday", "rest_day", "holiday"):
            minutes = result.data.get(f"overtime_{kind}_minutes", 0)
            if minutes:
                percent = law["pay"][f"{kind}_percent"]
                amount = half_up(self._level_and_post * minutes * percent, days * hours * 60)
                self._add("gross", f"overtime_{kind}", amount)

    def _leave(self, result: Fact) -> None:
        days = fen(self._table("overtime", "law")["paid_days"]["month"])
        left = self._level_and_post
        for item, name in (("personal_leave", "personal_leave"), ("absence", "absent")):
            halves = result.data.get(f"{name}_half_days", 0)
            if halves and self._level_and_post:
                amount = min(half_up(self._level_and_post * halves * 100, 2 * days), left)
                left -= amount
                self._add("gross", item, -amount)

    def _contributions(self) -> None:
        given = self._fixed("own_contributions_given", "fixed_item_from")
        base = self._fixed("contribution_base_set", "fixed_item_from")
        if given is not None:
            self._add("own", "own_given", given.data["monthly_fen"])
            if base is None:
                return
        self.from_wage = base is None
        if base is None and self.unjudged:  # Of a wage that is not known here.
            self.unjudged |= set(CONTRIBUTIONS)
            return
        wage = (
            base.data["average_monthly_wage_fen"]
            if base is not None
            else sum(amount for (part, _, _), amount in self.lines.items() if part == "gross")
        )
        if not wage:
            return
        city = self._table("contributions")
        table = city["rates"]["auxiliary" if self.file.is_auxiliary else "officer"]
        for side in ("unit",) if given is not None else ("own", "unit"):
            for word, rate in table[side].items():
                self._contribution(side, code(CONTRIBUTIONS, word), rate, wage)

    def _contribution(self, side: str, kind: str, rate: Json, wage: int) -> None:
        city, law = self._table("contributions"), self._table("contributions", "law")
        housing = kind == "housing"
        if housing:
            if self.file.first_job and self.month == month_number(self.file.joined):
                return
            chosen = city["housing_base"]
            base = max(wage, fen(chosen["floor"] or 0))
            base = min(base, fen(chosen["cap"])) if chosen["cap"] is not None else base
        else:
            average, limits = fen(city["average_monthly_wage"]["value"]), law["insurance_base"]
            floor = half_up(average * limits["floor_percent"], 100)
            base = min(max(wage, floor), half_up(average * limits["cap_percent"], 100))
        yuan = city["rounding"]["housing" if housing else "insurance"] == "half_up_yuan"
        parts = int(Decimal(str(rate)) * 10_000)
        self._add(side, kind, half_up(base * parts, 10_000, 100 if yuan else 1))

    def _grants(self) -> None:
        for fact in self.file.in_month("roster.bonus_granted.v1", self.month):
            self._add("gross", "bonus", fact.data["amount_fen"], self.file.first_version(fact))
        for slug, item in (
            ("leave_pay_granted", "unused_leave"),
            ("severance_granted", "severance"),
        ):
            if self.file.in_month(f"{ROSTER}{slug}.v1", self.month):
                self.unjudged.add(item)


def month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def full_years(since: date, until: date) -> int:
    """Years completed before `until`; a day that a year lacks is the next first."""
    years = until.year - since.year
    day = since.day if since.day <= calendar.monthrange(until.year, since.month)[1] else None
    anniversary = (
        date(until.year, since.month, day) if day else date(until.year, since.month + 1, 1)
    )
    return years if anniversary <= until else years - 1
