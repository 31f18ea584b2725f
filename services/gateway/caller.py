"""Who acts on a proposal or a pay run, and on which day at the bureau. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Caller:
    """`person` is None for those who only work with the system."""

    sub: str
    person: str | None
    today: date
