"""A service's own access token: client credentials, renewed before it runs out."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

import httpx
import msgspec

RENEW_BEFORE_SECONDS = 60.0


class _Token(msgspec.Struct):
    access_token: str
    expires_in: int


@dataclass(slots=True)
class ServiceToken:
    """Raises httpx.HTTPError when the identity provider cannot be reached."""

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
        response = await self.http.post(
            self.token_url,
            data={
                "grant_type": "client_credentials",
                "client_id": self.client,
                "client_secret": self.secret(),
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
