"""Refusals that belong to HTTP itself, such as an unreadable body or a missing header."""

from collections.abc import Mapping, Sequence

from services.kernel.errors import FieldError, Kind, Refused, Text


class HttpRefused(Refused):
    """A request refused for its form; carries its own status where no `Kind` has the right one."""

    def __init__(
        self,
        status: int,
        code: str,
        text: Text,
        *,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """`status` 4xx, or 503 where the caller may send the same request again."""
        super().__init__(Kind.INVALID, code, text, errors=errors)
        self.status = status
        self.headers = dict(headers or {})


def unreadable(code: str, zh: str, en: str, *, pointer: str | None = None) -> HttpRefused:
    """400: the bytes cannot be read as what they claim to be."""
    return HttpRefused(400, code, Text(zh, en), errors=at(pointer, code, zh, en))


def wrong_media_type(code: str, zh: str, en: str) -> HttpRefused:
    return HttpRefused(415, code, Text(zh, en))


def too_large(code: str, zh: str, en: str) -> Refused:
    return Refused(Kind.TOO_LARGE, code, Text(zh, en))


def unauthenticated(code: str, zh: str, en: str) -> Refused:
    return Refused(Kind.UNAUTHENTICATED, code, Text(zh, en))


def wrong_content(code: str, zh: str, en: str, *, pointer: str) -> Refused:
    """422: readable, but with something in it that can never be right; `pointer` names where."""
    return Refused(Kind.INVALID, code, Text(zh, en), errors=at(pointer, code, zh, en))


def at(pointer: str | None, code: str, zh: str, en: str) -> tuple[FieldError, ...]:
    return () if pointer is None else (FieldError(pointer, code, Text(zh, en)),)
