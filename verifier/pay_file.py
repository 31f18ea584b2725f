"""What one person's facts say of each month, for pay: service, what was fixed since when, results.

Written from docs/certificate.md; shares no code with the product.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Mapping, Sequence  # noqa: UP035  So that Python 3.9 runs it.

from evidence import Fact, versions
from slip_certificate import Json, Rules, first_day, last_day, month_of
from words import NotJudged

ENTERED, LEFT = "roster.service_entered.v1", "roster.service_left.v1"
SAME_IF_FIRST, NEXT = "same_month_if_1st_else_next_month", "first_day_of_next_month"


def half_up(numerator: int, denominator: int, to: int = 1) -> int:
    """The fraction to a whole multiple of `to`; halves go away from zero."""
    size = denominator * to
    whole = (2 * abs(numerator) + size) // (2 * size) * to
    return whole if numerator >= 0 else -whole


def fen(yuan: Json) -> int:
    """An amount of a policy, in yuan."""
    amount = Decimal(str(yuan)) * 100
    if amount != int(amount):
        raise NotJudged(f"the amount {yuan}")
    return int(amount)


class PayFile:
    """One spell of service; files with none or several are not judged."""

    def __init__(self, facts: Sequence[Fact], known: Mapping[str, Fact], month: int) -> None:
        self._by_type: dict[str, list[Fact]] = {}
        self.known = dict(known)
        for fact in facts:
            self._by_type.setdefault(fact.type, []).append(fact)
        begun = [f for f in facts if f.day <= last_day(month)]
        entered = [f for f in begun if f.type == ENTERED]
        left = [f for f in begun if f.type == LEFT]
        once = len(entered) == 1 and len(left) <= 1 and all(f.day >= entered[0].day for f in left)
        if not once and (entered or left or not begun):
            raise NotJudged("service that was not begun once")
        self.entered = entered[0] if entered else None  # Not on file: serves already.
        self.joined: date = entered[0].day if entered else begun[0].day
        self.left: date | None = left[0].day if left else None
        self.first_job = bool(entered and entered[0].data.get("first_wage_job"))
        self.category = str(entered[0].data["category"]) if entered else _category(begun)

    @property
    def is_auxiliary(self) -> bool:
        return self.category.startswith("auxiliary")

    def of(self, type_: str) -> list[Fact]:
        """Standing facts in legal order, also those that lie ahead."""
        return self._by_type.get(type_, [])

    def serves_in(self, month: int) -> bool:
        begun = self.joined <= last_day(month)
        return begun and (self.left is None or self.left >= first_day(month))

    def counts_from(self, day: date, rule: str) -> int:
        """What was there on joining counts from that month; later facts by the rule."""
        on = max(day, self.joined)
        month = on.year * 12 + on.month - 1
        if day <= self.joined or (rule == SAME_IF_FIRST and day.day == 1):
            return month
        return month + 1

    def fixed(self, type_: str, month: int, rule: str, **only: Json) -> Fact | None:
        """The fact that counts in a month; `only` narrows it by its data."""
        found = None
        for fact in self.of(type_):
            if any(fact.data.get(name) != value for name, value in only.items()):
                continue
            if self.left is not None and fact.day > self.left:
                continue
            if self.counts_from(fact.day, rule) <= month:
                found = fact
        return found

    def in_month(self, type_: str, month: int) -> list[Fact]:
        """Facts that name the month they count in."""
        return [f for f in self.of(type_) if month_of(f.data["month"]) == month]

    def first_version(self, fact: Fact) -> str:
        return versions(fact, self.known)[-1].id


def _category(begun: Sequence[Fact]) -> str:
    """Of somebody without an entry: as registered; else by what only one kind of service has."""
    registered = [f for f in begun if f.type == "roster.person_registered.v1"]
    if registered:
        return str(registered[-1].data["category"])
    types = {f.type.split(".")[1] for f in begun}
    if types & {"auxiliary_level_awarded", "duty_post_assigned"}:
        return "officer" if "rank_awarded" in types else "auxiliary_duty"
    officer = types & {"rank_awarded", "pay_item_set", "post_assigned"}
    return "officer" if officer else "auxiliary_duty"


def rule_of(rules: Rules, name: str) -> str:
    """A choice of the bureau on the beginning of facts; not judged where it has changed."""
    words = {v["tree"][name]["value"] for v in rules.versions[("pay", "bureau")]}
    if len(words) != 1:
        raise NotJudged(f"{name} changed between versions")
    return str(words.pop())
