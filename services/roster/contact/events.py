"""Telephone and address, as published: sealed. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.protect.sealing import SealedSection
from services.kernel.protect.told import Told
from services.kernel.values import Remark

Phone = Annotated[str, Field(pattern=r"^(1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8})$")]


class ContactTold(Told):
    """How the person is reached from the effective day on."""

    phone: Phone
    address: Remark = ""


class ContactRecorded(Event, room="roster", zh="联系方式登记", told=ContactTold):
    sealed: SealedSection
