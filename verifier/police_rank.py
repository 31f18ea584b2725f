"""Decides a promotion by time (按期, 提前) or post (晋职) anew, from facts and policy alone.

Its own reading of 警衔条例 art. 8, 14, 16, 17, 1993 办法 二(二), 政务处分法 art. 8, 15, 19 and
处分条例 art. 10; shares no code with the product. Says `not judged` where it has no rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Iterator  # noqa: UP035  So that Python 3.9 runs it.

from blocked import Blocked, blocked_periods, is_awaited, open_cases
from evidence import Fact
from periods import after_months
from words import COURSES, HONOURS, POSTS, RANKS, SANCTIONS, NotJudged, code

DAY = timedelta(days=1)
EVER = date.max
# What these lead to (art. 12, 15, 19 to 22) is not judged here.
OUTSIDE = {
    "roster.rank_reduction_imposed.v1": "a rank reduction",
    "roster.rank_cancelled.v1": "a cancelled rank",
    "roster.conviction_final.v1": "a conviction",
    "roster.service_left.v1": "somebody who left",
}
READ = {
    "period_rule": "first_day_counts",
    "training_late": "effective_on_pass_date",
    "time_in_sanction_counts": True,
    "order_needed": True,
    "ceiling_lifted": "effective_on_lift_date",
    "incompetent_grade_block_start": "date_result_decided",
    "open_case": "hold",
    "open_case_cleared": "back_to_due_date",
    "new_post_restarts_clock": "only_if_rank_changed",
}
WORDS = (  # One word for several obstacles: the first.
    ("WAIT", {"NOT_DUE"}),
    ("CEILING", {"CEILING"}),
    ("BLOCKED", {"TRAINING", "SANCTION", "ASSESSMENT"}),
    ("HOLD", {"CASE_OPEN", "SANCTION_AWAITED"}),
)


@dataclass(frozen=True)
class Way:
    """The next step: where to and when it falls due."""

    to: str
    due: date
    approval: str | None  # The event that lets it be early.


@dataclass(frozen=True)
class Landing:
    """When it takes effect (None: nobody can say), and the last blocked day in the way."""

    on: date | None
    blocked_until: date | None


@dataclass(frozen=True)
class Spell:
    """Unbroken time in one post grade; None: removed from the post."""

    grade: str | None
    first: date
    last: date


@dataclass
class File:
    """One officer's standing facts up to a day, with the rules they are measured by."""

    facts: list[Fact]
    law: dict[str, Any]
    blocks: list[Blocked]
    posts: list[Spell]
    rank: str = ""
    since: date = EVER
    spent: set[str] = field(default_factory=set)

    def of(self, name: str) -> Iterator[Fact]:
        return (fact for fact in self.facts if fact.type == name)

    def period(self) -> int | None:
        table = self.law["promotion_by_time"]["periods_months"]
        return next((m for rank, m in table.items() if code(RANKS, rank) == self.rank), None)

    def span(self, grade: str) -> tuple[int, int]:
        """The lowest and highest rank of a post grade, by their place on the ladder."""
        for post, span in self.law["post_ranges"]["ranges"].items():
            if code(POSTS, post) == grade:
                return self.place(span["lowest"]), self.place(span["highest"])
        raise NotJudged(f"the rank range of the post {grade}")

    def place(self, rank: str) -> int:
        ladder = [code(RANKS, one) for one in self.law["ladder"]["ranks"]]
        return ladder.index(code(RANKS, rank))

    def above(self) -> str:
        return code(RANKS, self.law["ladder"]["ranks"][self.place(self.rank) + 1])

    def post_on(self, day: date) -> Spell | None:
        return next((one for one in self.posts if one.first <= day <= one.last), None)

    def admits(self, spell: Spell | None, rank: str) -> bool:
        if spell is None:
            return True  # No post on file limits nobody.
        return spell.grade is not None and self.place(rank) <= self.span(spell.grade)[1]

    def passes(self, to: str) -> list[date | None]:
        """The first pass of each training between here and there."""
        found: list[date | None] = []
        for gate in self.law["training_gates"]["gates"]:
            if self.place(self.rank) < self.place(gate["below"]) <= self.place(to):
                course = code(COURSES, gate["course"])
                passed = self.of("training.course_passed.v1")
                found.append(next((p.day for p in passed if p.data["course"] == course), None))
        return found


