"""Gives every request a name, and another to the chain it belongs to; answers with both."""

import re
from collections.abc import Callable

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAME = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestIdMiddleware:
    """Outermost: whatever happens further in can be named."""

    def __init__(self, app: ASGIApp, new_id: Callable[[], str]) -> None:
        """`new_id` names requests whose callers did not."""
        self.app = app
        self.new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = _accepted(headers.get("x-request-id")) or self.new_id()
        correlation_id = _accepted(headers.get("x-correlation-id")) or request_id
        state = scope.setdefault("state", {})
        state["request_id"], state["correlation_id"] = request_id, correlation_id

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer["X-Request-Id"] = request_id
                answer["X-Correlation-Id"] = correlation_id
            await send(message)

        with structlog.contextvars.bound_contextvars(
            request_id=request_id, correlation_id=correlation_id
        ):
            await self.app(scope, receive, send_named)


def _accepted(name: str | None) -> str | None:
    """None, rather than a refusal, for a malformed name: it is only for finding things again."""
    return name if name and _NAME.fullmatch(name) else None
