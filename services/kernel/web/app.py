"""Puts one service's HTTP application together, the same way for every service."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware

from services.kernel.observability import telemetry_options, tracer_provider
from services.kernel.web import documentation_page, health
from services.kernel.web.limits import LimitsMiddleware
from services.kernel.web.openapi_document import DEFAULT_RESPONSES, describe_with, operation_id
from services.kernel.web.parts import Parts
from services.kernel.web.problem_details import HANDLERS
from services.kernel.web.request_id import RequestIdMiddleware
from services.kernel.web.request_log import RequestLogMiddleware
from services.kernel.web.response_headers import ResponseHeadersMiddleware

# What a service opens before its first request and closes after its last.
Resources = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def service_app(
    name: str,
    *,
    routers: Sequence[APIRouter],
    parts: Parts,
    version: str,
    resources: Resources | None = None,
) -> FastAPI:
    """One service. Its routers bring their own `/v1` prefix; `app.state` is theirs, too.

    `app.state.drain.asked` is set when the process is told to stop: streams watch it.
    """
    provider = tracer_provider(name, parts.otlp_endpoint) if parts.otlp_endpoint else None

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            if resources is None:
                yield
            else:
                async with resources(app):
                    yield
        finally:
            if provider is not None:
                provider.shutdown()

    app = FastAPI(
        title=f"警衡 {name}",
        version=version,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=operation_id,
        responses=DEFAULT_RESPONSES,
        exception_handlers=HANDLERS,
        lifespan=lifespan,
        middleware=_layers(parts),
        telemetry=telemetry_options(provider),  # type: ignore[arg-type]  # A TypedDict, by its keys.
    )
    app.state.parts = parts
    app.state.drain = health.Drain()
    app.state.service = name
    describe_with(app)
    for router in (*routers, health.router):
        app.include_router(router)
    if parts.documentation:
        app.include_router(documentation_page.router)
    return app


def _layers(parts: Parts) -> list[Middleware]:
    """Outermost first. Each may rely on those before it: a refusal needs its request id."""
    return [
        Middleware(RequestIdMiddleware, new_id=parts.new_id),
        Middleware(ResponseHeadersMiddleware),
        Middleware(RequestLogMiddleware, metrics=parts.metrics),
        Middleware(LimitsMiddleware, limits=parts.limits),
    ]
