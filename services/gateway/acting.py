"""One step of a proposal or a pay run as it came over HTTP, and who takes it."""

from dataclasses import dataclass

from services.gateway.caller import Caller
from services.kernel.web.authorize import Access
from services.kernel.web.call import Call
from services.kernel.web.clocks import day_of
from services.kernel.web.parts import parts_of


@dataclass(frozen=True, slots=True)
class Acting(Call):
    """What both kinds of step have in common."""

    def caller(self, access: Access) -> Caller:
        principal = access.principal
        today = day_of(parts_of(self.request).clock())
        return Caller(principal.sub, principal.person_id, today)
