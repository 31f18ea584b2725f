"""The gateway put together: the door, the decisions, and how far the facts have come."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from fastapi import FastAPI

from services.gateway import api, views
from services.gateway.answer import shelves_of
from services.gateway.door import forward
from services.gateway.facts import api as stops
from services.gateway.facts.health import follower_check
from services.gateway.facts.lag import watch
from services.gateway.payroll import api as pay_runs
from services.gateway.payroll import files_api, slips_api
from services.gateway.payroll.makings import Makings
from services.gateway.proposal import api as proposals
from services.gateway.proposal import read_api as proposals_shown
from services.gateway.publication import api as policy_drafts
from services.gateway.record import api as certificates
from services.gateway.shelf import api as policies
from services.gateway.whatif import api as what_if
from services.gateway.whatif import one_person
from services.kernel.room import RoomSpec, room_app
from services.kernel.service_directory import service_directory
from services.kernel.settings import Settings
from services.kernel.web.permissions import Grant, Role, Scope, grant


def grants() -> list[Grant]:
    own = (Role.OFFICER, Role.AUXILIARY)
    everybody = (Role.HR, Role.FINANCE, Role.APPROVER)
    return [
        *(grant(role, "gateway.decision.read", Scope.SELF) for role in own),
        *(grant(role, "gateway.decision.read", Scope.BUREAU) for role in everybody),
        grant(Role.UNIT_LEADER, "gateway.decision.read", Scope.SUBTREE),
        grant(Role.HR, "gateway.decision.record", Scope.BUREAU),
        *(grant(r, "gateway.certificate.read", Scope.BUREAU) for r in (Role.HR, Role.APPROVER)),
        grant(Role.SYSTEM, "gateway.feed.read", Scope.BUREAU),
        *(grant(role, "gateway.facts.read", Scope.BUREAU) for role in everybody),
        grant(Role.APPROVER, "gateway.facts.mend", Scope.BUREAU),
        *(grant(r, "gateway.proposal.read", Scope.SELF) for r in (*own, Role.UNIT_LEADER)),
        *(grant(role, "gateway.proposal.read", Scope.BUREAU) for role in everybody),
        *(grant(role, "gateway.proposal.object", Scope.BUREAU) for role in (*own, *everybody)),
        grant(Role.UNIT_LEADER, "gateway.proposal.object", Scope.BUREAU),
        grant(Role.HR, "gateway.proposal.make", Scope.BUREAU),
        grant(Role.HR, "gateway.proposal.publish", Scope.BUREAU),
        grant(Role.HR, "gateway.proposal.order", Scope.BUREAU),
        *(grant(r, "gateway.proposal.answer", Scope.BUREAU) for r in (Role.HR, Role.APPROVER)),
        grant(Role.APPROVER, "gateway.proposal.approve", Scope.BUREAU),
        *(grant(role, "gateway.kinds.read", Scope.BUREAU) for role in Role),
        *(grant(role, "gateway.policy.read", Scope.BUREAU) for role in Role),
        *(grant(role, "gateway.policy_draft.read", Scope.BUREAU) for role in everybody),
        *(grant(r, "gateway.policy_draft.make", Scope.BUREAU) for r in (Role.HR, Role.FINANCE)),
        grant(Role.APPROVER, "gateway.policy_draft.approve", Scope.BUREAU),
        *(grant(role, "gateway.pay_run.read", Scope.BUREAU) for role in everybody),
        *(grant(role, "gateway.pay_run.prepare", Scope.BUREAU) for role in (Role.HR, Role.FINANCE)),
        grant(Role.APPROVER, "gateway.pay_run.approve", Scope.BUREAU),
        grant(Role.FINANCE, "gateway.pay_run.release", Scope.BUREAU),
        grant(Role.FINANCE, "gateway.pay_run.export", Scope.BUREAU),
        *(grant(role, "gateway.what_if.ask", Scope.BUREAU) for role in (Role.HR, Role.FINANCE)),
        *(grant(role, "gateway.pay_slip.read", Scope.BUREAU) for role in everybody),
        *(grant(r, "gateway.pay_slip.read", Scope.SELF) for r in (*own, Role.UNIT_LEADER)),
    ]


@asynccontextmanager
async def _with_policies(app: FastAPI, settings: Settings) -> AsyncIterator[None]:
    app.state.shelves = shelves_of(app.state.pool, settings.bureau)
    await app.state.shelves.known()  # What was published must be readable from the start.
    app.state.makings = Makings()
    app.state.what_if = asyncio.Lock()  # One at a time: it takes a core for as long as it lasts.
    parts = app.state.parts
    watching = asyncio.create_task(
        watch(settings, app.state.http, app.state.pool, metrics=parts.metrics, clock=parts.clock),
        name="lag",
    )
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, app.state.makings.close(), return_exceptions=True)


def make_app(settings: Settings, http: httpx.AsyncClient | None = None) -> FastAPI:
    spec = RoomSpec(
        name="gateway",
        routers=[
            api.router,
            certificates.router,
            stops.router,
            proposals.router,
            proposals_shown.router,
            policy_drafts.router,
            policies.router,
            pay_runs.router,
            slips_api.router,
            files_api.router,
            what_if.router,
            one_person.router,
            forward.router,
        ],
        grants=grants(),
        directory=service_directory("gateway"),
        project=views.project,
        also=_with_policies,
        checks={"followers": follower_check},
    )
    return room_app(spec, settings, http)
