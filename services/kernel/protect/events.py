"""What was done with personal data: the events of the keystore's own log, the access log. Pure.

Never published; never a value.
"""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Remark, ShortText


class ReadManner(Term):
    """By which way sensitive data were read."""

    FILE = "file", "查阅档案"
    REVEAL = "reveal", "明示查看"
    SEARCH = "search", "按证件号码查找"
    READS = "reads", "查阅访问记录"


class SensitiveRead(Event, room="keys", zh="敏感信息查阅", recordable=False):
    """Who read which fields is in the envelope and here; what they said is not."""

    manner: ReadManner
    fields: list[ShortText]
    roles: list[ShortText]
    reason: Remark = ""
    case_number: Remark = ""
    found: Annotated[int, Field(strict=True, ge=0)] = 1  # Lines of a search.


class KeysDestroyed(Event, room="keys", zh="密钥销毁", recordable=False):
    """A person's keys for these classes are gone; `erasure` is the event that says why."""

    classes: list[ShortText]
    erasure: ShortText


class KekRotated(Event, room="keys", zh="主密钥轮换", about="keystore", recordable=False):
    """Everything is wrapped under this generation; older ones can be destroyed."""

    generation: Annotated[int, Field(strict=True, ge=1)]
    rewrapped: Annotated[int, Field(strict=True, ge=0)]
