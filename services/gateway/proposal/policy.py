"""How many approve what, and for how long objections are open: the bureau's choice. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.policy import ChoiceFile, PolicyKind, Sourced


class ApprovalChoice(ChoiceFile):
    approvals: Sourced[Annotated[int, Field(ge=2, le=5)]]  # Four eyes are no choice.
    policy_approvals: Sourced[Annotated[int, Field(ge=2, le=5)]]
    publicity_days: Sourced[Annotated[int, Field(ge=0, le=60)]]


APPROVAL = PolicyKind("approval", None, ApprovalChoice)
