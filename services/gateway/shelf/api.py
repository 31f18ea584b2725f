"""Routes that show the policies: in force, one by one, and what differs between two versions."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel

from services.gateway.shelf.difference import line_changes
from services.gateway.shelf.known import Shelves
from services.gateway.shelf.versions import TextVersion, named, versions_of
from services.kernel.web.clocks import AskedClocks
from services.kernel.web.declared_routes import requires

router = APIRouter(prefix="/v1", tags=["policy"])
Name = Annotated[str, Path(pattern=r"^[a-z_]{1,40}$")]
_SHA256 = r"^[0-9a-f]{64}$"
_READ = [requires("gateway.policy.read")]


class PolicyLine(BaseModel):
    """One version. Published ones name who wrote and approved them, and since when it is known."""

    policy: str
    layer: str
    bureau: str | None
    effective_from: date
    title: str
    text_sha256: str
    known_from: datetime | None
    known_until: datetime | None
    event_id: UUID | None
    draft_id: UUID | None
    authors: list[str]
    approvers: list[str]


class PolicyTextView(PolicyLine):
    text: str
    cases: str


class ChangedLines(BaseModel):
    """Lines next to each other; one side is empty where they were added or taken out."""

    before_at: int
    after_at: int
    before: list[str]
    after: list[str]
    zh: str
    en: str


class PolicyDifference(BaseModel):
    before: PolicyLine
    after: PolicyLine
    lines: list[ChangedLines]


@router.get("/policies", dependencies=_READ)
async def list_policies(request: Request, asked: AskedClocks) -> list[PolicyLine]:
    """What is in force on a day, by what was known at an instant; law before choice."""
    shelves: Shelves = request.app.state.shelves
    shelf = (await shelves.known(asked.known_at)).shelf
    found = []
    for policy in sorted({name for name, _ in shelf.layers}):
        versions = await versions_of(shelves, policy)
        for layer in ("law", "bureau"):
            begun = [
                v for v in shelf.layers.get((policy, layer), ()) if v.effective_from <= asked.as_of
            ]
            found += [line_of(one) for one in versions if begun and one.version is begun[-1]]
    return found


@router.get("/policies/{policy}", dependencies=_READ)
async def list_policy_versions(policy: Name, request: Request) -> list[PolicyLine]:
    """Every version there is or was, by layer, day and recording."""
    return [line_of(one) for one in await versions_of(request.app.state.shelves, policy)]


@router.get("/policies/{policy}/versions/{sha256}", dependencies=_READ)
async def read_policy_version(
    policy: Name, sha256: Annotated[str, Path(pattern=_SHA256)], request: Request
) -> PolicyTextView:
    """The text to the byte, with the cases that were published with it."""
    one = named(await versions_of(request.app.state.shelves, policy), sha256)
    cases = one.by.data.cases if one.by is not None else ""
    return PolicyTextView(text=one.text, cases=cases, **line_of(one).model_dump())


@router.get("/policies/{policy}/difference", dependencies=_READ)
async def read_policy_difference(
    policy: Name,
    before: Annotated[str, Query(pattern=_SHA256, description="text_sha256 of a version")],
    after: Annotated[str, Query(pattern=_SHA256, description="text_sha256 of a version")],
    request: Request,
) -> PolicyDifference:
    """The lines that differ between two versions, with what they say in both languages."""
    found = await versions_of(request.app.state.shelves, policy)
    old, new = named(found, before), named(found, after)
    return PolicyDifference(
        before=line_of(old), after=line_of(new), lines=changed_lines(old.text, new.text)
    )


def changed_lines(before: str, after: str) -> list[ChangedLines]:
    return [
        ChangedLines(
            before_at=one.before_at,
            after_at=one.after_at,
            before=list(one.before),
            after=list(one.after),
            zh=one.told().zh,
            en=one.told().en,
        )
        for one in line_changes(before, after)
    ]


def line_of(one: TextVersion) -> PolicyLine:
    by = one.by
    return PolicyLine(
        policy=one.policy,
        layer=one.layer,
        bureau=getattr(one.version.model, "bureau", None),
        effective_from=one.effective_from,
        title=one.version.model.title,
        text_sha256=one.sha256,
        known_from=by.event.recorded_at if by is not None else None,
        known_until=one.until,
        event_id=by.event.event_id if by is not None else None,
        draft_id=by.data.draft if by is not None else None,
        authors=list(by.data.authors) if by is not None else [],
        approvers=list(by.data.approvers) if by is not None else [],
    )
