"""Bounds on what a request may bring, kept before any route sees it: size, type, form, time."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kernel.characters import flaw_in_text
from services.kernel.errors import Refused, Text, unavailable
from services.kernel.web.http_refusals import (
    HttpRefused,
    too_large,
    unreadable,
    wrong_content,
    wrong_media_type,
)
from services.kernel.web.problem_details import problem_of
from services.kernel.web.strict_json import VALUES_MAX, check_json

JSON = "application/json"

_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_ONCE_ONLY = frozenset(
    {"content-type", "content-length", "content-encoding", "idempotency-key"}
    | {"if-match", "if-none-match", "host", "x-request-id", "x-correlation-id"}
)


@dataclass(frozen=True, slots=True)
class BodyRule:
    """What requests below a path prefix may carry; the longest prefix that fits is the one."""

    prefix: str
    bytes_max: int
    media_types: frozenset[str] = frozenset({JSON})
    values_max: int = VALUES_MAX


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one service."""

    body_bytes_max: int = 1_000_000
    body_rules: tuple[BodyRule, ...] = ()
    header_bytes_max: int = 16_384
    query_bytes_max: int = 8_192
    seconds_max: float = 30.0

    def rule_for(self, path: str) -> BodyRule:
        fitting = [rule for rule in self.body_rules if path.startswith(rule.prefix)]
        return max(
            fitting,
            key=lambda rule: len(rule.prefix),
            default=BodyRule("", self.body_bytes_max),
        )


class _Gone(Exception):
    """The caller hung up before the body was complete."""


class LimitsMiddleware:
    """Refuses what is out of bounds, and hands the body on only when it is whole and readable."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        """`limits` hold for the life of the process."""
        self.app = app
        self.limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            check_head(scope, self.limits)
        except Refused as refusal:
            await problem_of(scope, refusal)(scope, receive, send)
            return
        await self._within_time(scope, receive, send)

    async def _within_time(self, scope: Scope, receive: Receive, send: Send) -> None:
        progress = _Progress()

        async def send_marking(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Only the wait for an answer is bounded; a stream may stay open.
                progress.answering = True
                clock.reschedule(None)
            await send(message)

        try:
            async with asyncio.timeout(self.limits.seconds_max) as clock:
                await self._with_whole_body(scope, receive, send_marking, progress)
        except TimeoutError:
            if progress.answering or not clock.expired():
                raise
            refusal = _too_slow_an_answer() if progress.body_complete else _too_slow_a_body()
            await problem_of(scope, refusal)(scope, receive, send)
        except _Gone:
            return

    async def _with_whole_body(
        self, scope: Scope, receive: Receive, send: Send, progress: "_Progress"
    ) -> None:
        if scope["method"] in _WITHOUT_BODY:
            progress.body_complete = True
            await self.app(scope, receive, send)
            return
        try:
            rule = self.limits.rule_for(scope["path"])
            body = await _read_body(scope, receive, rule)
            progress.body_complete = True
            check_body(Headers(scope=scope), body, rule)
        except Refused as refusal:
            await problem_of(scope, refusal)(scope, receive, send)
            return
        await self.app(scope, _replaying(body, receive), send)


@dataclass(slots=True)
class _Progress:
    body_complete: bool = False
    answering: bool = False


def check_head(scope: Scope, limits: Limits) -> None:
    """Raises Refused for oversized or repeated headers, and for a path or query not in UTF-8."""
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    if sum(len(name) + len(value) + 4 for name, value in headers) > limits.header_bytes_max:
        kilobytes = limits.header_bytes_max // 1024
        raise HttpRefused(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "headers_too_large",
            Text(f"请求头总计最多 {kilobytes} kB", f"headers may total {kilobytes} kB at most"),
        )
    seen: set[str] = set()
    for raw, _ in headers:
        name = raw.decode("latin-1").lower()
        if name in seen and name in _ONCE_ONLY:
            raise unreadable(
                "repeated_header",
                f"请求头 {name} 只能出现一次",
                f"the header {name} may be sent once only",
                pointer=f"header/{name}",
            )
        seen.add(name)
    _check_words(scope.get("raw_path") or scope["path"].encode(), "path")
    query: bytes = scope["query_string"]
    if len(query) > limits.query_bytes_max:
        raise too_large("query_too_large", "查询字符串过长", "the query string is too long")
    for pair in query.split(b"&"):
        key, _, value = pair.partition(b"=")
        word = _check_words(key.replace(b"+", b" "), "query")
        _check_words(value.replace(b"+", b" "), f"query/{word[:50]}")


def _check_words(raw: bytes, pointer: str) -> str:
    try:
        word = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable(
            "not_utf8", "路径和查询须为 UTF-8 编码", "path and query must be UTF-8", pointer=pointer
        ) from None
    flaw = flaw_in_text(word)
    if flaw:
        raise wrong_content(flaw.code, flaw.text.zh, flaw.text.en, pointer=pointer)
    return word


async def _read_body(scope: Scope, receive: Receive, rule: BodyRule) -> bytes:
    declared = Headers(scope=scope).get("content-length", "0")
    if not declared.isascii() or not declared.isdigit():
        raise unreadable(
            "bad_content_length", "Content-Length 无效", "Content-Length is not a number"
        )
    # By length first, so that a number of a thousand digits is never computed.
    if len(declared) > 12 or int(declared) > rule.bytes_max:  # noqa: PLR2004
        raise _body_too_large(rule)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > rule.bytes_max:
            raise _body_too_large(rule)
        if not message.get("more_body", False):
            return b"".join(parts)


def check_body(headers: Headers, body: bytes, rule: BodyRule) -> None:
    """Raises Refused unless a non-empty body is of an allowed type, uncompressed, and readable."""
    if headers.get("content-encoding", "identity").strip().lower() not in {"", "identity"}:
        raise wrong_media_type(
            "compressed_body", "请求体不能压缩", "request bodies must not be compressed"
        )
    if not body:
        return
    media_type, _, parameters = headers.get("content-type", "").partition(";")
    media_type = media_type.strip().lower()
    if media_type not in rule.media_types:
        allowed = ", ".join(sorted(rule.media_types))
        raise wrong_media_type(
            "unsupported_media_type",
            f"Content-Type 应为 {allowed}",
            f"Content-Type must be {allowed}",
        )
    if media_type != JSON:
        return
    if parameters.strip().lower().replace('"', "") not in {"", "charset=utf-8"}:
        raise wrong_media_type("unsupported_charset", "JSON 须为 UTF-8", "JSON must be UTF-8")
    check_json(body, values_max=rule.values_max)


def _body_too_large(rule: BodyRule) -> Refused:
    return too_large(
        "body_too_large",
        f"请求体最多 {rule.bytes_max} 字节",
        f"the body may be {rule.bytes_max} bytes at most",
    )


def _too_slow_a_body() -> Refused:
    return HttpRefused(
        HTTPStatus.REQUEST_TIMEOUT,
        "body_too_slow",
        Text("请求体未能按时到达", "the body did not arrive in time"),
        headers={"Connection": "close"},
    )


def _too_slow_an_answer() -> Refused:
    return unavailable(
        "answer_too_slow",
        "未能按时完成；可用同一 Idempotency-Key 重试",
        "not finished in time; send it again under the same Idempotency-Key",
    )


def _replaying(body: bytes, receive: Receive) -> Receive:
    """Gives the body once, then whatever the connection says: a stream waits for the hang-up."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay
