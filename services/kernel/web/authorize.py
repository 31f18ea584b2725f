"""The one place that decides who may do what to whom; denies whatever no line allows."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from services.kernel.errors import Refused, forbidden, not_found
from services.kernel.web.permissions import GrantTable, Permission, Scope
from services.kernel.web.principal import Principal

PERSON_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Directory(Protocol):
    """Where persons stand, from the facts of the roster; tokens are not asked."""

    async def place_of(self, person_id: str, on: date) -> str | None:
        """The unit as a path, `/bureau/division/brigade`; None for nobody, or nowhere that day."""
        ...

    async def units_led_by(self, person_id: str, on: date) -> list[str]:
        """Paths of the units this person leads that day."""
        ...

    async def has_left(self, person_id: str, on: date) -> bool:
        """Whether the person's service ended before that day."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what the question is about; both None when it is about the bureau as a whole."""

    person_id: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed or not, and why, in words for the audit trail (never for the caller)."""

    allowed: bool
    reason: str
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Visible:
    """What a list may show: a filter for the query. All empty means nothing."""

    everything: bool = False
    subtrees: tuple[str, ...] = ()  # This unit, and all below it.
    units: tuple[str, ...] = ()  # Exactly this unit.
    person_id: str | None = None

    def shows(self, subject: Subject) -> bool:
        """The same rule, for one item already in hand."""
        if self.everything:
            return True
        if self.person_id is not None and subject.person_id == self.person_id:
            return True
        place = subject.place
        return place is not None and (
            place in self.units or any(is_within(place, unit) for unit in self.subtrees)
        )


def is_within(place: str, unit: str) -> bool:
    """Whether `place` is `unit` or below it. `/bureau/12` is not within `/bureau/1`."""
    return place == unit or place.startswith(unit.rstrip("/") + "/")


def authorize(
    principal: Principal,
    permission: Permission,
    *,
    subject: Subject,
    led: Collection[str],
    grants: GrantTable,
) -> Verdict:
    """Pure. `led`: the units the principal leads on the day of the question."""
    scopes = grants.scopes_of(principal.roles, permission)
    if not scopes:
        return Verdict(allowed=False, reason="no role grants the permission")
    if Scope.BUREAU in scopes:
        return Verdict(allowed=True, reason="a role grants it for the bureau", scope=Scope.BUREAU)
    place = subject.place
    if Scope.SUBTREE in scopes and place and any(is_within(place, unit) for unit in led):
        return Verdict(allowed=True, reason="within a unit led", scope=Scope.SUBTREE)
    if Scope.UNIT in scopes and place and place in led:
        return Verdict(allowed=True, reason="in a unit led", scope=Scope.UNIT)
    own = principal.person_id is not None and subject.person_id == principal.person_id
    if Scope.SELF in scopes and own:
        return Verdict(allowed=True, reason="the caller's own file", scope=Scope.SELF)
    return Verdict(allowed=False, reason="outside the scope of every granting role")


@dataclass(slots=True)
class Access:
    """One caller, one permission, one day: what a handler asks before it touches a subject."""

    principal: Principal
    permission: Permission
    grants: GrantTable
    directory: Directory
    on: date
    asked: bool = field(default=False, init=False)
    _led: list[str] | None = field(default=None, init=False)

    def has_any_scope(self) -> bool:
        return bool(self.grants.scopes_of(self.principal.roles, self.permission))

    async def to_serving(self) -> None:
        """Raises for a token whose person has left: it may still be valid, its bearer is not."""
        person_id = self.principal.person_id
        if person_id is not None and await self.directory.has_left(person_id, self.on):
            raise no_longer_serving()

    async def verdict(self, subject: Subject) -> Verdict:
        self.asked = True
        return authorize(
            self.principal,
            self.permission,
            subject=subject,
            led=await self._units_led(),
            grants=self.grants,
        )

    async def to_person(self, person_id: str) -> None:
        """Raises the same refusal whether the person is out of scope or does not exist."""
        # What cannot be an id is nobody's: the directory's database is not asked about it.
        if not PERSON_ID.fullmatch(person_id):
            raise self.refusal()
        place = None
        if self._depends_on_place():
            place = await self.directory.place_of(person_id, self.on)
        await self._demand(Subject(person_id, place))

    async def to_place(self, place: str) -> None:
        await self._demand(Subject(None, place))

    async def to_bureau(self) -> None:
        await self._demand(Subject())

    async def visible_paths(self) -> Visible:
        """The filter a list must apply, in the query itself, before it counts or pages."""
        self.asked = True
        scopes = self.grants.scopes_of(self.principal.roles, self.permission)
        if Scope.BUREAU in scopes:
            return Visible(everything=True)
        led = tuple(await self._units_led())
        return Visible(
            subtrees=led if Scope.SUBTREE in scopes else (),
            units=led if Scope.UNIT in scopes else (),
            person_id=self.principal.person_id if Scope.SELF in scopes else None,
        )

    async def _demand(self, subject: Subject) -> None:
        if not (await self.verdict(subject)).allowed:
            raise self.refusal()

    def refusal(self) -> Refused:
        """Out of scope: a reader is told nothing is there, a writer that it is not for him."""
        if self.permission.reads and self.has_any_scope():
            return nothing_here()
        return not_permitted()

    def _depends_on_place(self) -> bool:
        """Else the directory, which may be another service, is neither waited for nor needed."""
        scopes = self.grants.scopes_of(self.principal.roles, self.permission)
        return Scope.BUREAU not in scopes and bool(scopes & {Scope.UNIT, Scope.SUBTREE})

    async def _units_led(self) -> list[str]:
        if self._led is None:
            person_id = self.principal.person_id if self._depends_on_place() else None
            self._led = await self.directory.units_led_by(person_id, self.on) if person_id else []
        return self._led


def nothing_here() -> Refused:
    """Rooms raise this one too when a subject does not exist, so that the two look alike."""
    return not_found("not_found", "不存在，或您无权查看", "nothing here, or nothing you may see")


def no_longer_serving() -> Refused:
    return forbidden(
        "no_longer_serving",
        "该账号对应的人员已离职, 不能再使用",
        "the person of this account has left the service: it can be used no more",
    )


def not_permitted() -> Refused:
    return forbidden("not_permitted", "您没有此项权限", "you are not permitted to do this")
