"""What one room can be told: its kinds of fact by short name, and the noun of each. Pure."""

from dataclasses import dataclass

from services.kernel.event import Event, event_types


@dataclass(frozen=True, slots=True)
class FactKind:
    """One kind of fact as it appears in paths, permissions and imports."""

    event: type[Event]
    slug: str  # `sanction_imposed`: the wire name without room and version.
    noun: str  # `sanction`: the folder it lives in; permissions are given by noun.

    @property
    def about(self) -> str:
        return self.event.ABOUT

    @property
    def told(self) -> type[Event]:
        """What a recorder says: the event itself, unless parts of it are sealed."""
        return self.event.TOLD or self.event


def slug_of(wire_name: str) -> str:
    return wire_name.split(".")[1]


def noun_of(event: type[Event]) -> str:
    """The folder of `services/<room>/<noun>/events.py`; `fact` where a room has one drawer."""
    parts = event.__module__.split(".")
    return parts[2] if len(parts) > 3 else "fact"  # noqa: PLR2004  services.room.noun.events


def fact_kinds(room: str) -> list[FactKind]:
    """The newest version of each recordable kind, by slug."""
    newest: dict[str, FactKind] = {}
    for wire_name, event in event_types(room).items():  # Sorted: later versions come later.
        if event.RECORDABLE:
            slug = slug_of(wire_name)
            newest[slug] = FactKind(event, slug, noun_of(event))
    return list(newest.values())


def record_permission(kind: FactKind) -> str:
    return f"{kind.event.ROOM}.{kind.noun}.record"


def mend_permission(kind: FactKind) -> str:
    return f"{kind.event.ROOM}.{kind.noun}.mend"


def import_permission(kind: FactKind) -> str:
    return f"{kind.event.ROOM}.{kind.noun}.import"


def noun_read_permission(room: str, noun: str) -> str:
    return f"{room}.{noun}.read"
