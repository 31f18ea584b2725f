"""Puts together a room that keeps nothing but files of facts, and who may do what in it."""

import httpx
from fastapi import FastAPI

from services.kernel.file.file import FileKind
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
from services.kernel.settings import Room, Settings
from services.kernel.web.permissions import Grant, Role, Scope, grant


def file_grants(room: Room, keeper: Role) -> list[Grant]:
    """`keeper` records for the bureau, as hr does; everybody sees the own file."""
    read = f"{room}.file.read"
    lines = [
        grant(Role.OFFICER, read, Scope.SELF),
        grant(Role.AUXILIARY, read, Scope.SELF),
        grant(Role.UNIT_LEADER, read, Scope.SUBTREE),
        grant(Role.HR, read, Scope.BUREAU),
        grant(keeper, read, Scope.BUREAU),
        grant(Role.HR, f"{room}.template.read", Scope.BUREAU),
        grant(keeper, f"{room}.template.read", Scope.BUREAU),
        grant(Role.SYSTEM, f"{room}.feed.read", Scope.BUREAU),
    ]
    for kind in fact_kinds(room):
        for permission in (record_permission(kind), mend_permission(kind), import_permission(kind)):
            lines += [grant(role, permission, Scope.BUREAU) for role in (Role.HR, keeper)]
    return lines


def file_room(
    file: FileKind, room: Room, keeper: Role, settings: Settings, http: httpx.AsyncClient | None
) -> FastAPI:
    spec = RoomSpec(
        name=room,
        routers=[*file_routers(file), *sheet_routers(file), reading_router(room)],
        grants=file_grants(room, keeper),
        directory=service_directory(room),
    )
    return room_app(spec, settings, http)
