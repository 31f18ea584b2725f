"""Tokens no verifier may accept, each with one thing wrong, and the keys to sign them with."""

import base64
import hashlib
import hmac
import json

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

EC, OTHER_EC = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
ED = ed25519.Ed25519PrivateKey.generate()
RSA = rsa.generate_private_key(65537, 2048)
EC384 = ec.generate_private_key(ec.SECP384R1())
WEAK_RSA = rsa.generate_private_key(65537, 1024)  # noqa: S505  # To be refused.
KEYS = {"ec": (EC, "ES256"), "ed": (ED, "EdDSA"), "rsa": (RSA, "RS256")}


def jwk(key, kid, **more):
    if isinstance(key, ec.EllipticCurvePrivateKey):
        algorithm = jwt.algorithms.ECAlgorithm
    elif isinstance(key, rsa.RSAPrivateKey):
        algorithm = jwt.algorithms.RSAAlgorithm
    else:
        algorithm = jwt.algorithms.OKPAlgorithm
    return {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, **more}


class ProviderHttp:
    """Stands in for httpx: answers from a table, counts what was asked."""

    def __init__(self, documents):
        self.documents = documents
        self.asked = []

    def stream(self, _method, url, **_options):
        self.asked.append(url)
        return _Answer(self.documents.get(url))


class _Answer:
    def __init__(self, body):
        self.status_code = 200 if body is not None else 503
        self.body = body

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        return None

    async def aiter_bytes(self):
        for start in range(0, len(self.body), 1000):
            yield self.body[start : start + 1000]


def documents(keys):
    return {
        "http://idp/.well-known/openid-configuration": json.dumps(
            {"issuer": "http://idp", "jwks_uri": "http://idp/jwks"}
        ).encode(),
        "http://idp/jwks": json.dumps({"keys": keys}).encode(),
    }


ALL_KEYS = [
    jwk(EC, "ec"),
    jwk(ED, "ed"),
    jwk(RSA, "rsa"),
    jwk(RSA, "rsa-enc", use="enc"),
    jwk(WEAK_RSA, "weak"),
    jwk(EC384, "p384"),
    {"kty": "oct", "kid": "oct", "k": "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE"},
    {"kty": "EC", "kid": "broken", "crv": "P-256", "x": "!", "y": "!"},
]


def b64(raw):
    if isinstance(raw, dict):
        raw = json.dumps(raw).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def claims(now, **changes):
    said = {
        "iss": "http://idp",
        "aud": "jingheng",
        "sub": "u-1",
        "jti": "t-1",
        "iat": now,
        "exp": now + 600,
        "roles": ["officer"],
        "client_id": "app",
    } | changes
    return {name: value for name, value in said.items() if value is not None}


def signed(payload, header=None, *, key=EC, algorithm="ES256", kid="ec"):
    """Signs any bytes under any header, which jwt.encode would not."""
    head = {"alg": algorithm, "kid": kid, "typ": "at+jwt"} | (header or {})
    head = {name: value for name, value in head.items() if value is not None}
    return sign_raw(b64(head), b64(payload), key=key, algorithm=algorithm)


def sign_raw(head, payload, *, key=EC, algorithm="ES256"):
    method = jwt.get_algorithm_by_name(algorithm)
    return f"{head}.{payload}.{b64(method.sign(f'{head}.{payload}'.encode(), key))}"


def hs256(payload, secret, kid):
    body = f"{b64({'alg': 'HS256', 'kid': kid, 'typ': 'at+jwt'})}.{b64(payload)}"
    return f"{body}.{b64(hmac.digest(secret, body.encode(), hashlib.sha256))}"


def pem(key):
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


