"""A small room over every part of the edge: people in places, an echo, a command, a breakage."""

import asyncio
import uuid
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field

from services.kernel.errors import conflict, stale
from services.kernel.web.authorize import Access, nothing_here
from services.kernel.web.clocks import AskedClocks, MinPosition, PageLimit
from services.kernel.web.declared_routes import public, requires
from services.kernel.web.etag import DemandedVersion, IfNoneMatch, etag_of, not_modified
from services.kernel.web.origin import CommandOrigin, mark_replayed
from services.kernel.web.parts import Condition
from services.kernel.web.permissions import Role, Scope, grant
from services.kernel.web.strict_model import (
    Choice,
    Day,
    Fen,
    Instant,
    Items,
    LongText,
    Name,
    ShortText,
    StrictModel,
    UuidText,
)

ISSUER = "http://issuer.test"
AUDIENCE = "jingheng"
NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
CHIEF, OFFICER, NEIGHBOUR, STRANGER, NOBODY = (str(uuid.UUID(int=n << 64 | 1)) for n in range(1, 6))
PLACES = {
    CHIEF: "/bureau/east",
    OFFICER: "/bureau/east/patrol",
    NEIGHBOUR: "/bureau/east2",
    STRANGER: "/bureau/west/patrol",
}


class Sex(StrEnum):
    """The echo's enum."""

    MALE = "male"
    FEMALE = "female"


class Row(StrictModel):
    """Something inside an array."""

    count: Annotated[int, Field(ge=0, le=1000)]


class Echo(StrictModel):
    """One field of every kind."""

    name: Name = "张三"
    remark: LongText = "备注"
    title: ShortText = "民警"
    born_on: Day = date(1990, 1, 1)
    at: Instant = NOW
    pay_fen: Annotated[Fen, Field(ge=0)] = 0
    count: Annotated[int, Field(ge=0, le=1000)] = 0
    ratio: Annotated[float, Field(ge=0, le=1)] = 0.5
    agreed: bool = True
    sex: Choice[Sex] = Sex.MALE
    person_id: UuidText = OFFICER
    rows: Annotated[Items[Row], Field(max_length=500)] = ()


class Rename(StrictModel):
    """The command's body."""

    name: Name


router = APIRouter(prefix="/v1")
CARRIED_OUT: dict[uuid.UUID, str] = {}


@router.post("/echo", dependencies=[public()])
async def echo(body: Echo) -> Echo:
    return body


@router.post("/imports", dependencies=[public()])
async def take_import(body: dict[str, Any] | None = None) -> dict[str, bool]:
    return {"taken": body is not None}


@router.get("/persons/{person_id}", dependencies=[requires("demo.person.read", person="person_id")])
async def read_person(person_id: UuidText, response: Response, held: IfNoneMatch = None) -> Any:
    if person_id not in PLACES:
        raise nothing_here()
    if same := not_modified(7, held):
        return same
    response.headers["ETag"] = etag_of(7)
    return {"person_id": person_id}


@router.put(
    "/persons/{person_id}", dependencies=[requires("demo.person.write", person="person_id")]
)
async def rename_person(
    person_id: UuidText,
    body: Rename,
    version: DemandedVersion,
    origin: CommandOrigin,
    response: Response,
) -> dict[str, str]:
    if version != 7:
        raise stale("version_moved", "已更新", "has moved")
    mark_replayed(response, replayed=origin.command_id in CARRIED_OUT)
    CARRIED_OUT[origin.command_id] = body.name
    return {"command_id": str(origin.command_id), "digest": origin.body_digest.hex()}


@router.get("/persons")
async def list_persons(
    access: Annotated[Access, requires("demo.person.read", handler=True)],
    clocks: AskedClocks,
    limit: PageLimit = 50,
    min_position: MinPosition = None,
) -> dict[str, Any]:
    visible = await access.visible_paths()
    return {
        "as_of": clocks.as_of,
        "known_at": clocks.known_at,
        "limit": limit,
        "everything": visible.everything,
        "subtrees": visible.subtrees,
        "person_id": visible.person_id,
    }


@router.get("/forgetful")
async def forget_to_ask(
    access: Annotated[Access, requires("demo.person.read", handler=True)],
) -> dict[str, str]:
    return {"secret": "everybody"}


@router.get("/policies", dependencies=[requires("demo.policy.read")])
async def read_policies() -> list[str]:
    return ["p"]


@router.get("/broken", dependencies=[public()])
async def break_down() -> None:
    raise RuntimeError("id number 110105199001010011 in a message")


@router.get("/conflicting", dependencies=[public()])
async def refuse_state() -> None:
    raise conflict("already_retired", "已退休", "has retired")


@router.get("/slow", dependencies=[public()])
async def wait_long() -> None:
    await asyncio.sleep(5)


GRANTS = (
    grant(Role.OFFICER, "demo.person.read", Scope.SELF),
    grant(Role.AUXILIARY, "demo.person.read", Scope.SELF),
    grant(Role.UNIT_LEADER, "demo.person.read", Scope.SUBTREE),
    grant(Role.UNIT_LEADER, "demo.person.write", Scope.SUBTREE),
    grant(Role.HR, "demo.person.read", Scope.BUREAU),
    grant(Role.HR, "demo.person.write", Scope.BUREAU),
    grant(Role.HR, "demo.policy.read", Scope.BUREAU),
    grant(Role.UNIT_LEADER, "demo.policy.read", Scope.SUBTREE),  # Not enough: it is the bureau's.
)


async def fine() -> Condition:
    return Condition(ok=True, detail="1 ms")
