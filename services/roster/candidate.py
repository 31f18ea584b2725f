"""Somebody a row may mean: what tells people of one name apart. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

SHOWN_MAX = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """As lists of people know somebody; `registered`: days and bases of the registration."""

    person_id: str
    name: str
    sex: str
    category: str
    birth_on: date | None
    police_number: str | None
    served: tuple[tuple[date, date | None], ...] = ()
    # From when, unit id, each name it had; nowhere (None) once the service has ended.
    posted: tuple[tuple[date, str | None, str | None], ...] = ()
    registered: tuple[tuple[date, str], ...] = ()

    def serves_on(self, day: date) -> bool:
        """Somebody whose service nobody has recorded yet may serve."""
        return not self.served or any(
            since <= day and (until is None or day <= until) for since, until in self.served
        )

    def agrees(self, mark: str, day: date | None) -> bool:
        """The mark is the birth date, or the unit on the day, by id or name."""
        if self.birth_on is not None and mark in _spellings(self.birth_on):
            return True
        begun = [place for place in self.posted if day is None or place[0] <= day]
        last = begun[-1][0] if begun else None
        return any(place[0] == last and mark in place[1:] for place in begun)

    def unit(self) -> str:
        return (self.posted[-1][2] if self.posted else None) or ""


def _spellings(day: date) -> tuple[str, ...]:
    loose = f"{day.year}-{day.month}-{day.day}"
    return (
        day.isoformat(),
        loose,
        day.isoformat().replace("-", "/"),
        loose.replace("-", "/"),
        day.isoformat().replace("-", "."),
        loose.replace("-", "."),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02}月{day.day:02}日",
    )


def shown(people: Sequence[Candidate], language: str) -> str:
    """The first of them: id, number, unit, as lists show them; never a birth date."""
    number, more = ("警号", " 等") if language == "zh" else ("number", " ...")
    parts = []
    for one in people[:SHOWN_MAX]:
        told = [one.person_id]
        if one.police_number:
            told.append(f"{number} {one.police_number}")
        if one.unit():
            told.append(one.unit())
        parts.append(f"{one.name} ({', '.join(told)})")
    return "; ".join(parts) + (more if len(people) > SHOWN_MAX else "")
