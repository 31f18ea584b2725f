"""The structure tables: who serves on a day, counted by heading and category. Pure."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.kernel.errors import Text
from services.kernel.legal_dates import full_years
from services.kernel.term import Term
from services.roster.events import (
    Category,
    DutyPost,
    PoliceRank,
    PostGrade,
    Sex,
)
from services.roster.person.periods import Period
from services.roster.structure.bands import age_names, name_in, year_names
from services.roster.structure.policy import StructureChoice
from services.roster.structure.profile import Profile

AUXILIARY = (Category.AUXILIARY_DUTY, Category.AUXILIARY_CLERICAL)
OFFICER = (Category.OFFICER,)
EVERYBODY = tuple(Category)
UNKNOWN = ("unknown", Text("未登记", "not on file"))
NONE = ("none", Text("无", "none"))
LEVELS = 20


@dataclass(frozen=True)
class Heading:
    """One table: what is asked of a person, of whom, and its lines in order."""

    name: str
    title: Text
    of: tuple[Category, ...]
    lines: Sequence[tuple[str, Text]]
    key: Callable[[Profile, Period], str]
    keep_empty: bool = True  # Bands show their zeros; long vocabularies only what occurs.


@dataclass(frozen=True)
class Line:
    key: str
    label: Text
    counts: Mapping[Category, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Table:
    name: str
    title: Text
    of: tuple[Category, ...]
    lines: list[Line] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)


def headings(choice: StructureChoice, as_of: date) -> list[Heading]:
    ages, years = choice.age_from.value, choice.service_years_from.value
    age, service = age_names(ages), year_names(years)
    groups = choice.education_groups.groups
    group_of = {level: group.key for group in groups for level in group.levels}

    def age_of(profile: Profile, _: Period) -> str:
        if profile.birth_on is None:
            return UNKNOWN[0]
        return name_in(age, ages, full_years(profile.birth_on, as_of))

    def served(_: Profile, period: Period) -> str:
        return name_in(service, years, full_years(period.entered_on, as_of))

    def educated(profile: Profile, _: Period) -> str:
        return group_of.get(profile.education, UNKNOWN[0]) if profile.education else UNKNOWN[0]

    return [
        Heading(
            "category",
            Text("类别", "category"),
            EVERYBODY,
            _words(Category),
            lambda _, period: period.category.value,
        ),
        Heading(
            "sex",
            Text("性别", "sex"),
            EVERYBODY,
            [*_words(Sex), UNKNOWN],
            lambda p, _: _code(p.sex, UNKNOWN),
        ),
        Heading("age", Text("年龄", "age"), EVERYBODY, _bands(age, ages), age_of),
        Heading(
            "education",
            Text("学历", "education"),
            EVERYBODY,
            [*((g.key, Text(g.zh, g.en)) for g in groups), UNKNOWN],
            educated,
        ),
        Heading(
            "service",
            Text("工作年限", "years of service"),
            EVERYBODY,
            _bands(service, years),
            served,
        ),
        *_vocabularies(),
    ]


def _vocabularies() -> list[Heading]:
    levels = [(str(n), Text(f"{n} 级", f"level {n}")) for n in range(1, LEVELS + 1)]
    return [
        Heading(
            "post",
            Text("辅警岗位", "auxiliary post"),
            AUXILIARY,
            [*_words(DutyPost), NONE],
            lambda p, _: _code(p.duty_post, NONE),
        ),
        Heading(
            "post_grade",
            Text("职务职级", "post grade"),
            OFFICER,
            [*_words(PostGrade), NONE],
            lambda p, _: _code(p.post_grade, NONE),
            keep_empty=False,
        ),
        Heading(
            "rank",
            Text("警衔", "police rank"),
            OFFICER,
            [*reversed(_words(PoliceRank)), NONE],
            lambda p, _: _code(p.rank, NONE),
        ),
        Heading(
            "level",
            Text("辅警层级", "auxiliary level"),
            AUXILIARY,
            [*levels, NONE],
            lambda p, _: str(p.level) if p.level else NONE[0],
            keep_empty=False,
        ),
    ]


class Tally:
    """Counts one person after another, so that a bureau of any size is read through once."""

    def __init__(self, heading: Heading) -> None:
        self._heading = heading
        self._found: dict[str, Counter[Category]] = {key: Counter() for key, _ in heading.lines}

    def add(self, profile: Profile, period: Period) -> None:
        """`period`: the one of service that the day asked is in."""
        if period.category in self._heading.of:
            key = self._heading.key(profile, period)
            self._found.setdefault(key, Counter())[period.category] += 1

    def table(self) -> Table:
        heading = self._heading
        labels = dict(heading.lines)
        table = Table(heading.name, heading.title, heading.of)
        for key, counts in self._found.items():
            if counts or (heading.keep_empty and key not in (UNKNOWN[0], NONE[0])):
                shown = {category: counts[category] for category in heading.of}
                table.lines.append(Line(key, labels.get(key, Text(key, key)), shown))
        return table


def _words(terms: type[Term]) -> list[tuple[str, Text]]:
    return [(term.value, Text(term.zh, term.value.replace("_", " "))) for term in terms]


def _bands(names: Sequence[str], cuts: Sequence[int]) -> list[tuple[str, Text]]:
    below = [f"<{cuts[0]}"] if cuts[0] > 0 else []
    return [*((name, Text(name, name)) for name in [*below, *names]), UNKNOWN]


def _code(term: Term | None, absent: tuple[str, Text]) -> str:
    return term.value if term is not None else absent[0]
