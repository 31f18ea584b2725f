"""What a recorder says of a person, part of which the event holds sealed only. Pure."""

from typing import Any, ClassVar

import msgspec

from services.kernel.errors import Refused, conflict
from services.kernel.event import Event
from services.kernel.protect.classes import FieldClass
from services.kernel.protect.sealing import SealedSection

SECTION = "sealed"  # The field of the event that holds it.


class Told(Event):
    """A request's words, never an event: whatever CLEAR does not name is sealed as `OF`."""

    OF: ClassVar[FieldClass] = FieldClass.S3
    CLEAR: ClassVar[tuple[str, ...]] = ()

    def derived(self) -> dict[str, Any]:
        """What decisions and rules need of the sealed part, and may stand in clear for ever."""
        return {}

    def plain(self) -> bytes:
        """Canonical JSON of the part to be sealed; absent optionals left out."""
        tree = self.model_dump(mode="json", exclude_none=True, exclude=set(self.CLEAR))
        return msgspec.json.encode(tree, order="sorted")

    def as_event(self, event: type[Event], section: SealedSection) -> Event:
        clear = self.model_dump(include=set(self.CLEAR), exclude_none=True)
        return event(**clear, **self.derived(), **{SECTION: section})


def told_of(event: type[Event]) -> type[Told] | None:
    """None for an event that stands in clear."""
    told = event.TOLD
    return told if told is not None and issubclass(told, Told) else None


def sealed_fields(event: type[Event]) -> tuple[str, ...]:
    told = told_of(event)
    return tuple(n for n in told.model_fields if n not in told.CLEAR) if told else ()


def erased() -> Refused:
    return conflict(
        "personal_data_erased",
        "该类个人信息已依法删除, 档案不再收录",
        "personal data of this class have been erased: this file takes no more of them",
    )
