"""Events: typed payloads, their wire names, and the one place that encodes and decodes. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from pydantic import BaseModel, ConfigDict

Upcast = Mapping[str, Any]

_REGISTRY: dict[str, type["Event"]] = {}
_CAMEL = re.compile(r"(?<!^)(?=[A-Z])")


class Event(BaseModel):
    """What happened, in the past tense. The class keyword arguments give its place in the language.

    `class CoursePassed(Event, room="training", zh="培训合格")` is `training.course_passed.v1`.
    A published class never changes shape: a new optional field, or else a class with `version=2`
    and an `upcast` from the older payload.
    """

    # Not `strict`: strictness would refuse JSON's strings for days and terms. Numbers and flags
    # are strict one by one (kernel/values.py), and tests/test_events.py finds whoever forgets.
    model_config = ConfigDict(frozen=True, extra="forbid")

    TYPE: ClassVar[str] = ""
    ROOM: ClassVar[str] = ""
    ZH: ClassVar[str] = ""
    ABOUT: ClassVar[str] = "person"  # What the subject is: a person, a unit, a pay run.
    RECORDABLE: ClassVar[bool] = True  # May be taken over from paper as it is (history).
    MASKED: ClassVar[tuple[str, ...]] = ()  # Text of which answers show only the end.
    # Standing facts of one subject that share these fields and differ contradict each other.
    ONE_BY: ClassVar[tuple[str, ...]] = ()
    TOLD: ClassVar[type["Event"] | None] = None  # What its recorder says, where parts are sealed.

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401  pydantic's hook
        room = kwargs.get("room")
        if room is None:  # A shape shared by several events, not an event itself.
            return
        name = kwargs.get("name") or _CAMEL.sub("_", cls.__name__).lower()
        cls.ROOM, cls.ZH = room, kwargs["zh"]
        cls.ABOUT = kwargs.get("about", "person")
        cls.RECORDABLE = kwargs.get("recordable", True)
        cls.MASKED = kwargs.get("masked", ())
        cls.ONE_BY = kwargs.get("one_by", ())
        cls.TOLD = kwargs.get("told")
        cls.TYPE = f"{room}.{name}.v{kwargs.get('version', 1)}"
        if cls.TOLD is not None:  # What is told is called as what it becomes.
            cls.TOLD.TYPE, cls.TOLD.ROOM, cls.TOLD.ZH = cls.TYPE, cls.ROOM, cls.ZH
        if cls.TYPE in _REGISTRY and _REGISTRY[cls.TYPE].__module__ != cls.__module__:
            msg = f"two classes claim the wire name {cls.TYPE}"
            raise TypeError(msg)
        _REGISTRY[cls.TYPE] = cls

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401  pydantic's hook
        super().__init_subclass__()

    @classmethod
    def upcast(cls, data: Upcast) -> tuple[str, Upcast] | None:  # noqa: ARG003  overridden
        """An older payload in the words of the next version: (type, data); None when current."""
        return None


def event_types(room: str | None = None) -> dict[str, type[Event]]:
    """Every registered type by wire name, sorted; of one room when named."""
    return {t: c for t, c in sorted(_REGISTRY.items()) if room in (None, c.ROOM)}


def event_type(wire_name: str) -> type[Event]:
    """Raises UnknownType for a name nobody registered."""
    try:
        return _REGISTRY[wire_name]
    except KeyError:
        raise UnknownType(wire_name) from None


class UnknownType(LookupError):
    """A type this code does not know: from a newer room, or misspelt."""

    def __init__(self, wire_name: str) -> None:
        super().__init__(f"unknown event type {wire_name!r}")
        self.wire_name = wire_name


@dataclass(frozen=True, slots=True)
class Draft:
    """An event decided but not yet recorded: it has no position and no recording time."""

    data: Event
    subject: str  # A person id wherever a person is meant; the Kafka key.
    effective_on: date
    corrects: UUID | None = None
    revokes: UUID | None = None
    basis: str = ""  # 依据: the document, paper or system that says so.
    reason: str = ""  # Why a correction or revocation is made.


@dataclass(frozen=True, slots=True)
class Origin:
    """Which command, by whom, as part of what. `body_digest` tells a repeat from a reuse."""

    command_id: UUID
    actor: str
    correlation_id: str
    body_digest: bytes = b""
    causation_id: UUID | None = None


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the log holds it. `data` is the exact JSON text that the chain attests."""

    pos: int  # 1, 2, 3 ... in commit order within this room's log.
    event_id: UUID
    type: str
    stream_id: str
    version: int  # 1, 2, 3 ... within the stream.
    subject: str
    subject_seq: int  # 1, 2, 3 ... within this room's events about the subject.
    effective_on: date
    recorded_at: datetime  # UTC, from the database, never running backwards along pos.
    actor: str
    command_id: UUID
    correlation_id: str
    causation_id: UUID | None
    corrects: UUID | None
    revokes: UUID | None
    basis: str
    reason: str
    data: str
    chain: bytes

    @property
    def room(self) -> str:
        return self.type.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command left behind; the same again when the command is sent again."""

    events: tuple[UUID, ...]
    pos: int  # The last position written: reads with `min_position` see everything up to it.
    versions: Mapping[str, int] = field(default_factory=dict)  # By stream, after the append.
    replayed: bool = False


def encode(event: Event) -> str:
    """Canonical JSON: sorted keys, no white space, absent optionals left out."""
    tree = event.model_dump(mode="json", exclude_none=True)
    return msgspec.json.encode(tree, order="sorted").decode()


def decode(wire_name: str, data: str | bytes) -> Event:
    """The payload in today's words: older versions are upcast step by step.

    Raises UnknownType; pydantic.ValidationError when the payload is not what its type says.
    """
    cls = event_type(wire_name)
    tree: Upcast | None = None
    while (newer := cls.upcast(tree or msgspec.json.decode(data))) is not None:
        wire_name, tree = newer
        cls = event_type(wire_name)
    if tree is None:
        return cls.model_validate_json(data)
    return cls.model_validate_json(msgspec.json.encode(tree))


def decode_fast(wire_name: str, data: str | bytes) -> Any:  # noqa: ANN401  same attributes as the event
    """A read-only struct with the event's attributes, three times quicker: for replay.

    For payloads this code wrote itself; limits were checked when they were recorded.
    """
    return lean_decoder(wire_name)(data)


@cache
def lean_decoder(wire_name: str) -> Callable[[Any], Any]:
    """`decode_fast` for one type; older versions go the long way, through their upcasts."""
    cls = event_type(wire_name)
    if cls.upcast is not Event.upcast and cls.upcast({}) is not None:
        return lambda data: decode(wire_name, bytes(data) if not isinstance(data, str) else data)
    return msgspec.json.Decoder(_lean(cls)).decode


@cache
def _lean(model: type[BaseModel]) -> type[msgspec.Struct]:
    columns: list[Any] = []
    for name, info in model.model_fields.items():
        kind = _lean_type(info.annotation)
        columns.append((name, kind) if info.is_required() else (name, kind, info.default))
    extra = {"TYPE": getattr(model, "TYPE", ""), "ZH": getattr(model, "ZH", "")}
    return msgspec.defstruct(
        model.__name__, columns, frozen=True, kw_only=True, namespace=extra, gc=False
    )


def _lean_type(annotation: Any) -> Any:  # noqa: ANN401  any type expression
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _lean(annotation)
    args = getattr(annotation, "__args__", None)
    if not args:
        return annotation
    lean_args = tuple(_lean_type(a) for a in args)
    if lean_args == args:
        return annotation
    return annotation.__origin__[lean_args] if hasattr(annotation, "__origin__") else annotation
