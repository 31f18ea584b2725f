"""Where a page ended, sealed: a cursor works only for the list and the caller it was given for."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence

from services.kernel.errors import Refused
from services.kernel.web.http_refusals import unreadable

CURSOR_CHARS_MAX = 1024

_SEAL_BYTES = 16

Place = Sequence[str | int | None]


def seal(place: Place, *, bound_to: str, key: bytes) -> str:
    """`place`: the sort values of the last item shown. `bound_to`: list, filters and caller."""
    body = json.dumps(list(place), separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_mac(body, bound_to, key) + body).rstrip(b"=").decode()


def unseal(cursor: str, *, bound_to: str, key: bytes) -> list[str | int | None]:
    """Raises Refused (400) for a cursor that is altered, or from another list or caller."""
    if len(cursor) > CURSOR_CHARS_MAX or not cursor.isascii():
        raise _not_ours()
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise _not_ours() from None
    mac, body = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
    one_spelling = base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == cursor
    if not one_spelling or not hmac.compare_digest(mac, _mac(body, bound_to, key)):
        raise _not_ours()
    place: list[str | int | None] = json.loads(body)
    return place


def _mac(body: bytes, bound_to: str, key: bytes) -> bytes:
    # The length keeps apart two pairs that would read alike when joined.
    message = len(bound_to.encode()).to_bytes(4, "big") + bound_to.encode() + body
    return hmac.digest(key, message, hashlib.sha256)[:_SEAL_BYTES]


def _not_ours() -> Refused:
    return unreadable(
        "cursor_invalid",
        "分页游标无效，请从第一页重新读取",
        "the cursor is not one of ours for this list; start again from the first page",
        pointer="query/cursor",
    )
