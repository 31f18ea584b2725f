"""An OpenID Connect issuer for development and demonstration; refuses to exist in production."""

import hmac
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from jwt.algorithms import ECAlgorithm

USER_SECONDS = 3600
SERVICE_SECONDS = 300
FORM_BYTES_MAX = 8192


class NotInProduction(Exception):
    """Somebody asked for the development issuer where tokens must come from the real one."""


@dataclass(slots=True)
class SigningKeys:
    """The key that signs, and the one before it, whose tokens are still good. Kept in one file."""

    path: Path
    new_id: Callable[[], str]
    _keys: list[tuple[str, ec.EllipticCurvePrivateKey]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Reads the file, or makes a first key."""
        if self.path.exists():
            self._keys = [
                (held["kid"], _private_key(held["pem"]))
                for held in json.loads(self.path.read_text())
            ]
        else:
            self.rotate()

    def rotate(self) -> None:
        """A new key signs from now on; the previous one still verifies; older ones are gone."""
        made = (self.new_id(), ec.generate_private_key(ec.SECP256R1()))
        self._keys = [made, *self._keys[:1]]
        text = json.dumps([{"kid": key_id, "pem": _pem(key)} for key_id, key in self._keys])
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        # Readable by the owner alone from the first byte on, and never half written.
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        beside.replace(self.path)

    @property
    def signing(self) -> tuple[str, ec.EllipticCurvePrivateKey]:
        return self._keys[0]

    def public(self) -> dict[str, Any]:
        """As a JWK set."""
        marks = {"use": "sig", "alg": "ES256"}
        return {
            "keys": [
                {**ECAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": key_id, **marks}
                for key_id, key in self._keys
            ]
        }


@dataclass(frozen=True, slots=True)
class DevIssuer:
    """Mints access tokens for whomever it is told."""

    issuer: str
    audience: str
    keys: SigningKeys
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    def mint(
        self,
        sub: str,
        roles: Sequence[str],
        *,
        person_id: str | None = None,
        client: str = "dev",
        seconds: int = USER_SECONDS,
    ) -> str:
        """An access token good for `seconds` from now."""
        now = int(self.clock().timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": sub,
            "roles": list(roles),
            "client_id": client,
            "iat": now,
            "exp": now + seconds,
            "jti": self.new_id(),
        }
        if person_id is not None:
            claims["person_id"] = person_id
        key_id, key = self.keys.signing
        return jwt.encode(claims, key, "ES256", headers={"kid": key_id, "typ": "at+jwt"})


def issuer_app(
    issuer: DevIssuer,
    *,
    mode: str,
    clients: Mapping[str, str],
    client_roles: Sequence[str] = ("system",),
) -> FastAPI:
    """Discovery, keys, and tokens for `clients` (id -> secret) by client_credentials.

    Raises NotInProduction in mode `production`.
    """
    if mode == "production":
        raise NotInProduction("set OIDC_ISSUER to the bureau's identity provider")
    app = FastAPI(title="警衡 development issuer", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/.well-known/openid-configuration")
    async def describe_issuer() -> dict[str, Any]:
        return {
            "issuer": issuer.issuer,
            "jwks_uri": f"{issuer.issuer}/jwks",
            "token_endpoint": f"{issuer.issuer}/token",
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "response_types_supported": ["token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"],
        }

    @app.get("/jwks")
    async def show_keys() -> dict[str, Any]:
        return issuer.keys.public()

    @app.post("/token")
    async def issue_token(request: Request) -> JSONResponse:
        form = await _form_of(request)
        if form is None or form.get("grant_type") != "client_credentials":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        client, secret = form.get("client_id", ""), form.get("client_secret", "")
        known = clients.get(client)
        if known is None or not hmac.compare_digest(known.encode(), secret.encode()):
            return JSONResponse({"error": "invalid_client"}, 401)
        token = issuer.mint(f"svc:{client}", client_roles, client=client, seconds=SERVICE_SECONDS)
        answer = {"access_token": token, "token_type": "Bearer", "expires_in": SERVICE_SECONDS}
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

    return app


async def _form_of(request: Request) -> dict[str, str] | None:
    """None when it is no form, too long, or names a field twice. Read without python-multipart."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > FORM_BYTES_MAX:
            return None
    try:
        fields = parse_qs(
            body.decode("utf-8"), strict_parsing=True, max_num_fields=10, errors="strict"
        )
    except ValueError:
        return None
    if any(len(values) != 1 for values in fields.values()):
        return None
    return {name: values[0] for name, values in fields.items()}


def _pem(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def _private_key(pem: str) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("the issuer's key file holds another kind of key")
    return key
