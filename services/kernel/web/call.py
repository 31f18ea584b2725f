"""One command as it came over HTTP: who asks, on which version, and where the answer goes."""

from dataclasses import dataclass
from typing import Self

from fastapi import Request, Response

from services.kernel.errors import refuse_moved
from services.kernel.event import Origin
from services.kernel.web.etag import IfMatch, etag_of, version_asked
from services.kernel.web.origin import IdempotencyKey, command_origin, mark_replayed


@dataclass(frozen=True, slots=True)
class Call:
    """Rooms add what their commands need, and depend on `of`. `version` is the If-Match."""

    request: Request
    response: Response
    origin: Origin
    version: int | None

    @classmethod
    async def of(
        cls,
        request: Request,
        response: Response,
        idempotency_key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> Self:
        """One dependency in place of three: FastAPI solves each anew at every request."""
        origin = await command_origin(request, idempotency_key)
        return cls(request, response, origin, version_asked(if_match))

    def refuse_moved(self, version: int) -> None:
        """Raises Refused unless it is the version that the caller decided on, if one was named."""
        refuse_moved(version, self.version)

    def answered(self, version: int, *, replayed: bool) -> None:
        """The headers of an answer: the version that is there now, and whether it is a repeat."""
        self.response.headers["ETag"] = etag_of(version)
        mark_replayed(self.response, replayed=replayed)
