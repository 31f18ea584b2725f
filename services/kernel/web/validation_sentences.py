"""What pydantic found wrong, as a stable code, a place and a sentence that says what is right."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

from pydantic_core import PydanticCustomError

from services.kernel.errors import FieldError
from services.kernel.right import right
from services.kernel.web.strict_json import join

ERRORS_MAX = 50  # A batch of ten thousand wrong rows is not answered with ten thousand sentences.


def wrong(code: LiteralString, zh: str, en: str) -> PydanticCustomError:
    """What a room's validator raises, so that its own sentence reaches the caller."""
    return PydanticCustomError(code, "{en}", {"zh": zh, "en": en})


def field_errors(errors: Sequence[Mapping[str, Any]], body: object) -> tuple[FieldError, ...]:
    """Pydantic's `errors()` in their order, at most `ERRORS_MAX`."""
    return tuple(_field_error(error, body) for error in errors[:ERRORS_MAX])


def _field_error(error: Mapping[str, Any], body: object) -> FieldError:
    pointer = pointer_of(error["loc"], body, missing=error["type"] == "missing")
    return FieldError(pointer, *right(error))


def pointer_of(loc: Sequence[str | int], body: object, *, missing: bool) -> str:
    """A JSON pointer into the body; for a parameter its place and name, as `query/limit`.

    The leading slash tells the two apart. Steps that are not in the body (pydantic's names for
    the branch of a union) are left out, except the last one of a missing field.
    """
    if not loc or loc[0] != "body":
        return "/".join(str(step) for step in loc).lower()[:200]
    pointer, here = "", body
    for depth, step in enumerate(loc[1:], start=2):
        if _holds(here, step):
            here, pointer = here[step], join(pointer, str(step))  # type: ignore[index]  # Just asked.
        elif missing and depth == len(loc):
            pointer = join(pointer, str(step))
    return pointer


def _holds(here: object, step: str | int) -> bool:
    if isinstance(here, dict):
        return step in here
    return isinstance(here, list) and isinstance(step, int) and step < len(here)
