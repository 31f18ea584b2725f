"""Keys of the identity provider: rotation, outage, restraint, and nothing unbounded."""

import json
from datetime import timedelta

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from services.kernel.errors import Kind, Refused
from services.kernel.web.jwks import KeyCache

ISSUER = "http://idp"


def jwk(kid):
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return {**jwt.algorithms.ECAlgorithm.to_jwk(key, as_dict=True), "kid": kid}


class Provider:
    """An issuer whose answers a test may change."""

    def __init__(self):
        self.keys = [jwk("one")]
        self.discovery = {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks"}
        self.down = False
        self.asked = 0
        self.raw = None

    def __call__(self, request):
        if self.down:
            raise httpx.ConnectError("refused")
        if request.url.path == "/jwks":
            self.asked += 1
            return httpx.Response(200, content=self.raw or json.dumps({"keys": self.keys}))
        return httpx.Response(200, json=self.discovery)


@pytest.fixture
def provider():
    return Provider()


@pytest.fixture
async def cache(provider, time):
    async with httpx.AsyncClient(transport=httpx.MockTransport(provider)) as http:
        yield KeyCache(http, ISSUER, time)


async def test_unknown_key_ids_do_not_hammer_the_provider(cache, provider, time):
    for number in range(50):
        assert await cache.key(f"made-up-{number}") is None
        time.pass_(0.1)
    assert provider.asked == 1
    time.pass_(30)
    await cache.key("made-up")
    assert provider.asked == 2


async def test_a_new_key_is_found_and_a_withdrawn_one_forgotten(cache, provider, time):
    assert await cache.key("one")
    provider.keys = [jwk("two")]
    time.pass_(31)
    assert await cache.key("two")
    assert await cache.key("one") is None


async def test_a_withdrawn_key_is_gone_after_ten_minutes_unasked(cache, provider, time):
    assert await cache.key("one")
    provider.keys = [jwk("two")]
    time.pass_(601)
    assert await cache.key("one") is None


async def test_last_good_keys_serve_for_a_day_while_the_provider_is_down(cache, provider, time):
    assert await cache.key("one")
    provider.down = True
    time.now += timedelta(hours=23, minutes=59)
    assert await cache.key("one")
    time.now += timedelta(minutes=2)
    with pytest.raises(Refused) as refused:
        await cache.key("one")
    assert refused.value.kind is Kind.UNAVAILABLE


async def test_without_any_keys_nothing_is_accepted(cache, provider):
    provider.down = True
    with pytest.raises(Refused) as refused:
        await cache.key("one")
    assert refused.value.code == "identity_provider_unavailable"


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "http://evil", "jwks_uri": f"{ISSUER}/jwks"},
        {"issuer": ISSUER, "jwks_uri": "http://evil/jwks"},
        {"issuer": ISSUER, "jwks_uri": "http://169.254.169.254/"},
        {"issuer": ISSUER},
    ],
)
async def test_a_document_that_points_elsewhere_is_not_followed(cache, provider, discovery):
    provider.discovery = discovery
    with pytest.raises(Refused):
        await cache.key("one")


@pytest.mark.parametrize(
    "raw", [b"a" * 100_000, b"{", b"[]", b'{"keys": 1}', b'{"keys": [1, {}]}', b"[" * 60_000]
)
async def test_a_key_document_that_is_not_one_changes_nothing(cache, provider, time, raw):
    assert await cache.key("one")
    provider.raw = raw
    time.pass_(601)
    assert await cache.key("one")


async def test_a_key_document_has_a_size(cache, provider, time):
    provider.raw = json.dumps({"keys": provider.keys, "pad": "a" * 70_000}).encode()
    with pytest.raises(Refused):
        await cache.key("one")
    provider.raw = json.dumps({"keys": provider.keys, "pad": "a" * 60_000}).encode()
    time.pass_(31)
    assert await cache.key("one")


async def test_a_given_address_spares_the_discovery(provider, time):
    provider.discovery = {}
    async with httpx.AsyncClient(transport=httpx.MockTransport(provider)) as http:
        cache = KeyCache(http, ISSUER, time, jwks_url="http://inside/jwks")
        assert await cache.key("one")