def decide(
    as_of: date,
    facts: list[Fact],
    known: dict[str, Fact],
    law: dict[str, Any],
    choice: dict[str, Any],
) -> dict[str, Any]:
    """The parts of the answer that are judged, as the decision spells them. Raises NotJudged."""
    for name, value in READ.items():
        if choice[name]["value"] != value:
            raise NotJudged(f"the choice {name}: {choice[name]['value']}")
    _refuse_outside(as_of, facts, law)
    told = [fact for fact in facts if fact.day <= as_of]
    file = File(told, law, blocked_periods(told, known, law, choice), spells(told))
    _follow_orders(file)
    start, steps = file.rank, _steps(file, as_of)
    if steps:
        months = file.period()
        return {
            "outcome": "PROMOTE",
            "from": start,
            "to": steps[0][0].to,
            "due_on": steps[0][0].due,
            "effective_on": steps[0][1],
            "next_due_on": after_months(file.since, months) if months is not None else None,
            "steps": [(way.to, str(on)) for way, on in steps],
            "reasons": [],
        }
    return _not_today(file, as_of)


def _refuse_outside(as_of: date, facts: list[Fact], law: dict[str, Any]) -> None:
    lowering = {*law["sanctions"]["rank_lowered_by"], *law["loss"]["sanctions"]}
    lowering = {code(SANCTIONS, kind) for kind in lowering}
    for fact in facts:
        if fact.type in OUTSIDE:
            raise NotJudged(OUTSIDE[fact.type])
        if not fact.type.endswith(".v1"):
            raise NotJudged(f"the type {fact.type}")
        if fact.type == "roster.sanction_imposed.v1" and fact.data["kind"] in lowering:
            raise NotJudged(f"a sanction that lowers or ends the rank ({fact.data['kind']})")
        if fact.type == "roster.post_assigned.v1" and fact.data.get("manner") == "not_competent":
            raise NotJudged("a lower post for want of competence")
    told = [fact for fact in facts if fact.day <= as_of]
    for name, says in (
        ("roster.rank_awarded.v1", "rank"),
        ("roster.post_assigned.v1", "post_grade"),
        ("assessment.annual_grade_decided.v1", "grade"),
    ):
        said: dict[Any, set[str]] = {}
        for fact in told:
            if fact.type == name:
                said.setdefault((fact.day, fact.data.get("year")), set()).add(fact.data[says])
        if any(len(words) > 1 for words in said.values()):
            raise NotJudged("two facts of one day that contradict each other")


def spells(facts: list[Fact]) -> list[Spell]:
    """Each post grade with its days, moves inside a grade joined."""
    days: dict[date, str | None] = {}
    for fact in facts:
        if fact.type == "roster.post_assigned.v1":
            days[fact.day] = code(POSTS, fact.data["post_grade"])
        elif fact.type == "roster.post_removed.v1":
            days.setdefault(fact.day, None)
    found: list[Spell] = []
    for day, grade in sorted(days.items()):
        if found and found[-1].grade == grade:
            continue
        if found:
            found[-1] = Spell(found[-1].grade, found[-1].first, day - DAY)
        found.append(Spell(grade, day, EVER))
    return found


def _follow_orders(file: File) -> None:
    """The rank held by the orders on file, as far as it is plain that each of them stands."""
    for order in file.of("roster.rank_awarded.v1"):
        rank, issued = code(RANKS, order.data["rank"]), order.data.get("issued_on")
        closing = max(order.day, date.fromisoformat(issued)) if issued else order.day
        if not file.rank:
            file.rank, file.since = rank, order.day
        elif rank != file.rank:
            ways = _ways(file, closing) if file.place(rank) > file.place(file.rank) else []
            fits = [w for w in ways if (w.to, lands(file, w, closing).on) == (rank, order.day)]
            if not fits and (not ways or not _taken_over(file, order, closing)):
                raise NotJudged(f"whether the order of {order.day} stands")
            _take(file, fits[0] if fits else Way(rank, order.day, None), order.day)
    if not file.rank:
        raise NotJudged("a first award")


def _taken_over(file: File, order: Fact, closing: date) -> bool:
    """History from paper: measured only against what blocks every promotion."""
    manner = order.data.get("manner", "taken_over")
    blocked = any(one.first <= closing and one.last >= order.day for one in file.blocks)
    return manner in {"taken_over", "first"} and not order.data.get("issued_on") and not blocked


def _take(file: File, way: Way, on: date) -> None:
    file.rank, file.since = way.to, on
    file.spent |= {way.approval} if way.approval else set()


