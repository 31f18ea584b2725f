"""The names of facts in case files: wire name, short name or Chinese name, and their fields.

Pure.
"""

import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from pydantic.fields import FieldInfo

import services.assessment.events
import services.roster.events
import services.training.events  # noqa: F401  the three rooms' languages are registered on import
from services.kernel.event import Event, event_types
from services.kernel.tree_model import nearest

REVOKED = "fact_revoked"
ROOMS = ("roster", "assessment", "training")


@cache
def kinds() -> Mapping[str, tuple[type[Event], ...]]:
    """Every spelling of a fact's name, and the classes it may mean (several: ambiguous)."""
    found: dict[str, list[type[Event]]] = {}
    for wire_name, cls in event_types().items():
        if cls.ROOM not in ROOMS:
            continue
        short = wire_name.split(".")[1]
        for name in {wire_name, wire_name.rpartition(".v")[0], short, cls.ZH}:
            found.setdefault(name, []).append(cls)
    return {name: tuple(_newest(classes)) for name, classes in found.items()}


def _newest(classes: list[type[Event]]) -> list[type[Event]]:
    """Of several versions of one type the latest."""
    latest: dict[str, type[Event]] = {}
    for cls in sorted(classes, key=lambda c: int(c.TYPE.rpartition(".v")[2])):
        latest[cls.TYPE.rpartition(".v")[0]] = cls
    return list(latest.values())


def short_names() -> list[str]:
    return sorted({c.TYPE.split(".")[1] for classes in kinds().values() for c in classes})


def hint(name: str) -> tuple[str, str]:
    """What is allowed instead of an unknown name, in both languages."""
    zh, en = nearest(name, kinds())
    names = ", ".join(short_names())
    return f"; 允许: {names}{zh}", f"; allowed: {names}{en}"


def required_fields(cls: type[Event]) -> list[tuple[str, FieldInfo]]:
    return [(name, info) for name, info in cls.model_fields.items() if info.is_required()]


@cache
def plain_types(cls: type[Event]) -> Mapping[str, frozenset[Any]]:
    """By field, the types its value may have."""
    return {name: frozenset(_plain(info.annotation)) for name, info in cls.model_fields.items()}


@cache
def reference_fields(cls: type[Event]) -> tuple[str, ...]:
    """Fields that name another fact; a case gives the label."""
    return tuple(name for name, plain in plain_types(cls).items() if UUID in plain)


def _plain(annotation: Any) -> list[Any]:  # noqa: ANN401  any type expression
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _plain(typing.get_args(annotation)[0])
    if origin is typing.Union or origin is types.UnionType:
        return [p for a in typing.get_args(annotation) for p in _plain(a)]
    return [annotation]
