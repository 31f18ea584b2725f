"""Who is calling, as a verified token says it. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Principal:
    """A verified caller. Roles are claims; where the person stands is asked of the roster."""

    sub: str
    roles: frozenset[str]
    person_id: str | None  # Lower-case UUID; None for a service.
    client: str | None  # The application the token was issued to.
    token_id: str
