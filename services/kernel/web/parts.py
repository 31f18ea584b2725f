"""What the edge of one service is made of, handed in once and found again from any request."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, cast

from fastapi import Request

from services.kernel.observability import Metrics
from services.kernel.web.authorize import Directory
from services.kernel.web.limits import Limits
from services.kernel.web.permissions import GrantTable
from services.kernel.web.principal import Principal
from services.kernel.web.rate_limit import RateLimit


class Verifier(Protocol):
    """Turns a bearer token into a caller; raises Refused for every token it does not trust."""

    async def verify(self, token: str) -> Principal: ...


@dataclass(frozen=True, slots=True)
class Condition:
    """What a health check found; `detail` is for operators and holds no personal data."""

    ok: bool
    detail: str = ""
    code: str = ""  # A word that everybody may read.


HealthCheck = Callable[[], Awaitable[Condition]]


@dataclass(frozen=True, slots=True)
class Parts:
    """Collaborators and settings of one service's HTTP edge."""

    verifier: Verifier
    directory: Directory
    grants: GrantTable
    clock: Callable[[], datetime]  # UTC, aware.
    new_id: Callable[[], str]  # Random, at least 128 bits; names requests.
    cursor_key: bytes
    metrics: Metrics
    limits: Limits = field(default_factory=Limits)
    rate_limit: RateLimit | None = None
    checks: Mapping[str, HealthCheck] = field(default_factory=dict)
    documentation: bool = True  # Off where the description of the API is not for everybody.
    otlp_endpoint: str | None = None
    # For commands on these paths, the key of their digests: their bodies hold personal data.
    digest_key: Callable[[str], bytes | None] = lambda _path: None


def parts_of(request: Request) -> Parts:
    return cast("Parts", request.app.state.parts)
