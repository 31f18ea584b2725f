"""Tokens: every unsound one is refused, leaves one audit line, and costs little."""

from time import perf_counter

import pytest
from structlog.testing import capture_logs

from services.kernel.errors import Kind, Refused
from services.kernel.web.auth import TokenVerifier, Trust
from services.kernel.web.jwks import KeyCache
from tests.kernel.web.unsound_tokens import (
    ALL_KEYS,
    BAD,
    KEYS,
    ProviderHttp,
    claims,
    documents,
    signed,
    without,
)


@pytest.fixture
def http():
    return ProviderHttp(documents(ALL_KEYS))


@pytest.fixture
def verify(http, time):
    keys = KeyCache(http, "http://idp", time)
    return TokenVerifier(Trust("http://idp", "jingheng"), keys, time).verify


@pytest.mark.parametrize("name", BAD)
async def test_an_unsound_token_is_refused_with_one_audit_line(verify, time, name):
    now = int(time().timestamp())
    token = BAD[name](claims(now))
    await verify(signed(claims(now)))  # The keys are known: what follows is the token alone.

    started = perf_counter()
    with capture_logs() as lines, pytest.raises(Refused) as refused:
        await verify(token)
    assert perf_counter() - started < 0.05  # 5 ms in truth; room for a busy machine.
    assert (refused.value.kind, refused.value.code) == (Kind.UNAUTHENTICATED, "token_invalid")
    assert [line["event"] for line in lines if line["event"] != "keys_not_fetched"] == [
        "token_refused"
    ]
    assert token not in str(lines) or not token


async def test_a_malformed_key_id_is_not_looked_for(http, verify, time):
    now = int(time().timestamp())
    for kid in ("../../dev/null", "http://evil/jwks", "a" * 4_000, "", "x' OR 1=1"):
        with pytest.raises(Refused):
            await verify(signed(claims(now), kid=kid))
    assert http.asked == []


def test_the_table_is_long_enough():
    assert len(BAD) >= 30


@pytest.mark.parametrize("kid", KEYS)
async def test_a_sound_token_of_each_algorithm_is_accepted(verify, time, kid):
    key, algorithm = KEYS[kid]
    person = "0196F2C4-0000-7000-8000-00000000000A"
    said = claims(int(time().timestamp()), aud=["jingheng"], person_id=person)

    caller = await verify(signed(said, key=key, algorithm=algorithm, kid=kid))

    assert caller.sub == "u-1"
    assert caller.roles == {"officer"}
    assert caller.person_id == person.lower()
    assert (caller.client, caller.token_id) == ("app", "t-1")


async def test_thirty_seconds_of_leeway_and_no_more(verify, time):
    now = int(time().timestamp())
    token = signed(claims(now, iat=now - 600, exp=now))
    time.pass_(29)
    await verify(token)
    time.pass_(1)
    with pytest.raises(Refused):
        await verify(token)


async def test_keycloak_tokens_are_accepted_where_configured(http, time):
    trust = Trust("http://idp", "jingheng", roles_at=("realm_access", "roles"), plain_jwt=True)
    verifier = TokenVerifier(trust, KeyCache(http, "http://idp", time), time)
    said = claims(int(time().timestamp()), roles=None, typ="Bearer", client_id=None, azp="app")
    said["realm_access"] = {"roles": ["hr"]}

    caller = await verifier.verify(signed(said, {"typ": "JWT"}))
    assert (caller.roles, caller.client) == ({"hr"}, "app")
    for kind in ("ID", "Refresh", "Offline", 1):
        with pytest.raises(Refused):
            await verifier.verify(signed(said | {"typ": kind}, {"typ": "JWT"}))
    with pytest.raises(Refused):
        await verifier.verify(signed(without(said, "typ"), {"typ": "JWT"}))


async def test_without_a_token_the_caller_is_told_to_send_one(client):
    answer = await client.get("/v1/persons?access_token=x")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_missing")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "headers",
    [
        lambda good: [("Authorization", good), ("Authorization", good)],
        lambda good: [("Authorization", good.replace("Bearer", "bearer"))],
        lambda good: [("Authorization", good.replace("Bearer", "BEARER"))],
        lambda good: [("Authorization", good.replace("Bearer ", "Bearer  "))],
        lambda good: [("Authorization", good.replace("Bearer", "DPoP"))],
        lambda good: [("Authorization", good + ", " + good)],
        lambda _: [("Authorization", "Bearer")],
        lambda _: [("Authorization", "Basic aHI6aHI=")],
        lambda good: [("Cookie", good), ("X-User-Id", "hr"), ("Authorization", "")],
    ],
)
async def test_one_way_to_send_a_token(client, bearer, headers):
    good = bearer("hr")["Authorization"]
    answer = await client.get("/v1/persons", headers=headers(good))
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


async def test_identity_headers_mean_nothing(client):
    forged = {"X-User-Id": "hr", "X-Forwarded-User": "hr", "X-Roles": "hr"}
    assert (await client.get("/v1/persons", headers=forged)).status_code == 401
