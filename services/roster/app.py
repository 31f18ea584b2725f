"""The roster put together: its files, its routes, who may do what, its read models."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
from fastapi import FastAPI

from services.kernel.errors import Refused
from services.kernel.file.kinds import (
    fact_kinds,
    import_permission,
    mend_permission,
    record_permission,
)
from services.kernel.file.reading import reading_router, unit_reading_router
from services.kernel.file.routes import file_routers
from services.kernel.file.sheet_routes import sheet_routers
from services.kernel.policy_files import POLICIES, load_shelf
from services.kernel.protect.told import told_of
from services.kernel.protect.vault import Vault
from services.kernel.room import WITNESS_SECONDS, RoomSpec, bear_witness, room_app
from services.kernel.settings import Settings
from services.kernel.store.log import Log
from services.kernel.web.permissions import Grant, Role, Scope, grant
from services.roster import api, rules
from services.roster.directory import RosterDirectory
from services.roster.erasure import api as erasure
from services.roster.erasure.destroying import keep_destroying
from services.roster.history_policy import SERVICE_HISTORY, Bounds
from services.roster.investigation.open_cases import of_open_cases
from services.roster.keeping import Keeping, vault_of
from services.roster.naming import people_called
from services.roster.objection import api as objection
from services.roster.organisation import api as organisation
from services.roster.protection import api as protection
from services.roster.protection.shows import protection_of, show
from services.roster.recruitment import api as recruitment
from services.roster.recruitment import application_api, result_api, selection_api
from services.roster.recruitment.reading import shelf_of as recruitment_shelf_of
from services.roster.structure import api as structure

# Facts about money, faults and health are shown to the person and to those who work with them.
RESERVED = ("remuneration", "sanction", "investigation", "health", "recruitment")
# What a unit's own leader may write down at once, about the people of the unit.
LEADERS_RECORD = ("sanction", "attendance", "honour")
# Whoever hires has recorded no result of the applicant: two people, as their hats say already.
RECRUITING = (
    (Role.HR, "manage"),
    (Role.HR, "apply"),
    (Role.HR, "examine"),
    (Role.HR, "answer"),
    (Role.APPROVER, "hire"),
    (Role.APPROVER, "read"),
)
READ_BY_HR = (
    "file",
    "person",
    "unit",
    "sanction",
    "investigation",
    "health",
    "remuneration",
    "recruitment",
    "directory",
    "structure",
    "template",
)


def grants() -> list[Grant]:
    lines = [
        grant(Role.OFFICER, "roster.file.read", Scope.SELF),
        grant(Role.AUXILIARY, "roster.file.read", Scope.SELF),
        grant(Role.UNIT_LEADER, "roster.file.read", Scope.SUBTREE),
        grant(Role.UNIT_LEADER, "roster.person.read", Scope.SUBTREE),
        grant(Role.UNIT_LEADER, "roster.sanction.read", Scope.SUBTREE),
        grant(Role.UNIT_LEADER, "roster.health.read", Scope.SUBTREE),
        grant(Role.UNIT_LEADER, "roster.structure.read", Scope.SUBTREE),
        grant(Role.APPROVER, "roster.structure.read", Scope.BUREAU),
        # Beside leave to post people, which HR has: two hats, or two persons' agreement.
        grant(Role.APPROVER, rules.EXCEED_QUOTA, Scope.BUREAU),
        grant(Role.FINANCE, "roster.structure.read", Scope.BUREAU),
        grant(Role.FINANCE, "roster.template.read", Scope.BUREAU),
        grant(Role.FINANCE, "roster.file.read", Scope.BUREAU),
        grant(Role.FINANCE, "roster.person.read", Scope.BUREAU),
        grant(Role.FINANCE, "roster.remuneration.read", Scope.BUREAU),
        grant(Role.FINANCE, "roster.remuneration.record", Scope.BUREAU),
        grant(Role.FINANCE, "roster.remuneration.import", Scope.BUREAU),
        # The most sensitive fields: by name and reason, each field by its roles (policy).
        grant(Role.HR, "roster.personal_data.reveal", Scope.BUREAU),
        grant(Role.AUDITOR, "roster.personal_data.reveal", Scope.BUREAU),
        grant(Role.HR, "roster.identity.search", Scope.BUREAU),
        grant(Role.HR, "roster.erasure.propose", Scope.BUREAU),
        grant(Role.APPROVER, "roster.erasure.approve", Scope.BUREAU),
        grant(Role.OFFICER, "roster.access_log.read", Scope.SELF),
        grant(Role.AUXILIARY, "roster.access_log.read", Scope.SELF),
        grant(Role.OFFICER, "roster.objection.raise", Scope.SELF),
        grant(Role.AUXILIARY, "roster.objection.raise", Scope.SELF),
        grant(Role.HR, "roster.objection.answer", Scope.BUREAU),
        grant(Role.HR, "roster.objection.read", Scope.BUREAU),
        grant(Role.SYSTEM, "roster.feed.read", Scope.BUREAU),
        grant(Role.SYSTEM, "roster.directory.read", Scope.BUREAU),
    ]
    lines += [grant(role, f"roster.recruitment.{verb}", Scope.BUREAU) for role, verb in RECRUITING]
    for read in READ_BY_HR:
        lines.append(grant(Role.HR, f"roster.{read}.read", Scope.BUREAU))
    for role in (Role.OFFICER, Role.AUXILIARY, Role.UNIT_LEADER, Role.FINANCE, Role.APPROVER):
        lines.append(grant(role, "roster.unit.read", Scope.BUREAU))
    for kind in fact_kinds("roster"):
        for permission in (record_permission(kind), mend_permission(kind), import_permission(kind)):
            lines.append(grant(Role.HR, permission, Scope.BUREAU))
        if kind.noun in LEADERS_RECORD:
            lines.append(grant(Role.UNIT_LEADER, record_permission(kind), Scope.SUBTREE))
            lines.append(grant(Role.UNIT_LEADER, mend_permission(kind), Scope.SUBTREE))
    return lines


async def _witness_reads(vault: Vault, settings: Settings) -> None:
    """The access log has its checkpoints, too, once the keystore can be reached."""
    while True:
        try:
            log = Log(await vault.pool())
        except Refused:
            await asyncio.sleep(WITNESS_SECONDS)
            continue
        await bear_witness("keys", log, settings)


@asynccontextmanager
async def _with_policies(app: FastAPI, settings: Settings) -> AsyncIterator[None]:
    app.state.structure_shelf = structure.shelf_of(settings.bureau)
    app.state.recruitment_shelf = recruitment_shelf_of(settings.bureau)
    app.state.protection = protection_of(app.state.vault, settings.bureau)
    keeping_on = asyncio.create_task(keep_destroying(app.state.pool, app.state.protection))
    app.state.destroying = keeping_on
    witnessing = asyncio.create_task(_witness_reads(app.state.vault, settings))
    try:
        yield
    finally:
        for task in (keeping_on, witnessing):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await app.state.vault.close()


_PRIVATE = (
    *(f"/{kind.slug}" for kind in fact_kinds("roster") if told_of(kind.event)),
    "/reveal",
    "/search",
    "/objections",
    "/recruitments",
)


def is_private(path: str) -> bool:
    """Whether a command there brings personal data that are to be sealed, or asks for them."""
    return any(part in path for part in _PRIVATE)


def bounds_of(bureau: str) -> Bounds:
    """Raises SourceWrong with every mistake of every file."""
    return Bounds(load_shelf(POLICIES, bureau, [SERVICE_HISTORY]))


def make_app(settings: Settings, http: httpx.AsyncClient | None = None) -> FastAPI:
    def directory(_settings: Settings, _http: httpx.AsyncClient) -> RosterDirectory:
        return RosterDirectory()

    vault, bounds = vault_of(settings), bounds_of(settings.bureau)
    file = rules.file_kind(bounds)
    spec = RoomSpec(
        name="roster",
        routers=[
            api.router,
            organisation.router,
            structure.router,
            protection.router,
            erasure.router,
            objection.router,
            recruitment.router,
            application_api.router,
            result_api.router,
            selection_api.router,
            *file_routers(file),
            *sheet_routers(file, people_called),
            reading_router(
                "roster",
                reserved_nouns=RESERVED,
                show=show,
                not_for_self=of_open_cases,
                doubts=file.doubts,
            ),
            unit_reading_router("roster", file.doubts),
        ],
        grants=grants(),
        directory=directory,
        project=Keeping(vault).project_and_guard,
        digest_key=lambda path: vault.digest_key() if is_private(path) else None,
        also=_with_policies,
    )
    app = room_app(spec, settings, http)
    app.state.vault, app.state.bounds, app.state.file_kind = vault, bounds, file
    return app
