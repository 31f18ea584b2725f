"""What a viewer sees of sealed fields: in full, masked, or only that there is something. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from services.kernel.event import Event
from services.kernel.file.sealed import Opened, State
from services.kernel.protect.told import sealed_fields
from services.roster.protection.policy import Extent, FieldView, Viewer

HIDDEN = "hidden"
_KEPT = {"id_number": (3, 4), "phone": (3, 4), "address": (6, 0)}  # Characters: first, last.


@dataclass(frozen=True, slots=True)
class Shown:
    """Fields to add to the clear ones, and what each sealed field is shown as.

    `withheld`: clear fields that are not shown after all.
    """

    fields: Mapping[str, Any]
    protection: Mapping[str, str]
    withheld: Collection[str] = ()

    @property
    def in_full(self) -> list[str]:
        return [name for name, how in self.protection.items() if how == Extent.FULL]


def masked(field: str, value: str) -> str:
    """As many stars as characters are left out; nothing is kept of a text too short to hide."""
    first, last = _KEPT.get(field, (0, 0))
    if len(value) <= first + last:
        return "*" * len(value)
    return value[:first] + "*" * (len(value) - first - last) + value[len(value) - last :]


def extent_of(view: FieldView | None, viewers: Collection[Viewer]) -> Extent | None:
    """The most that any of the viewer's hats shows; None: not even masked."""
    found = {view.shown[viewer] for viewer in viewers if viewer in view.shown} if view else set()
    return Extent.FULL if Extent.FULL in found else Extent.MASKED if found else None


def shown(
    event: type[Event],
    opened: Opened,
    views: Mapping[str, FieldView],
    viewers: Collection[Viewer],
) -> Shown:
    fields: dict[str, Any] = {}
    protection: dict[str, str] = {}
    for name in sealed_fields(event):
        extent = extent_of(views.get(name), viewers)
        if opened.state is not State.OPEN:
            protection[name] = opened.state.value
        elif name not in opened.fields:
            continue
        elif extent is None:
            protection[name] = HIDDEN
        else:
            value = opened.fields[name]
            fields[name] = value if extent is Extent.FULL else masked(name, str(value))
            protection[name] = extent.value
    return Shown(fields, protection)