def _ways(file: File, day: date) -> list[Way]:
    """With the post held on a day (art. 16), and by time (art. 14); what is owed."""
    found = [_by_post(file, day), _by_time(file)]
    return [way for way in found if way is not None]


def _by_post(file: File, day: date) -> Way | None:
    """Up to the lowest rank of the post, several steps at once if need be."""
    post = file.post_on(day)
    if post is None or post.grade is None or file.span(post.grade)[0] <= file.place(file.rank):
        return None
    lowest = code(RANKS, file.law["ladder"]["ranks"][file.span(post.grade)[0]])
    return Way(lowest, max(post.first, file.since), None)


def _by_time(file: File) -> Way | None:
    """One step, or earlier with an approval; None where the table of periods ends."""
    months = file.period()
    if months is None:
        return None
    due, approval = after_months(file.since, months), None
    early = file.law["promotion_early"]
    grounds = {code(HONOURS, kind) for kind in early["grounds"]}
    ground = next(
        (
            honour.day
            for honour in file.of("roster.honour_awarded.v1")
            if honour.data["kind"] in grounds and honour.day >= file.since
        ),
        None,
    )
    for paper in file.of("roster.early_promotion_approved.v1"):
        if ground is None or paper.day < file.since or paper.id in file.spent:
            continue
        months_less = months - 12 * min(paper.data["years"], early["years_max"])
        on = max(after_months(file.since, max(months_less, 0)), ground, paper.day)
        if on < due:
            due, approval = on, paper.id
    return Way(file.above(), due, approval)


def lands(file: File, way: Way, closing: date) -> Landing:
    """Due day, pushed on by training, by every period met until the order, by the post."""
    passes = file.passes(way.to)
    day = max([way.due, *(passed for passed in passes if passed is not None)])
    certain, blocked_until = None not in passes, None
    while True:
        until = max(day, closing)
        block = next((b for b in file.blocks if b.first <= until and b.last >= day), None)
        if block is not None:
            day, blocked_until = block.last + DAY, block.last
            continue
        low = (s for s in file.posts if s.first <= until and s.last >= day)
        post = next((spell for spell in low if not file.admits(spell, way.to)), None)
        if post is None or post.last == EVER:
            return Landing(day if certain and post is None else None, blocked_until)
        day = post.last + DAY


def _obstacles(file: File, way: Way, day: date) -> list[str]:
    running = {block.reason for block in file.blocks if block.first <= day <= block.last}
    found = {
        "NOT_DUE": way.due > day,
        "CEILING": not file.admits(file.post_on(day), way.to),
        "TRAINING": None in file.passes(way.to),
        "SANCTION": "SANCTION" in running,
        "ASSESSMENT": "ASSESSMENT" in running,
        "CASE_OPEN": bool(open_cases(file.facts, day)),
        "SANCTION_AWAITED": is_awaited(file.facts),
    }
    return sorted(name for name, stands in found.items() if stands)


def _steps(file: File, as_of: date) -> list[tuple[Way, date]]:
    """Every step owed by the day: the earlier first, on one day the higher; the file goes along."""
    steps: list[tuple[Way, date]] = []
    while True:
        free = [way for way in _ways(file, as_of) if not _obstacles(file, way, as_of)]
        landed = [(lands(file, way, as_of).on, way) for way in free]
        owed = [(on, way) for on, way in landed if on is not None and on <= as_of]
        if not owed:
            return steps
        on, way = min(owed, key=lambda one: (one[0], -file.place(one[1].to)))
        steps.append((way, on))
        _take(file, way, on)


def _not_today(file: File, as_of: date) -> dict[str, Any]:
    ways = _ways(file, as_of)
    if not ways:
        raise NotJudged("a promotion by selection")
    way = ways[0]
    found, landing = _obstacles(file, way, as_of), lands(file, way, as_of)
    until = landing.blocked_until
    outcome = next((word for word, names in WORDS if names & set(found)), "HOLD")
    open_ended = {"CASE_OPEN", "SANCTION_AWAITED"} & set(found)
    return {
        "outcome": outcome,
        "from": file.rank,
        "to": way.to,
        "due_on": way.due,
        "blocked_until": until if until is not None and until >= as_of else None,
        "earliest_on": None if open_ended else landing.on,
        "next_due_on": way.due if outcome == "WAIT" else None,
        "steps": [],
        "reasons": found,
    }
