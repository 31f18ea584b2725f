"""The training room put together."""

import httpx
from fastapi import FastAPI

from services.kernel.file.room import file_room
from services.kernel.settings import Settings
from services.kernel.web.permissions import Role
from services.training.rules import FILE


def make_app(settings: Settings, http: httpx.AsyncClient | None = None) -> FastAPI:
    return file_room(FILE, "training", Role.TRAINER, settings, http)
