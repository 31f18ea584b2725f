"""One command on a pay run as it came over HTTP: who, on which version, and what it left."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Request

from services.gateway.acting import Acting
from services.gateway.payroll import read
from services.gateway.payroll.drawing import Office
from services.gateway.payroll.pay_run import PayRun, Step
from services.gateway.payroll.run_view import PayRunView, view_of
from services.kernel.decider import StreamWrite, with_retries
from services.kernel.event import Receipt
from services.kernel.store.postgres import PostgresStore

Make = Callable[[PayRun], Awaitable[Step]]


def office_of(request: Request) -> Office:
    state = request.app.state
    return Office(cast("PostgresStore", state.store), state.pool, state.shelves)


@dataclass(frozen=True, slots=True)
class OnPayRun(Acting):
    """A step on one pay run."""

    @property
    def office(self) -> Office:
        return office_of(self.request)

    async def carry_out(self, run_id: UUID, step: Step) -> PayRunView:
        async def make(_run: PayRun) -> Step:
            return step

        return await self.carry_out_made(run_id, make)

    async def carry_out_made(self, run_id: UUID, make: Make) -> PayRunView:
        """`make` reads what the step needs; whatever moves the run meanwhile makes it anew."""
        store = self.office.store

        async def attempt() -> Receipt:
            run, version = await read.read_run(store, run_id)
            self.refuse_moved(version)
            drafts = tuple((await make(run))(run))
            return await store.append(
                self.origin, [StreamWrite(read.run_stream(run_id), version, drafts)]
            )

        return await self.told(run_id, await with_retries(store, self.origin, attempt))

    async def told(self, run_id: UUID, receipt: Receipt) -> PayRunView:
        view = await view_of(self.office, run_id)
        self.answered(view.version, replayed=receipt.replayed)
        return view


AskedStep = Annotated[OnPayRun, Depends(OnPayRun.of)]
