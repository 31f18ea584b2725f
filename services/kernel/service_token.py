"""A service's own access token: client credentials, renewed before it runs out."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

import httpx
import msgspec
import structlog

RENEW_BEFORE_SECONDS = 60.0
_log = structlog.get_logger("jingheng.service_token")


class _Token(msgspec.Struct):
    access_token: str
    expires_in: int


@dataclass(slots=True)
class ServiceToken:
    """Raises httpx.HTTPError when the identity provider, or our secret, cannot be reached."""

    http: httpx.AsyncClient
    token_url: str
    client: str
    secret: Callable[[], str]
    seconds: Callable[[], float] = monotonic
    _token: str = ""
    _good_until: float = 0.0
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def headers(self) -> dict[str, str]:
        async with self._turn:
            if self.seconds() >= self._good_until:
                await self._renew()
        return {"Authorization": f"Bearer {self._token}"}

    async def _renew(self) -> None:
        try:
            secret = self.secret()
        except OSError as fault:
            # The development issuer makes it at its first start, perhaps after ours: wait for it.
            _log.warning("client_secret_missing", file=fault.filename, reason=fault.strerror)
            raise httpx.ConnectError(f"{fault.strerror}: {fault.filename}") from fault
        response = await self.http.post(
            self.token_url,
            data={
                "grant_type": "client_credentials",
                "client_id": self.client,
                "client_secret": secret,
            },
        )
        response.raise_for_status()
        try:
            token = msgspec.json.decode(response.content, type=_Token)
        except msgspec.MsgspecError as fault:
            # As good as away: whoever waits for a token waits on, and asks again.
            raise httpx.DecodingError(str(fault), request=response.request) from fault
        self._token = token.access_token
        self._good_until = self.seconds() + token.expires_in - RENEW_BEFORE_SECONDS
