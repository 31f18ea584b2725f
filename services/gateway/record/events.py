"""A decision written down, as published. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.values import Remark, ShortText

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class DecisionRecorded(Event, room="gateway", zh="判定记载", recordable=False):
    """The engine's answer as it was given; `decision` is its canonical JSON, to the byte."""

    kind: ShortText
    outcome: ShortText
    decision: Annotated[str, Field(max_length=500_000)]
    decision_sha256: Sha256
    # How far each room's log was known: exactly which facts could be used.
    roster_pos: Annotated[int, Field(strict=True, ge=0)]
    assessment_pos: Annotated[int, Field(strict=True, ge=0)]
    training_pos: Annotated[int, Field(strict=True, ge=0)]
    roster_chain: Sha256
    assessment_chain: Sha256
    training_chain: Sha256
    # Of this log: of which publications of policies could be used. None: before there were any.
    policies_pos: Annotated[int, Field(strict=True, ge=0)] | None = None
    note: Remark = ""
