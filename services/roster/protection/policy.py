"""Who sees a sealed field, in full or masked, and how often one may reveal. Pure."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from services.kernel.policy import ChoiceFile, Clause, PolicyKind, Source, Sourced
from services.kernel.web.permissions import Role


class Viewer(StrEnum):
    """The person, or a role that reaches the person's file."""

    SELF = "self"
    UNIT_LEADER = Role.UNIT_LEADER.value
    HR = Role.HR.value
    FINANCE = Role.FINANCE.value
    AUDITOR = Role.AUDITOR.value


class Extent(StrEnum):
    """Later ones show more; what is not named is not shown."""

    MASKED = "masked"
    FULL = "full"


class FieldView(Clause):
    """One field: how it is shown in files and lists, and who may have it revealed."""

    field: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,40}$")]
    shown: dict[Viewer, Extent]
    reveal: tuple[Viewer, ...] = ()


class FieldViews(Clause):
    source: Source
    fields: Annotated[list[FieldView], Field(min_length=1)]


class PersonalDataChoice(ChoiceFile):
    """`policies/bureaus/<bureau>/personal_data/`."""

    views: FieldViews
    # Of one caller.
    reveals_per_day: Sourced[Annotated[int, Field(ge=1, le=1000)]]
    searches_per_day: Sourced[Annotated[int, Field(ge=1, le=10_000)]]


PERSONAL_DATA = PolicyKind("personal_data", None, PersonalDataChoice)
