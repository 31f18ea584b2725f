"""Officers' histories from a seed, dense in what rank rules meet on the same days."""

from datetime import date, timedelta
from random import Random

from tests.gateway.on_file import log

RANKS = ["二级警员", "一级警员", "三级警司", "二级警司", "一级警司", "三级警督", "二级警督"]
POSTS = ["办事员", "科员", "科员", "科级副职", "科级正职", "处级副职"]
FIRST = date(2015, 1, 31)


class History:
    """One officer's facts as case lines, each with a label that later ones may name."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.lines: list[str] = []
        self.rank = self.chance.randrange(len(RANKS))
        self.awarded = FIRST
        self._add(f"rank_awarded: {RANKS[self.rank]}", FIRST)
        kinds = [self._sanction, self._sanction, self._post, self._course, self._grade]
        kinds += [self._early, self._order, self._case]
        for _ in range(self.chance.randrange(7)):
            self.chance.choice(kinds)()
        self.as_of = str(self._day())

    def events(self):
        return log(*self.lines)

    def _day(self) -> date:
        near = self.chance.choice([0, 0, 1, 29, 30, 181, 365])
        return FIRST + timedelta(days=365 * self.chance.randrange(10) + near)

    def _add(self, said: str, day: date, more: str = "") -> str:
        label = f"f{len(self.lines)}"
        self.lines.append(f"{{id: {label}, {said}, on: {day}{more}}}")
        return label

    def _sanction(self) -> None:
        kind = self.chance.choice(["警告", "警告", "记过", "记大过", "降级"])
        day = self._day()
        label = self._add(f"sanction_imposed: {kind}", day, self.chance.choice(["", LONGER]))
        after = self.chance.random()
        if after < 0.2:
            self._add(f"sanction_lifted: {label}", day + timedelta(days=100))
        elif after < 0.35:
            self._add(
                "sanction_imposed: 记过", self._day(), f", recorded: 2030-01-01, corrects: {label}"
            )

    def _post(self) -> None:
        self._add(f"post_assigned: {self.chance.choice(POSTS)}", self._day())

    def _course(self) -> None:
        self._add("course_passed: 晋督训练", self._day())

    def _grade(self) -> None:
        day = self._day()
        grade = self.chance.choice(["称职", "不称职", "基本称职"])
        label = self._add(f"annual_grade_decided: {day.year - 1} {grade}", day)
        if self.chance.random() < 0.3:
            said = f"annual_grade_decided: {day.year - 1} 不称职"
            self._add(said, day + timedelta(days=40), f", recorded: 2030-01-01, corrects: {label}")

    def _early(self) -> None:
        self._add("honour_awarded: 一等功", self._day())
        self._add(f"early_promotion_approved: {self.chance.choice([1, 2])}", self._day())

    def _order(self) -> None:
        """The next rank on the day it is due, mostly."""
        if self.rank + 1 < len(RANKS):
            self.rank += 1
            years = 3 if self.rank < 5 else 4
            self.awarded = self.awarded.replace(year=self.awarded.year + years)
            self._add(f"rank_awarded: {RANKS[self.rank]}", self.awarded)

    def _case(self) -> None:
        number, day = f"N{len(self.lines)}", self._day()
        self._add(f"case_opened: {number}", day)
        if self.chance.random() < 0.7:
            result = self.chance.choice(["不予处分", "给予处分"])
            self._add(f"case_closed: {number} {result}", day + timedelta(days=200))


LONGER = ", stated_months: 30"
