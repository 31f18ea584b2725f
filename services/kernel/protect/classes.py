"""Classes of personal data (数据分级), said of every field of every event. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.kernel.event import Event


class FieldClass(StrEnum):
    """个人信息保护法 art. 28 and 51; from S3 on a field is sealed, or says why it is not."""

    S1 = "s1"  # Known to everybody inside: units, post names, rules.
    S2 = "s2"  # Internal: name, police number, rank, dates of service.
    S3 = "s3"  # Confidential: ID number, phone, address, birth date, bank account, pay.
    S4 = "s4"  # Restricted: health, sanctions, cases.

    @property
    def is_sensitive(self) -> bool:
        return self in (FieldClass.S3, FieldClass.S4)


@dataclass(frozen=True, slots=True)
class Classed:
    """The class of one field; `in_clear`: why a sensitive one stands unsealed in the log."""

    of: FieldClass
    in_clear: str = ""


Classes = Mapping[str, FieldClass | Classed]  # By `slug.field`, else by `field`.


def class_of(classes: Classes, event: type[Event], field: str) -> Classed:
    """Raises KeyError for a field nobody classed."""
    slug = event.TYPE.split(".")[1]
    found = classes.get(f"{slug}.{field}") or classes[field]
    return found if isinstance(found, Classed) else Classed(found)
