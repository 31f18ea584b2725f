"""One step on a recruitment batch or an applicant as it came over HTTP, and who takes it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from services.kernel.decider import StreamWrite, with_retries
from services.kernel.event import Receipt
from services.kernel.file.bodies import Receipted, receipted
from services.kernel.file.on_file import OnFile, store_of, today_of
from services.kernel.web.auth import authenticate
from services.roster.recruitment.applicant import STEPS, Hand
from services.roster.recruitment.applicant import Step as ApplicantStep
from services.roster.recruitment.batch import Act, Batch, Step
from services.roster.recruitment.reading import InForce, in_force, read_batch, stream_of

# What a batch's next step is made of is read anew in each attempt.
Make = Callable[[Batch], Awaitable[Step]]


@dataclass(frozen=True, slots=True)
class OnRecruitment(OnFile):
    """A step of recruitment."""

    @property
    def today(self) -> date:
        return today_of(self.request)

    async def hand(self) -> Hand:
        principal = await authenticate(self.request)
        return Hand(principal.sub, principal.person_id)

    def in_force(self, day: date | None = None) -> InForce:
        return in_force(self.request, day or self.today)

    def act(self, batch: UUID, basis: str, reason: str = "") -> Act:
        return Act(str(batch), self.today, basis, reason)

    async def on_batch(self, batch: UUID, step: Step) -> Receipted:
        async def make(_state: Batch) -> Step:
            return step

        return await self.on_batch_made(batch, make)

    async def on_batch_made(self, batch: UUID, make: Make) -> Receipted:
        """What `make` looked at is as old as the batch's version, or it is made again."""

        async def attempt() -> Receipt:
            state, version = await read_batch(self.request, batch)
            self.refuse_moved(version)
            drafts = (await make(state))(state)
            write = StreamWrite(stream_of(batch), version, tuple(drafts))
            return await store_of(self.request).append(self.origin, [write])

        return await self.carried_out(str(batch), stream_of(batch), attempt)

    async def on_applicant(self, person: str, step: ApplicantStep) -> Receipted:
        return await self.carry_out_by(STEPS, step, about="person", subject=person)

    async def carried_out(
        self, subject: str, stream: str, attempt: Callable[[], Awaitable[Receipt]]
    ) -> Receipted:
        receipt = await with_retries(store_of(self.request), self.origin, attempt)
        answer = receipted(subject, stream, receipt)
        self.answered(answer.version, replayed=receipt.replayed)
        return answer


AskedStep = Annotated[OnRecruitment, Depends(OnRecruitment.of)]
