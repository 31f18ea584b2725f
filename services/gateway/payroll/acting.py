"""One command on a pay run as it came over HTTP: who, on which version, and what it left."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Request, Response

from services.gateway.pay.answer import rules_of
from services.gateway.payroll import read
from services.gateway.payroll.drawing import Office
from services.gateway.payroll.mending import refuse_moved
from services.gateway.payroll.pay_run import Caller, PayRun, Step
from services.gateway.payroll.run_view import PayRunView, view_of
from services.kernel.decider import StreamWrite, with_retries
from services.kernel.event import Origin, Receipt
from services.kernel.store.postgres import PostgresStore
from services.kernel.web.authorize import Access
from services.kernel.web.clocks import day_of
from services.kernel.web.etag import ExpectedVersion, etag_of
from services.kernel.web.origin import CommandOrigin, mark_replayed
from services.kernel.web.parts import parts_of

Make = Callable[[PayRun], Awaitable[Step]]


def office_of(request: Request) -> Office:
    state = request.app.state
    return Office(cast("PostgresStore", state.store), state.pool, rules_of(state.shelf))


@dataclass(frozen=True, slots=True)
class Acting:
    """`version` is the caller's If-Match."""

    request: Request
    response: Response
    origin: Origin
    version: int | None

    @property
    def office(self) -> Office:
        return office_of(self.request)

    def caller(self, access: Access) -> Caller:
        principal = access.principal
        today = day_of(parts_of(self.request).clock())
        return Caller(principal.sub, principal.person_id, today)

    async def carry_out(self, run_id: UUID, step: Step) -> PayRunView:
        async def make(_run: PayRun) -> Step:
            return step

        return await self.carry_out_made(run_id, make)

    async def carry_out_made(self, run_id: UUID, make: Make) -> PayRunView:
        """`make` reads what the step needs; whatever moves the run meanwhile makes it anew."""
        store = self.office.store

        async def attempt() -> Receipt:
            run, version = await read.read_run(store, run_id)
            refuse_moved(version, self.version)
            drafts = tuple((await make(run))(run))
            return await store.append(
                self.origin, [StreamWrite(read.run_stream(run_id), version, drafts)]
            )

        return await self.told(run_id, await with_retries(store, self.origin, attempt))

    async def told(self, run_id: UUID, receipt: Receipt) -> PayRunView:
        mark_replayed(self.response, replayed=receipt.replayed)
        view = await view_of(self.office, run_id)
        self.response.headers["ETag"] = etag_of(view.version)
        return view


async def _acting(
    request: Request, response: Response, origin: CommandOrigin, version: ExpectedVersion
) -> Acting:
    return Acting(request, response, origin, version)


AskedStep = Annotated[Acting, Depends(_acting)]
