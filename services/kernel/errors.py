"""Refusals: what the product says no to, each with a stable code and a sentence in two languages.

Knows nothing of HTTP. `kernel/web/problem_details.py` holds the one table from kind to status.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages of the product."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one field: where (JSON pointer), which code, and what would be right.

    Never holds the submitted value of a personal field.
    """

    pointer: str
    code: str
    text: Text


class Kind(StrEnum):
    """What sort of no it is; the caller's next step depends on it."""

    INVALID = "invalid"  # The input cannot be right: mend it.
    NOT_FOUND = "not_found"  # Nothing there, or nothing the caller may see.
    CONFLICT = "conflict"  # Right in itself, but not in this state.
    STALE = "stale"  # The caller decided on an older version: read again.
    NOT_YET_KNOWN = "not_yet_known"  # The position asked for has not arrived: try again.
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"  # Not the caller's fault; safe to send again.


class Refused(Exception):
    """A request the product understood and says no to. Nothing has been recorded."""

    def __init__(
        self, kind: Kind, code: str, text: Text, *, errors: Sequence[FieldError] = ()
    ) -> None:
        """`code` is stable API in snake_case; `errors` are in input order."""
        super().__init__(f"{code}: {text.en}")
        self.kind = kind
        self.code = code
        self.text = text
        self.errors = tuple(errors)


def invalid(code: str, zh: str, en: str, *, errors: Sequence[FieldError] = ()) -> Refused:
    return Refused(Kind.INVALID, code, Text(zh, en), errors=errors)


def invalid_field(field: str, code: str, zh: str, en: str) -> Refused:
    """The same about one field of a fact, which is named as the body names it."""
    text = Text(zh, en)
    error = FieldError(f"/data/{field}", code, text)
    return Refused(Kind.INVALID, code, text, errors=(error,))


def conflict(code: str, zh: str, en: str) -> Refused:
    return Refused(Kind.CONFLICT, code, Text(zh, en))


def stale(code: str, zh: str, en: str) -> Refused:
    return Refused(Kind.STALE, code, Text(zh, en))


def refuse_moved(version: int, asked: int | None) -> None:
    """Raises Refused where If-Match named another version than the one that is there."""
    if asked is not None and asked != version:
        raise stale(
            "version_moved",
            f"记录已更新到第 {version} 版, 您依据的是第 {asked} 版, 请重新读取",
            f"it is at version {version}, you decided on {asked}: read it again",
        )


def not_found(code: str, zh: str, en: str) -> Refused:
    return Refused(Kind.NOT_FOUND, code, Text(zh, en))


def forbidden(code: str, zh: str, en: str) -> Refused:
    return Refused(Kind.FORBIDDEN, code, Text(zh, en))


def unavailable(code: str, zh: str, en: str) -> Refused:
    return Refused(Kind.UNAVAILABLE, code, Text(zh, en))
