"""The recruitment batch (招录批次): its stages, its places, no place given twice. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from services.kernel.decider import Decider
from services.kernel.errors import FieldError, Kind, Refused, Text, conflict
from services.kernel.event import Draft, Event, Recorded, decode_fast
from services.kernel.legal_dates import ONE_DAY
from services.kernel.term import Term
from services.roster import events as e
from services.roster.recruitment.conditions import AUXILIARY, not_recruited
from services.roster.recruitment.policy import RecruitmentChoice, rules_for


class Stage(Term):
    NONE = "none", "不存在"
    OPEN = "open", "报名中"
    CLOSED = "closed", "报名截止"
    RANKED = "ranked", "已排名"
    PUBLISHED = "published", "已公示"
    CONCLUDED = "concluded", "已结束"
    CANCELLED = "cancelled", "已取消"


LIVE = (Stage.OPEN, Stage.CLOSED, Stage.RANKED, Stage.PUBLISHED)
SELECTING = (Stage.CLOSED, Stage.RANKED, Stage.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Publication:
    """Who was published, from which day to which (both counted)."""

    event_id: UUID
    ranking: UUID
    from_on: date
    last_day: date
    proposed: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """Where a batch stands. `posts` have the attributes of RecruitmentPost."""

    stage: Stage = Stage.NONE
    title: str = ""
    opened_on: date = date.min
    last_day: date = date.min
    posts: Mapping[str, Any] = field(default_factory=dict)
    rankings: dict[UUID, Any] = field(default_factory=dict)  # The last one is the one that is.
    publications: tuple[Publication, ...] = ()
    filled: tuple[tuple[str, str], ...] = ()  # Post and person.

    @property
    def ranking(self) -> UUID | None:
        return next(reversed(self.rankings), None)

    def places_left(self, post_no: str) -> int:
        places: int = self.posts[post_no].places
        return places - sum(post == post_no for post, _ in self.filled)

    def publication_of(self, person: str, post_no: str) -> Publication | None:
        """The first: who was published once does not wait again when others follow."""
        return next(
            (
                publication
                for publication in self.publications
                if any(p.person == person and p.post_no == post_no for p in publication.proposed)
            ),
            None,
        )


Step = Callable[[Batch], list[Draft]]


def evolve(state: Batch, event: Recorded) -> Batch:
    step = _STEPS.get(event.type)
    return step(state, event, decode_fast(event.type, event.data)) if step is not None else state


def _opened(_state: Batch, event: Recorded, data: Any) -> Batch:  # noqa: ANN401
    posts = {post.post_no: post for post in data.posts}
    return Batch(Stage.OPEN, data.title, event.effective_on, data.last_day, posts)


def _ranked(state: Batch, event: Recorded, data: Any) -> Batch:  # noqa: ANN401
    rankings = {**state.rankings, event.event_id: data}
    return replace(state, stage=Stage.RANKED, rankings=rankings)


def _published(state: Batch, event: Recorded, data: Any) -> Batch:  # noqa: ANN401
    one = Publication(
        event.event_id, data.ranking, event.effective_on, data.last_day, data.proposed
    )
    return replace(state, stage=Stage.PUBLISHED, publications=(*state.publications, one))


def _to(stage: Stage) -> Callable[[Batch, Recorded, Any], Batch]:
    return lambda state, _event, _data: replace(state, stage=stage)


_STEPS: dict[str, Callable[[Batch, Recorded, Any], Batch]] = {
    e.RecruitmentBatchOpened.TYPE: _opened,
    e.RecruitmentBatchClosed.TYPE: _to(Stage.CLOSED),
    e.RecruitmentBatchCancelled.TYPE: _to(Stage.CANCELLED),
    e.RecruitmentBatchConcluded.TYPE: _to(Stage.CONCLUDED),
    e.ApplicantsRanked.TYPE: _ranked,
    e.CandidatesPublished.TYPE: _published,
    e.PlaceFilled.TYPE: lambda state, _event, data: replace(
        state, filled=(*state.filled, (data.post_no, data.person))
    ),
}
DECIDER: Decider[Batch, Step] = Decider(Batch(), lambda batch, step: step(batch), evolve)


@dataclass(frozen=True, slots=True)
class Act:
    """On which batch, on which day, by which paper."""

    batch: str
    today: date
    basis: str
    reason: str = ""


def open_batch(opened: e.RecruitmentBatchOpened, choice: RecruitmentChoice, act: Act) -> Step:
    def decide(state: Batch) -> list[Draft]:
        demand(state, Stage.NONE)
        _refuse_posts(opened, choice)
        if opened.last_day < act.today:
            raise at_field(
                "/last_day",
                "last_day_past",
                f"报名截止日不得早于今日 {act.today}",
                f"the last day of sign-up cannot lie before today, {act.today}",
            )
        return [_draft(opened, act)]

    return decide


def _refuse_posts(opened: e.RecruitmentBatchOpened, choice: RecruitmentChoice) -> None:
    seen: set[str] = set()
    for at, post in enumerate(opened.posts):
        if post.post_no in seen:
            raise at_field(
                f"/posts/{at}/post_no",
                "post_no_twice",
                "岗位编号在批次内不得重复",
                "a post number is used once in a batch",
            )
        seen.add(post.post_no)
        if rules_for(choice, post.category) is None:
            raise not_recruited(post.category)
        if (post.duty_post is not None) != (post.category in AUXILIARY):
            raise at_field(
                f"/posts/{at}/duty_post",
                "duty_post_of_auxiliaries",
                "辅警岗位须注明 duty_post, 民警岗位不得注明",
                "a post for auxiliaries names its duty_post, one for officers does not",
            )


def close(act: Act) -> Step:
    return _simple(e.RecruitmentBatchClosed(), act, Stage.OPEN)


def conclude(act: Act) -> Step:
    return _simple(e.RecruitmentBatchConcluded(), act, *SELECTING)


def cancel(act: Act) -> Step:
    def decide(state: Batch) -> list[Draft]:
        demand(state, *LIVE)
        if state.filled:
            raise conflict(
                "hired_from_it",
                f"已从该批次录用 {len(state.filled)} 人, 不能取消; 请结束该批次",
                f"{len(state.filled)} have been hired from it: conclude it instead",
            )
        return [_draft(e.RecruitmentBatchCancelled(), act)]

    return decide


def _simple(data: Event, act: Act, *stages: Stage) -> Step:
    def decide(state: Batch) -> list[Draft]:
        demand(state, *stages)
        return [_draft(data, act)]

    return decide


def record_ranking(ranked: e.ApplicantsRanked, act: Act) -> Step:
    return _simple(ranked, act, *SELECTING)


def publish(published: e.CandidatesPublished, act: Act) -> Step:
    """Exactly the ranking that stands."""

    def decide(state: Batch) -> list[Draft]:
        demand(state, Stage.RANKED, Stage.PUBLISHED)
        if state.ranking != published.ranking:
            raise ranking_outdated()
        return [_draft(published, act)]

    return decide


def fill(filled: e.PlaceFilled, act: Act) -> Step:
    """One place; once the days of publication are over. Raises Refused with numbers and dates."""

    def decide(state: Batch) -> list[Draft]:
        published_over(state, filled.person, filled.post_no, act.today)
        if any(person == filled.person for _, person in state.filled):
            raise conflict("hired_already", "该人员已录用", "the applicant has been hired already")
        if state.places_left(filled.post_no) < 1:
            places = state.posts[filled.post_no].places
            raise conflict(
                "no_place_left",
                f"岗位 {filled.post_no} 的 {places} 个名额已全部录用",
                f"all {places} places of post {filled.post_no} are taken",
            )
        return [_draft(filled, act)]

    return decide


def published_over(state: Batch, person: str, post_no: str, today: date) -> Publication:
    """The publication a hire rests on. Raises Refused before its last day is over."""
    demand(state, Stage.RANKED, Stage.PUBLISHED)
    publication = state.publication_of(person, post_no)
    if publication is None:
        raise conflict(
            "not_published",
            "该人员未列入拟录用公示, 不能录用",
            "only who has been published can be hired",
        )
    if today <= publication.last_day:
        possible = publication.last_day + ONE_DAY
        raise conflict(
            "publicity_running",
            f"公示期至 {publication.last_day}, 最早 {possible} 可录用",
            f"published until {publication.last_day}: a hire is possible from {possible} on",
        )
    return publication


def demand(state: Batch, *stages: Stage) -> None:
    """Raises Refused `wrong_stage`, which says what is allowed; `batch_not_found`."""
    if state.stage == Stage.NONE and Stage.NONE not in stages:
        raise Refused(
            Kind.NOT_FOUND,
            "batch_not_found",
            Text("没有这个招录批次", "there is no such recruitment batch"),
        )
    if state.stage not in stages:
        zh = "、".join(stage.zh for stage in stages)
        raise conflict(
            "wrong_stage",
            f"批次{state.stage.zh}; 此操作须在以下阶段: {zh}",
            f"the batch is {state.stage}; this can be done while: {', '.join(stages)}",
        )


def post_of(state: Batch, post_no: str) -> Any:  # noqa: ANN401  see Batch.posts
    """Raises Refused `post_not_found` with what there is."""
    if post_no not in state.posts:
        known = ", ".join(state.posts)
        raise at_field(
            "/post_no",
            "post_not_found",
            f"批次内没有岗位 {post_no}; 有: {known}",
            f"no post {post_no} in this batch; there are: {known}",
        )
    return state.posts[post_no]


def ranking_outdated() -> Refused:
    return conflict(
        "ranking_outdated",
        "排名所依据的成绩或人员已有变化, 请重新排名",
        "the results or people the ranking rests on have changed: rank again",
    )


def at_field(pointer: str, code: str, zh: str, en: str) -> Refused:
    """One thing wrong with one field of the body."""
    text = Text(zh, en)
    return Refused(Kind.INVALID, code, text, errors=(FieldError(pointer, code, text),))


def _draft(data: Event, act: Act) -> Draft:
    return Draft(data, act.batch, act.today, basis=act.basis, reason=act.reason)
