"""The whole published language: the event classes of every room, found and imported."""

import importlib
from pathlib import Path

from services.kernel.event import Event, event_types
from services.kernel.settings import REPOSITORY, ROOMS

LOCK_FILE = REPOSITORY / "schemas" / "events.lock.json"
SAMPLES_FOLDER = REPOSITORY / "tests" / "wire"


def published() -> dict[str, type[Event]]:
    """By wire name, sorted. Whatever module is called `events` may hold event classes."""
    for room in ROOMS:
        for file in sorted((REPOSITORY / "services" / room).rglob("events.py")):
            importlib.import_module(_module(file))
    return {name: event for name, event in event_types().items() if event.ROOM in ROOMS}


def _module(file: Path) -> str:
    return ".".join(file.relative_to(REPOSITORY).with_suffix("").parts)
