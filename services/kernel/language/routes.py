"""The room's events described for subscribers: `GET /asyncapi.json`, for everybody."""

from functools import cache

import msgspec
from fastapi import APIRouter, Response

from services.kernel.event import event_types
from services.kernel.language.asyncapi import document
from services.kernel.settings import version
from services.kernel.web.declared_routes import public


def language_router(room: str) -> APIRouter:
    router = APIRouter(tags=["feed"])

    @cache
    def described() -> bytes:
        return msgspec.json.encode(document(room, event_types(room), version=version()))

    @router.get(
        "/asyncapi.json",
        name=f"read_{room}_asyncapi",
        dependencies=[public()],
        responses={200: {"content": {"application/json": {}}}},
    )
    async def read_asyncapi() -> Response:
        """The AsyncAPI 3.0 document of what this room publishes."""
        return Response(described(), media_type="application/json")

    return router
