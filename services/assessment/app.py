"""The assessment room put together."""

import httpx
from fastapi import FastAPI

from services.assessment.rules import FILE
from services.kernel.file.room import file_room
from services.kernel.settings import Settings
from services.kernel.web.permissions import Role


def make_app(settings: Settings, http: httpx.AsyncClient | None = None) -> FastAPI:
    return file_room(FILE, "assessment", Role.ASSESSOR, settings, http)
