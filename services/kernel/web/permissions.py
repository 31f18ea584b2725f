"""The words of authorization: permissions, roles, scopes, and the table that joins them. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Self

_PERMISSION = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
_READING = frozenset({"read", "verify"})


class Permission(str):
    """`room.noun.verb`, registered by being used in a route. `read` and `verify` only look."""

    __slots__ = ()

    def __new__(cls, name: str) -> Self:
        """Refuses a name that is not dotted snake_case."""
        if not _PERMISSION.fullmatch(name):
            raise ValueError(f"{name!r} is not a permission: write it as room.noun.verb")
        return super().__new__(cls, name)

    @property
    def verb(self) -> str:
        return self.rpartition(".")[2]

    @property
    def reads(self) -> bool:
        return self.verb in _READING


class Scope(IntEnum):
    """How far a role's permission reaches, from where the facts of the roster place its holder."""

    SELF = 1  # The holder's own file.
    UNIT = 2  # Persons placed directly in a unit the holder leads.
    SUBTREE = 3  # Persons placed in a unit the holder leads, or anywhere below it.
    BUREAU = 4


class Role(StrEnum):
    """What a token may say its bearer is. Where the bearer stands is never taken from a token."""

    OFFICER = "officer"  # 民警
    AUXILIARY = "auxiliary"  # 辅警
    UNIT_LEADER = "unit_leader"
    HR = "hr"  # 政治处
    ASSESSOR = "assessor"
    TRAINER = "trainer"
    FINANCE = "finance"
    APPROVER = "approver"
    AUDITOR = "auditor"
    SECURITY_ADMIN = "security_admin"
    SYSTEM = "system"  # One service speaking for itself to another.


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of the table. `permission` may be `*.read` or `*.verify`: any room's."""

    role: Role
    permission: str
    scope: Scope


def grant(role: Role, permission: str, scope: Scope) -> Grant:
    """Refuses a permission that is neither well-formed nor `*.` and a verb that only looks."""
    if permission not in {f"*.{verb}" for verb in _READING}:
        Permission(permission)
    return Grant(Role(role), permission, scope)


# Every room adds its own lines beside its routes; these hold in all of them.
KERNEL_GRANTS = (
    grant(Role.AUDITOR, "*.read", Scope.BUREAU),
    grant(Role.AUDITOR, "*.verify", Scope.BUREAU),
    grant(Role.SECURITY_ADMIN, "kernel.health.read", Scope.BUREAU),
    grant(Role.SYSTEM, "kernel.health.read", Scope.BUREAU),
)


class GrantTable:
    """(role, permission) -> scope. What is not in it is not permitted."""

    def __init__(self, lines: Iterable[Grant]) -> None:
        """Of two lines for one pair the wider scope holds."""
        self._scopes: dict[tuple[str, str], Scope] = {}
        for line in (*KERNEL_GRANTS, *lines):
            pair = (line.role.value, line.permission)
            self._scopes[pair] = max(line.scope, self._scopes.get(pair, line.scope))

    def scopes_of(self, roles: Iterable[str], permission: Permission) -> set[Scope]:
        """All scopes these roles have; a role the table does not know has none."""
        names = (str(permission), f"*.{permission.verb}")
        pairs = ((role, name) for role in roles for name in names)
        return {self._scopes[pair] for pair in pairs if pair in self._scopes}

    def permissions(self) -> set[str]:
        return {permission for _, permission in self._scopes}
