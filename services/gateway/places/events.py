"""A place of a level quota set aside for a proposal, as published. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.kernel.event import Event
from services.kernel.values import ShortText

Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class LevelPlaceReserved(Event, room="gateway", zh="占用层级职数", recordable=False):
    """Until the proposal is returned or superseded, or the person holds the level."""

    proposal: UUID
    group: ShortText  # levels_1_to_3, level_1
    allowed: Count
    taken: Count  # Before this one: held by others, and set aside for them.
