"""The public keys of one identity provider: fetched with restraint, kept while it is down."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from services.kernel.errors import Refused, unavailable

FETCH_EVERY = timedelta(seconds=30)  # A caller inventing key ids must not hammer the provider.
REFRESH_AFTER = timedelta(minutes=10)  # A withdrawn key is gone within this time.
KEEP_FOR = timedelta(hours=24)
FETCH_SECONDS_MAX = 3.0
DOCUMENT_BYTES_MAX = 65_536
KEYS_MAX = 32
RSA_BITS_MIN = 2048

_log = structlog.get_logger("jingheng.identity")


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key and the only algorithm it may be used with."""

    algorithm: str
    public_key: ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey


class ProviderUnusable(Exception):
    """The provider's documents cannot be fetched or are not what they must be."""


@dataclass(slots=True)
class KeyCache:
    """Keys by key id. With `jwks_url` the discovery document is not asked."""

    http: httpx.AsyncClient
    issuer: str
    clock: Callable[[], datetime]
    jwks_url: str | None = None
    _keys: dict[str, VerificationKey] = field(default_factory=dict)
    _fetched_at: datetime | None = None
    _tried_at: datetime | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def key(self, key_id: str) -> VerificationKey | None:
        """None for a key the provider does not have.

        Raises Refused (unavailable) when no keys are known, or the known ones are a day old.
        """
        if key_id not in self._keys or self._older_than(REFRESH_AFTER):
            await self._refresh(key_id)
        if self._older_than(KEEP_FOR):
            self._keys = {}
            raise _provider_unavailable()
        return self._keys.get(key_id)

    def _older_than(self, age: timedelta) -> bool:
        return self._fetched_at is None or self.clock() - self._fetched_at > age

    async def _refresh(self, key_id: str) -> None:
        async with self._turn:
            if key_id in self._keys and not self._older_than(REFRESH_AFTER):
                return  # Another caller fetched while this one waited.
            now = self.clock()
            if self._tried_at is not None and now - self._tried_at < FETCH_EVERY:
                return
            self._tried_at = now
            try:
                async with asyncio.timeout(FETCH_SECONDS_MAX):
                    keys = await self._fetch()
            except (ProviderUnusable, httpx.HTTPError, TimeoutError) as error:
                # The last good keys go on being trusted, for a day at most.
                _log.warning("keys_not_fetched", issuer=self.issuer, reason=repr(error)[:200])
                return
            self._keys, self._fetched_at = keys, now

    async def _fetch(self) -> dict[str, VerificationKey]:
        url = self.jwks_url
        if url is None:
            found = await self._document(f"{self.issuer}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise ProviderUnusable("the discovery document names another issuer")
            url = str(found.get("jwks_uri", ""))
            if _origin(url) != _origin(self.issuer):
                raise ProviderUnusable("the keys are on another host than the issuer")
        return _usable_keys(await self._document(url))

    async def _document(self, url: str) -> dict[str, Any]:
        async with self.http.stream("GET", url, follow_redirects=False) as response:
            if response.status_code != httpx.codes.OK:
                raise ProviderUnusable(f"{url} answered {response.status_code}")
            body = b""
            async for part in response.aiter_bytes():
                body += part
                if len(body) > DOCUMENT_BYTES_MAX:
                    raise ProviderUnusable(f"{url} is larger than {DOCUMENT_BYTES_MAX} bytes")
        try:
            document = json.loads(body)
        except (ValueError, RecursionError):
            raise ProviderUnusable(f"{url} is not JSON") from None
        if not isinstance(document, dict):
            raise ProviderUnusable(f"{url} is not a JSON object")
        return document


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _usable_keys(document: dict[str, Any]) -> dict[str, VerificationKey]:
    listed = document.get("keys")
    if not isinstance(listed, list):
        raise ProviderUnusable("the key document lists no keys")
    found: dict[str, VerificationKey] = {}
    for entry in listed[:KEYS_MAX]:
        if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
            continue
        key_id, key = entry.get("kid"), _verification_key(entry)
        if isinstance(key_id, str) and key_id and key is not None:
            found[key_id] = key
    if not found:
        raise ProviderUnusable("the key document has no key that can be used")
    return found


def _verification_key(entry: dict[str, Any]) -> VerificationKey | None:
    """None for keys of other kinds: symmetric, encrypting, too short."""
    try:
        public_key = jwt.PyJWK(entry).key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    algorithm = None
    if isinstance(public_key, ec.EllipticCurvePublicKey) and public_key.curve.name == "secp256r1":
        algorithm = "ES256"
    elif isinstance(public_key, ed25519.Ed25519PublicKey):
        algorithm = "EdDSA"
    elif isinstance(public_key, rsa.RSAPublicKey) and public_key.key_size >= RSA_BITS_MIN:
        algorithm = "RS256"
    if algorithm is None or entry.get("alg", algorithm) != algorithm:
        return None
    return VerificationKey(algorithm, public_key)


def _provider_unavailable() -> Refused:
    return unavailable(
        "identity_provider_unavailable",
        "身份认证服务暂不可用，请稍后重试",
        "the identity provider cannot be reached; try again",
    )
