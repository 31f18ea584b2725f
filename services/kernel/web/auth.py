"""A bearer access token becomes a Principal, or is refused without a word about why."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import jwt
import structlog
from fastapi import Request

from services.kernel.errors import Refused
from services.kernel.web.http_refusals import unauthenticated
from services.kernel.web.jwks import KeyCache, VerificationKey
from services.kernel.web.parts import parts_of
from services.kernel.web.principal import Principal

TOKEN_CHARS_MAX = 8192
LIFETIME_SECONDS_MAX = 24 * 3600
LEEWAY_SECONDS = 30
ROLES_MAX = 32
SIGNED_TOKENS_MAX = 20_000
ALGORITHMS = frozenset({"ES256", "EdDSA", "RS256"})

_PART = re.compile(r"[A-Za-z0-9_-]+")
_KEY_ID = re.compile(r"[A-Za-z0-9._=:-]{1,128}")
_WORD = re.compile(r"[!-~]{1,200}")  # Visible ASCII.
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Headers that point at keys, wrap other tokens or demand extensions are not in the list.
_HEADER_MEMBERS = frozenset({"alg", "kid", "typ"})
_REQUIRED = frozenset({"exp", "iat", "iss", "aud", "sub", "jti"})

_log = structlog.get_logger("jingheng.identity")


@dataclass(frozen=True, slots=True)
class Trust:
    """What is expected of the tokens of one issuer."""

    issuer: str
    audience: str
    roles_at: tuple[str, ...] = ("roles",)  # Keycloak: ("realm_access", "roles").
    plain_jwt: bool = (
        False  # Keycloak types its access tokens `JWT`, and says `typ: Bearer` within.
    )


class TokenUntrusted(Exception):
    """Why a token was refused; for the audit line only."""


@dataclass(frozen=True, slots=True)
class TokenVerifier:
    """Verifies access tokens of one issuer."""

    trust: Trust
    keys: KeyCache
    clock: Callable[[], datetime]
    # Token digest -> the key that signed it. Everything else is checked at every request.
    _signed: dict[bytes, VerificationKey] = field(default_factory=dict)

    async def verify(self, token: str) -> Principal:
        """Raises Refused (unauthenticated), and leaves one audit line, for every unsound token."""
        try:
            return await self._verify(token)
        except TokenUntrusted as error:
            _log.warning("token_refused", reason=str(error))
            raise _token_invalid() from None

    async def _verify(self, token: str) -> Principal:
        if len(token) > TOKEN_CHARS_MAX:
            raise TokenUntrusted("too long")
        parts = token.split(".", 3)
        if len(parts) != 3 or not all(_PART.fullmatch(part) for part in parts):  # noqa: PLR2004  # header.payload.signature
            raise TokenUntrusted("not three base64url parts")
        header = _members(parts[0])
        key = await self._key_for(header)
        claims = _members(parts[1])
        _bytes(parts[2])
        self._check_signature(token, key)
        if str(header["typ"]).lower() == "jwt" and claims.get("typ") != "Bearer":
            raise TokenUntrusted("an ID or refresh token")
        self._check_claims(claims)
        return self._principal(claims)

    def _check_signature(self, token: str, key: VerificationKey) -> None:
        """The costly part is done once for each token and key; forgotten when many have come."""
        digest = hashlib.sha256(token.encode()).digest()
        if self._signed.get(digest) is key:
            return
        _check_signature(token, key)
        if len(self._signed) >= SIGNED_TOKENS_MAX:
            self._signed.clear()
        self._signed[digest] = key

    async def _key_for(self, header: Mapping[str, Any]) -> VerificationKey:
        if not header.keys() <= _HEADER_MEMBERS:
            raise TokenUntrusted("a header member that is not allowed")
        allowed = {"at+jwt", "application/at+jwt"} | ({"jwt"} if self.trust.plain_jwt else set())
        if str(header.get("typ", "")).lower() not in allowed:
            raise TokenUntrusted("not typed as an access token")
        algorithm, key_id = header.get("alg"), header.get("kid")
        if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
            raise TokenUntrusted("algorithm not allowed")
        if not isinstance(key_id, str) or not _KEY_ID.fullmatch(key_id):
            raise TokenUntrusted("key id missing or malformed")
        key = await self.keys.key(key_id)
        if key is None:
            raise TokenUntrusted("key unknown")
        if key.algorithm != algorithm:
            raise TokenUntrusted("algorithm is not the key's own")
        return key

    def _check_claims(self, claims: Mapping[str, Any]) -> None:
        if missing := _REQUIRED - claims.keys():
            raise TokenUntrusted(f"lacks {', '.join(sorted(missing))}")
        if claims["iss"] != self.trust.issuer:
            raise TokenUntrusted("another issuer")
        # A token also meant for somebody else could have been replayed by them.
        if claims["aud"] not in (self.trust.audience, [self.trust.audience]):
            raise TokenUntrusted("not for this audience alone")
        times = {name: claims[name] for name in ("exp", "iat", "nbf") if name in claims}
        if any(type(seconds) is not int for seconds in times.values()):
            raise TokenUntrusted("a time that is not an integer")
        now = self.clock().timestamp()
        if times["exp"] <= now - LEEWAY_SECONDS:
            raise TokenUntrusted("expired")
        if max(times["iat"], times.get("nbf", times["iat"])) > now + LEEWAY_SECONDS:
            raise TokenUntrusted("not valid yet")
        if not 0 < times["exp"] - times["iat"] <= LIFETIME_SECONDS_MAX:
            raise TokenUntrusted("a lifetime that is not allowed")

    def _principal(self, claims: Mapping[str, Any]) -> Principal:
        subject, token_id, person_id = claims["sub"], claims["jti"], claims.get("person_id")
        if not _is_word(subject) or not _is_word(token_id):
            raise TokenUntrusted("sub or jti malformed")
        if person_id is not None and not (
            isinstance(person_id, str) and _UUID.fullmatch(person_id)
        ):
            raise TokenUntrusted("person_id malformed")
        roles: Any = claims
        for step in self.trust.roles_at:
            roles = roles.get(step, []) if isinstance(roles, dict) else []
        if not isinstance(roles, list) or len(roles) > ROLES_MAX or not all(map(_is_word, roles)):
            raise TokenUntrusted("roles malformed")
        client = claims.get("client_id", claims.get("azp"))
        return Principal(
            sub=subject,
            roles=frozenset(roles),
            person_id=person_id.lower() if person_id else None,
            client=client if _is_word(client) else None,
            token_id=token_id,
        )


def _is_word(value: object) -> bool:
    return isinstance(value, str) and _WORD.fullmatch(value) is not None


def _check_signature(token: str, key: VerificationKey) -> None:
    try:
        # The signature only: times are judged by our clock, the rest more strictly than PyJWT does.
        jwt.PyJWS().decode(token, key.public_key, algorithms=[key.algorithm])
    except jwt.PyJWTError:
        raise TokenUntrusted("signature does not match") from None


def _bytes(part: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        raise TokenUntrusted("not base64url") from None
    # One spelling per token: spare bits in the last letter would allow several.
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != part:
        raise TokenUntrusted("not canonical base64url")
    return raw


def _members(part: str) -> dict[str, Any]:
    try:
        value = json.loads(_bytes(part), object_pairs_hook=_once_each, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise TokenUntrusted("header or payload is not JSON") from None
    if not isinstance(value, dict):
        raise TokenUntrusted("header or payload is not a JSON object")
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise TokenUntrusted("a member given twice")
    return members


def _no_constant(name: str) -> float:
    raise TokenUntrusted(f"holds {name}")


async def authenticate(request: Request) -> Principal:
    """The caller of this request, verified once; also takes one call from the caller's rate."""
    known = getattr(request.state, "principal", None)
    if isinstance(known, Principal):
        return known
    sent = request.headers.getlist("authorization")
    if not sent:
        raise unauthenticated(
            "token_missing", "请提供 Bearer 访问令牌", "send a bearer access token"
        )
    scheme, _, token = sent[0].partition(" ")
    # The scheme as RFC 6750 writes it: one spelling leaves a proxy nothing to misread.
    if len(sent) > 1 or scheme != "Bearer" or not token:
        _log.warning("token_refused", reason="not one Bearer authorization header")
        raise _token_invalid()
    parts = parts_of(request)
    principal = await parts.verifier.verify(token)
    request.state.principal = principal
    if parts.rate_limit is not None:
        parts.rate_limit.spend(principal.sub)
    return principal


def _token_invalid() -> Refused:
    return unauthenticated(
        "token_invalid", "访问令牌无效或已过期", "the access token is not valid or has expired"
    )