HEAD = {"alg": "ES256", "kid": "ec", "typ": "at+jwt"}
BAD = {
    "alg none, empty signature": lambda c: f"{b64(HEAD | {'alg': 'none'})}.{b64(c)}.",
    "alg none, some signature": lambda c: f"{b64(HEAD | {'alg': 'none'})}.{b64(c)}.AAAA",
    "alg NoNe": lambda c: f"{b64(HEAD | {'alg': 'NoNe'})}.{b64(c)}.AAAA",
    "alg missing": lambda c: signed(c, {"alg": None}),
    "alg a list": lambda c: f"{b64(HEAD | {'alg': ['ES256']})}.{b64(c)}.AAAA",
    "alg lower case": lambda c: signed(c, {"alg": "es256"}),
    "HS256 with the RSA public key": lambda c: hs256(c, pem(RSA), "rsa"),
    "HS256 with the EC public key": lambda c: hs256(c, pem(EC), "ec"),
    "HS256 with a published symmetric key": lambda c: hs256(c, b"a" * 32, "oct"),
    "RS256 by an EC key id": lambda c: signed(c, {"alg": "RS256"}, key=RSA, algorithm="RS256"),
    "RS384": lambda c: signed(c, {"alg": "RS384"}, key=RSA, algorithm="RS384", kid="rsa"),
    "PS256": lambda c: signed(c, {"alg": "PS256"}, key=RSA, algorithm="PS256", kid="rsa"),
    "ES384": lambda c: signed(c, {"alg": "ES384"}, key=EC384, algorithm="ES384", kid="p384"),
    "short RSA key": lambda c: signed(c, key=WEAK_RSA, algorithm="RS256", kid="weak"),
    "key for encryption": lambda c: signed(c, key=RSA, algorithm="RS256", kid="rsa-enc"),
    "another key of the same kind": lambda c: signed(c, key=OTHER_EC),
    "kid unknown": lambda c: signed(c, kid="nobody"),
    "kid missing": lambda c: signed(c, kid=None),
    "kid a path": lambda c: signed(c, kid="../../dev/null"),
    "kid SQL": lambda c: signed(c, kid="x' UNION SELECT 'a"),
    "kid a URL": lambda c: signed(c, kid="http://evil/jwks"),
    "kid of 10 kB": lambda c: signed(c, kid="a" * 10_000),
    "kid of 4 kB": lambda c: signed(c, kid="a" * 4_000),
    "kid a number": lambda c: signed(c, {"kid": 1}),
    "kid empty": lambda c: signed(c, kid=""),
    "jku": lambda c: signed(c, {"jku": "http://evil/jwks"}, key=OTHER_EC),
    "x5u": lambda c: signed(c, {"x5u": "http://evil/cert"}, key=OTHER_EC),
    "jwk": lambda c: signed(c, {"jwk": jwk(OTHER_EC, "ec")}, key=OTHER_EC),
    "jku beside a good signature": lambda c: signed(c, {"jku": "http://evil/jwks"}),
    "crit": lambda c: signed(c, {"crit": ["exp"]}),
    "b64 false": lambda c: signed(c, {"b64": False, "crit": ["b64"]}),
    "zip": lambda c: signed(c, {"zip": "DEF"}),
    "typ missing": lambda c: signed(c, {"typ": None}),
    "typ JWT (an ID token)": lambda c: signed(c, {"typ": "JWT"}),
    "typ of a logout token": lambda c: signed(c, {"typ": "logout+jwt"}),
    "expired": lambda c: signed(c | {"iat": c["iat"] - 700, "exp": c["iat"] - 31}),
    "iat in the future": lambda c: signed(c | {"iat": c["iat"] + 100}),
    "nbf in the future": lambda c: signed(c | {"nbf": c["iat"] + 100}),
    "no exp": lambda c: signed(without(c, "exp")),
    "no iat": lambda c: signed(without(c, "iat")),
    "no iss": lambda c: signed(without(c, "iss")),
    "no aud": lambda c: signed(without(c, "aud")),
    "no sub": lambda c: signed(without(c, "sub")),
    "no jti": lambda c: signed(without(c, "jti")),
    "exp in year 10^22": lambda c: signed(c | {"exp": 10**22}),
    "exp in two days": lambda c: signed(c | {"exp": c["iat"] + 172_800}),
    "exp before iat": lambda c: signed(c | {"iat": c["iat"] + 20, "exp": c["iat"] + 10}),
    "exp a string": lambda c: signed(c | {"exp": str(c["iat"] + 600)}),
    "exp a float": lambda c: signed(c | {"exp": c["iat"] + 600.5}),
    "exp true": lambda c: signed(c | {"exp": True}),
    "exp NaN": lambda c: signed(json.dumps(c | {"exp": float("nan")}).encode()),
    "aud of another service": lambda c: signed(c | {"aud": "kitchen"}),
    "aud us and another": lambda c: signed(c | {"aud": ["jingheng", "kitchen"]}),
    "aud us twice": lambda c: signed(c | {"aud": ["jingheng", "jingheng"]}),
    "aud empty": lambda c: signed(c | {"aud": []}),
    "aud a prefix": lambda c: signed(c | {"aud": "jing"}),
    "aud an object": lambda c: signed(c | {"aud": {"jingheng": 1}}),
    "iss of the test realm": lambda c: signed(c | {"iss": "http://idp-test"}),
    "iss with a slash": lambda c: signed(c | {"iss": "http://idp/"}),
    "iss a list": lambda c: signed(c | {"iss": ["http://idp"]}),
    "sub an integer": lambda c: signed(c | {"sub": 1}),
    "sub empty": lambda c: signed(c | {"sub": ""}),
    "sub with a newline": lambda c: signed(c | {"sub": "a\nb"}),
    "jti an integer": lambda c: signed(c | {"jti": 7}),
    "roles a string": lambda c: signed(c | {"roles": "hr"}),
    "roles of objects": lambda c: signed(c | {"roles": [{"hr": 1}]}),
    "a hundred roles": lambda c: signed(c | {"roles": ["r"] * 100}),
    "person_id a path": lambda c: signed(c | {"person_id": "../1"}),
    "claims twice": lambda c: signed(json.dumps(c)[:-1].encode() + b', "sub": "admin"}'),
    "header members twice": lambda c: sign_raw(
        b64(b'{"alg":"ES256","kid":"ec","typ":"at+jwt","kid":"ec"}'), b64(c)
    ),
    "payload a list": lambda _: signed(b"[]"),
    "payload not JSON": lambda _: signed(b"{"),
    "payload nested 10,000 deep": lambda _: signed(b"[" * 5_000),
    "payload not UTF-8": lambda _: signed(b'{"a":"\xff"}'),
    "padding": lambda c: signed(c) + "=",
    "inner whitespace": lambda c: signed(c).replace(".", ". ", 1),
    "trailing newline": lambda c: signed(c) + "\n",
    "trailing dot": lambda c: signed(c) + ".",
    "standard base64 letters": lambda c: signed(c)[:-2] + "+/",
    "spare bits in the signature": lambda c: spare_bits(signed(c)),
    "signature cut": lambda c: signed(c)[:-4],
    "signature in DER": lambda c: der_signed(c.copy()),
    "payload exchanged": lambda c: exchanged(signed(c), c | {"roles": ["hr"]}),
    "two parts": lambda c: ".".join(signed(c).split(".")[:2]),
    "five parts (JWE)": lambda _: ".".join(["AAAA"] * 5),
    "10,000 parts": lambda _: "." * 10_000,
    "1 MB": lambda c: signed(c | {"pad": "a" * 1_000_000}),
    "empty": lambda _: "",
    "not ASCII": lambda _: "令牌.令牌.令牌",
}


def without(said, name):
    return {key: value for key, value in said.items() if key != name}


def spare_bits(token):
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return token[:-1] + letters[letters.index(token[-1]) ^ 1]


def der_signed(said):
    body = f"{b64(HEAD)}.{b64(said)}"
    return f"{body}.{b64(EC.sign(body.encode(), ec.ECDSA(hashes.SHA256())))}"


def exchanged(token, said):
    head, _, signature = token.split(".")
    return f"{head}.{b64(said)}.{signature}"
