"""Identity documents, as published: the number is sealed, what rules need of it is not. Pure."""

from typing import Any

from services.kernel.event import Event
from services.kernel.protect.sealing import SealedSection
from services.kernel.protect.told import Told
from services.kernel.values import Day
from services.roster.identity.id_number import IdNumber, said_by
from services.roster.person.events import Sex


class IdentityTold(Told):
    """The resident identity card (居民身份证)."""

    id_number: IdNumber

    def derived(self) -> dict[str, Any]:
        said = said_by(self.id_number)
        return {"birth_on": said.birth_on, "sex": said.sex}


class IdentityRecorded(Event, room="roster", zh="身份证件登记", told=IdentityTold):
    """Birth date and sex as the number says them: they must be those of the file."""

    birth_on: Day
    sex: Sex
    sealed: SealedSection
