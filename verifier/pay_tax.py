"""The wage tax of a slip made anew: cumulative withholding on what is paid, a bonus taxed alone.

Written from docs/certificate.md; shares no code with the product.
"""

from __future__ import annotations

from datetime import date

from pay_file import PayFile, fen, half_up
from pay_lines import month_number
from slip_certificate import Json, Rules, first_day, last_day, month_of
from words import NotJudged

FAR = month_of("2099-12")


def tax_of(table: Json, taxable: int, months: int = 1) -> int:
    """By the step in which the share of `months` lies."""
    if taxable <= 0:
        return 0
    step = next(
        s for s in table["steps"] if s.get("up_to") is None or taxable <= fen(s["up_to"]) * months
    )
    return max(half_up(taxable * step["percent"], 100) - fen(step["quick"]), 0)


def taken_over(file: PayFile, year: int) -> Json:
    """What was paid and withheld in a year before these runs; nothing is an empty mapping."""
    found = [f for f in file.of("roster.year_wages_taken_over.v1") if f.data["year"] == year]
    return found[-1].data if found else {}


def wages_owed(slip: Json) -> int:
    """Overpaid and not taken back yet, as the slip says."""
    told = [f["found"] for f in slip.get("findings", []) if f["claim"] == "nothing_owed"]
    return sum(found.get("wages_fen", 0) for found in told)


class Tax:
    """`carried`: what the slip before left; empty for a first one."""

    def __init__(self, file: PayFile, rules: Rules, slip: Json, carried: Json) -> None:
        self.file, self.slip = file, slip
        self.month = month_of(slip["month"])
        self.year = self.month // 12
        self.law = rules.at("income_tax", "law", self.month)
        before = carried.get("year", {})
        same = before.get("year") == self.year
        self.so_far = before if same else {}
        self.last_year = carried.get("last_year") if same else before
        self.taken = taken_over(file, self.year)

    def expected(self) -> dict[str, int]:
        """By item of the part `tax`. Raises NotJudged."""
        lines = self.slip.get("lines", [])
        if any(line["item"] == "severance" for line in lines):
            raise NotJudged("the tax of severance")
        if any(f.data["amount_fen"] < 0 for f in self.file.of("roster.pay_settled.v1")):
            raise NotJudged("the tax of what was given back beside the runs")
        alone = self._alone(lines)
        gross = sum(x["amount_fen"] for x in lines if x["part"] == "gross")
        own = sum(x["amount_fen"] for x in lines if x["part"] == "own")
        income = self.so_far.get("income_fen", 0) + self.taken.get("wages_fen", 0) + gross - alone
        if not self.file.serves_in(self.month):  # What was overpaid and is owed was no income.
            income -= wages_owed(self.slip)
        own += self.so_far.get("own_fen", 0) + self.taken.get("own_contributions_fen", 0)
        withheld = self.so_far.get("withheld_fen", 0) + self.taken.get("tax_withheld_fen", 0)
        taxable = income - own - self._basic() - self._special()
        found = {"income_tax": max(tax_of(self.law["year_table"], taxable) - withheld, 0)}
        if alone:
            table = self.law["bonus_table"]
            found["bonus_tax"] = tax_of(table, alone, table["months"])
        return found

    def _alone(self, lines: Json) -> int:
        """The first bonus of the year that is so marked, while the law lets it be taxed alone."""
        if self.so_far.get("bonus_alone") or str(first_day(self.month)) > str(
            self.law["bonus_table"]["last_day"]
        ):
            return 0
        for line in lines:
            marked = line["item"] == "bonus" and line.get("inputs", {}).get("taxed_alone") is True
            if marked and line["amount_fen"] > 0 and not line.get("settled_fen"):
                return int(line["amount_fen"])
        return 0

    def _served(self) -> list[int]:
        start = max(self.year * 12, month_of(self.slip["first_month"]))
        return [m for m in range(start, self.month + 1) if self.file.serves_in(m)]

    def _basic(self) -> int:
        monthly = fen(self.law["basic_deduction"]["monthly"])
        whole = self.law["whole_year"]
        earlier, taken = self.last_year or {}, taken_over(self.file, self.year - 1)
        months = earlier.get("months", 0) + taken.get("months_withheld", 0)
        wages = earlier.get("wages_fen", 0) + taken.get("wages_fen", 0)
        since = date.fromisoformat(str(whole["since"]))
        if (
            first_day(self.year * 12) >= since
            and months >= whole["months_withheld"]
            and wages <= fen(whole["wages_max"])
        ):
            return fen(whole["deduction"])
        first = self.law["first_job"]
        if (
            self.file.first_job
            and self.year * 12 <= month_number(self.file.joined) <= self.month
            and last_day(self.month) >= date.fromisoformat(str(first["since"]))
        ):
            return monthly * (self.month - self.year * 12 + 1)
        counted = len(self._served()) + self.taken.get("months_withheld", 0)
        if self.taken:
            counted = min(counted, self.month - self.year * 12 + 1)
        return monthly * counted

    def _special(self) -> int:
        facts = sorted(
            self.file.of("roster.special_deduction_declared.v1"),
            key=lambda fact: fact.data["first_month"],
        )
        total = self.taken.get("special_deductions_fen", 0)
        served = self._served()
        for at, fact in enumerate(facts):
            first, last = month_of(fact.data["first_month"]), FAR
            if fact.data.get("last_month") is not None:
                last = month_of(fact.data["last_month"])
            else:
                for later in facts[at + 1 :]:
                    begun = month_of(later.data["first_month"])
                    if later.data["kind"] == fact.data["kind"] and begun > first:
                        last = begun - 1
                        break
            total += fact.data["monthly_fen"] * sum(first <= month <= last for month in served)
        return total
