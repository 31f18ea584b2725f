"""One log line and one measurement for every request, and an answer when a handler breaks."""

import time
from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.kernel.errors import Refused
from services.kernel.observability import Metrics
from services.kernel.web.principal import Principal
from services.kernel.web.problem_details import failure_of, problem_of
from services.kernel.web.route_table import template_of

_QUIET = ("/health", "/metrics")  # Asked every few seconds by machines.
_FAULT = 500

_log = structlog.get_logger("jingheng.http")


class RequestLogMiddleware:
    """Logs method, template, status, time and caller: never the path itself, query or body."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """`monotonic` in seconds."""
        self.app = app
        self.metrics = metrics
        self.monotonic = monotonic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = self.monotonic()
        status = 0

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Exception as error:
            # Here, within the request id and the log, and not in the framework's outermost layer.
            if status:
                raise
            answer = (
                problem_of(scope, error) if isinstance(error, Refused) else failure_of(scope, error)
            )
            await answer(scope, receive, send_noting)
        finally:
            self._note(scope, status, self.monotonic() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        # No answer at all: the caller hung up first.
        route, state = template_of(scope), scope.get("state", {})
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self.metrics.requests.labels(method, route, str(status)).observe(seconds)
        code = state.get("refused_code")
        if code:
            self.metrics.refused.labels(route, code).inc()
        if route.startswith(_QUIET) and status < _FAULT:
            return
        caller = state.get("principal")
        _log.info(
            "request",
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            sub=caller.sub if isinstance(caller, Principal) else None,
            code=code,
        )


# A caller may invent methods; a label for each would fill the memory.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
