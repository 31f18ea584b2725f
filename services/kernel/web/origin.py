"""Idempotency-Key and caller become the Origin of a command, the same one when sent again."""

import hashlib
import hmac
import re
import uuid
from typing import Annotated

from fastapi import Depends, Header, Request, Response

from services.kernel.event import Origin
from services.kernel.web.auth import authenticate
from services.kernel.web.http_refusals import unreadable
from services.kernel.web.parts import parts_of

HEADER = "Idempotency-Key"

_NAMESPACE = uuid.UUID("5f3f9f0e-9d0c-5b5e-8a53-6b1f2f6f2c11")  # Fixed for ever: ids depend on it.
_KEY = re.compile(r"[!-~]{8,128}")


def command_id_of(sub: str, key: str) -> uuid.UUID:
    """Two callers may use the same key without meeting."""
    return uuid.uuid5(_NAMESPACE, f"{sub}:{key}")


def digest_of(method: str, path: str, body: bytes, key: bytes | None = None) -> bytes:
    """SHA-256 over what was asked, byte for byte: another body is another command.

    `key`: HMAC instead, where the few possible bodies could be tried one by one.
    """
    asked = f"{method} {path}\n".encode() + body
    return hashlib.sha256(asked).digest() if key is None else hmac.digest(key, asked, "sha256")


IdempotencyKey = Annotated[
    str | None,
    Header(
        alias=HEADER,
        description="Chosen by the caller, 8 to 128 visible ASCII characters, one per command; "
        "the same key with the same request gives the same answer again",
    ),
]


async def command_origin(request: Request, idempotency_key: IdempotencyKey = None) -> Origin:
    """Raises Refused (400) when the key is missing or malformed."""
    if idempotency_key is None:
        raise unreadable(
            "idempotency_key_missing",
            f"命令须带请求头 {HEADER}",
            f"a command needs the header {HEADER}",
            pointer="header/idempotency-key",
        )
    if not _KEY.fullmatch(idempotency_key):
        raise unreadable(
            "idempotency_key_malformed",
            f"{HEADER} 应为 8 至 128 个可见 ASCII 字符",
            f"{HEADER} must be 8 to 128 visible ASCII characters",
            pointer="header/idempotency-key",
        )
    principal = await authenticate(request)
    path = request.scope["path"] + ("?" + request.url.query if request.url.query else "")
    key = parts_of(request).digest_key(request.scope["path"])
    return Origin(
        command_id=command_id_of(principal.sub, idempotency_key),
        actor=principal.sub,
        correlation_id=request.state.correlation_id,
        body_digest=digest_of(request.method, path, await request.body(), key),
    )


CommandOrigin = Annotated[Origin, Depends(command_origin)]


def mark_replayed(response: Response, *, replayed: bool) -> None:
    """Says that this answer was given before; `replayed` as the store's receipt has it."""
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
