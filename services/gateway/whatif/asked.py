"""The body of a what-if and what it means: both sides to compare, or every mistake in it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, ValidationError

from services.gateway.decision.kind import DecisionKind
from services.gateway.decision.kinds import find
from services.gateway.pay.months import month_named, month_of
from services.gateway.pay.run import NAME as PAY
from services.gateway.payroll.events import RunCategory
from services.gateway.whatif.draft import ChangedShelf, PolicyText, changed
from services.gateway.whatif.hypothesis import Supposed, as_facts, kinds
from services.gateway.whatif.side import Side
from services.kernel.errors import FieldError, Kind, Refused, Text, invalid
from services.kernel.file.bodies import Body
from services.kernel.policy import Shelf
from services.kernel.tree_model import allowed_list, nearest
from services.kernel.values import Day, Month, ShortText
from services.kernel.web.strict_model import Instant, UuidText
from services.kernel.web.validation_sentences import field_errors
from services.kernel.yaml_tree import SourceWrong

MONTHS_MAX = 24
PERSON_MONTHS_MAX = 60_000  # 5,000 people for a year.
TEXT_CHARS_MAX = 100_000


class DraftPolicy(Body):
    """A policy file as it would be published, whole."""

    name: ShortText = "draft"
    text: Annotated[str, Field(min_length=1, max_length=TEXT_CHARS_MAX)]


class SupposedFact(Body):
    """A fact about somebody as it would be recorded."""

    person_id: UuidText
    kind: Annotated[str, Field(max_length=60, description="As in .../facts/{kind}")]
    effective_on: Day
    data: dict[str, Any]


class WhatIf(Body):
    """What is changed, for whom, and when. `pay` asks for months, other kinds for a day."""

    kind: Annotated[str, Field(max_length=40)] = PAY
    first_month: Month | None = None
    last_month: Month | None = None
    as_of: Day | None = None
    policies: Annotated[tuple[DraftPolicy, ...], Field(max_length=10)] = ()
    facts: Annotated[tuple[SupposedFact, ...], Field(max_length=500)] = ()
    unit_id: Annotated[ShortText | None, Field(description="With everything below it")] = None
    category: RunCategory = RunCategory.ALL
    people: Annotated[tuple[UuidText, ...], Field(max_length=500, description="Only these")] = ()
    known_at: Annotated[Instant | None, Field(description="Now when left out or later")] = None
    before_known_at: Annotated[
        Instant | None,
        Field(description="Compare with what was known then; the same instant when left out"),
    ] = None
    drafts: Annotated[
        tuple[UuidText, ...], Field(max_length=10, description="Policy drafts on file, by id")
    ] = ()
    people_shown: Annotated[int, Field(strict=True, ge=0, le=500)] = 50


class Compared:
    """A question that can be answered."""

    def __init__(
        self, body: WhatIf, shelves: tuple[Shelf, Shelf], now: datetime, drafts: Sequence[str] = ()
    ) -> None:
        """`shelves`: of the earlier instant and of the later one; `drafts`: texts of `body.drafts`.

        Raises Refused, naming each field that is wrong and what would be right.
        """
        self.body = body
        self.kind: DecisionKind = find(body.kind)
        self.months = _months(body)
        self.draft = _draft(body, shelves[1], self.kind, drafts)
        before_at, known_at = instants(body, now)
        supposed = as_facts(_supposed(body), known_at)
        self.before = Side(shelves[0], before_at)
        self.after = Side(self.draft.shelf, known_at, supposed)

    @property
    def changed_from(self) -> int | None:
        """The first month in which a rule may be another one."""
        day = self.draft.from_on
        return month_of(day) if day is not None else None

    @property
    def as_of(self) -> date:
        assert self.body.as_of is not None  # noqa: S101  refused otherwise
        return self.body.as_of

    def refuse_too_many(self, people: int) -> None:
        if people * len(self.months) > PERSON_MONTHS_MAX:
            raise Refused(
                Kind.TOO_LARGE,
                "what_if_too_large",
                Text(
                    f"{people} 人 × {len(self.months)} 月超过 {PERSON_MONTHS_MAX} 人月: "
                    "请缩小 unit_id, category, people 或月份",
                    f"{people} people in {len(self.months)} months are more than "
                    f"{PERSON_MONTHS_MAX} months of one person: narrow unit_id, category, people "
                    "or the months",
                ),
            )


def instants(body: WhatIf, now: datetime) -> tuple[datetime, datetime]:
    """Of the earlier answer and of the later one; the same where nothing else is said."""
    known_at = min(body.known_at or now, now)
    return min(body.before_known_at or known_at, known_at), known_at


def _months(body: WhatIf) -> range:
    """One month of the day where a day is asked about."""
    if find(body.kind).name != PAY:
        if body.as_of is None or body.first_month or body.last_month:
            zh = f"{body.kind} 须写 as_of, 不写月份"
            raise wrong_field("as_of", "day_required", zh, f"{body.kind} asks for as_of, no months")
        month = month_of(body.as_of)
        return range(month, month + 1)
    if body.first_month is None or body.last_month is None or body.as_of is not None:
        zh, en = (
            "工资须写 first_month 与 last_month, 不写 as_of",
            ("pay asks for first_month and last_month, not for as_of"),
        )
        raise wrong_field("first_month", "months_required", zh, en)
    months = range(month_named(body.first_month), month_named(body.last_month) + 1)
    if not 1 <= len(months) <= MONTHS_MAX:
        zh = f"last_month 不早于 first_month, 最多 {MONTHS_MAX} 个月"
        en = f"last_month is not before first_month, and they span at most {MONTHS_MAX} months"
        raise wrong_field("last_month", "months_out_of_range", zh, en)
    return months


def _draft(body: WhatIf, shelf: Shelf, kind: DecisionKind, drafts: Sequence[str]) -> ChangedShelf:
    on_file = zip(body.drafts, drafts, strict=True)
    texts = [PolicyText(f"draft {draft}", text) for draft, text in on_file]
    texts += [PolicyText(policy.name, policy.text) for policy in body.policies]
    try:
        return changed(shelf, texts, kind.policies)
    except SourceWrong as error:
        named = list(zip(_places(body), texts, strict=True))
        at = {text.name: place for place, text in reversed(named)}
        raise invalid(
            "policy_draft_wrong",
            "政策草案有误; 逐行见 errors",
            "the policy draft is wrong; each line is in errors",
            errors=[
                FieldError(
                    at[m.source],
                    "policy_draft_wrong",
                    Text(m.told("zh"), m.told("en")),
                )
                for m in error.mistakes[:50]
            ],
        ) from None


def _places(body: WhatIf) -> list[str]:
    places = [f"/drafts/{number}" for number in range(len(body.drafts))]
    return [*places, *(f"/policies/{number}/text" for number in range(len(body.policies)))]


def _supposed(body: WhatIf) -> list[Supposed]:
    found, errors = [], []
    for number, fact in enumerate(body.facts):
        event = kinds().get(fact.kind)
        if event is None:
            zh, en = nearest(fact.kind, kinds())
            shown = allowed_list(kinds())
            text = Text(f"没有事实种类; 允许: {shown}{zh}", f"no such kind; allowed: {shown}{en}")
            errors.append(FieldError(f"/facts/{number}/kind", "unknown_fact_kind", text))
            continue
        try:
            data = event.model_validate(fact.data)
        except ValidationError as wrong:
            place = ("body", "facts", number, "data")
            here = {"facts": {number: {"data": fact.data}}}
            found_errors = [{**e, "loc": (*place, *e["loc"])} for e in wrong.errors()]
            errors += field_errors(found_errors, here)
        else:
            found.append(Supposed(fact.person_id, data, fact.effective_on))
    if errors:
        raise invalid(
            "supposed_fact_wrong",
            "假设的事实有误; 逐项见 errors",
            "a supposed fact is wrong; each field is in errors",
            errors=errors[:50],
        )
    return found


def wrong_field(field: str, code: str, zh: str, en: str) -> Refused:
    return invalid(code, zh, en, errors=[FieldError(f"/{field}", code, Text(zh, en))])
