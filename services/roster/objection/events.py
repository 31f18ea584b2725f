"""A person's objection to an entry of the own file, and its answer, as published. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.kernel.event import Event
from services.kernel.protect.sealing import SealedSection
from services.kernel.protect.told import Told
from services.kernel.values import Flag

STATEMENT_CHARS_MAX = 1000


class EntryObjectedTold(Told):
    """What the person says is wrong with it; others are told only that there is an objection."""

    CLEAR = ("entry",)

    entry: UUID
    statement: Annotated[str, Field(min_length=1, max_length=STATEMENT_CHARS_MAX)]


class EntryObjected(
    Event, room="roster", zh="对档案记载的异议", recordable=False, told=EntryObjectedTold
):
    """Against one event of the file; revoked, it is withdrawn."""

    entry: UUID
    sealed: SealedSection


class EntryObjectionAnswered(Event, room="roster", zh="档案异议答复", recordable=False):
    """Upheld once the entry has been corrected or revoked; the reason is the envelope's."""

    objection: UUID
    upheld: Flag
