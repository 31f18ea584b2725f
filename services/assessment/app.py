"""The assessment room put together: its files, and who may do what."""

import httpx
from fastapi import FastAPI

from services.assessment import rules
from services.kernel.file.kinds import (
    fact_kinds,
    import_permission,
    mend_permission,
    record_permission,
)
from services.kernel.file.reading import reading_router
from services.kernel.file.routes import file_routers
from services.kernel.file.sheet_routes import sheet_routers
from services.kernel.room import RoomSpec, room_app
from services.kernel.service_directory import service_directory
from services.kernel.settings import Settings
from services.kernel.web.permissions import Grant, Role, Scope, grant


def grants() -> list[Grant]:
    lines = [
        grant(Role.OFFICER, "assessment.file.read", Scope.SELF),
        grant(Role.AUXILIARY, "assessment.file.read", Scope.SELF),
        grant(Role.UNIT_LEADER, "assessment.file.read", Scope.SUBTREE),
        grant(Role.HR, "assessment.file.read", Scope.BUREAU),
        grant(Role.ASSESSOR, "assessment.file.read", Scope.BUREAU),
        grant(Role.HR, "assessment.template.read", Scope.BUREAU),
        grant(Role.ASSESSOR, "assessment.template.read", Scope.BUREAU),
        grant(Role.SYSTEM, "assessment.feed.read", Scope.BUREAU),
    ]
    for kind in fact_kinds("assessment"):
        for permission in (record_permission(kind), mend_permission(kind), import_permission(kind)):
            lines.append(grant(Role.HR, permission, Scope.BUREAU))
            lines.append(grant(Role.ASSESSOR, permission, Scope.BUREAU))
    return lines


def make_app(settings: Settings, http: httpx.AsyncClient | None = None) -> FastAPI:
    spec = RoomSpec(
        name="assessment",
        routers=[
            *file_routers(rules.FILE),
            *sheet_routers(rules.FILE),
            reading_router("assessment"),
        ],
        grants=grants(),
        directory=service_directory("assessment"),
    )
    return room_app(spec, settings, http)
