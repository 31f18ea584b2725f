"""Idempotency keys: needed, bounded, one caller's own, and tied to what was sent."""

import uuid

import pytest

from services.kernel.web.origin import command_id_of, digest_of


@pytest.fixture
def rename(client, bearer, people):
    async def send(key=None, *, sub="u-1", body=None, etag='"7"'):
        headers = bearer("hr", sub=sub) | ({"If-Match": etag} if etag else {})
        if key is not None:
            headers["Idempotency-Key"] = key
        url = f"/v1/persons/{people['officer']}"
        return await client.put(url, json=body or {"name": "李四"}, headers=headers)

    return send


async def test_a_command_needs_a_key(rename):
    answer = await rename()
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")
    assert answer.json()["errors"][0]["pointer"] == "header/idempotency-key"


@pytest.mark.parametrize(
    "key", ["", "1234567", "a" * 129, "with space", "tab\tinside", "key\x7fkey!"]
)
async def test_malformed_keys(rename, key):
    answer = await rename(key)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_malformed")


async def test_the_same_key_is_the_same_command_and_is_said_to_be_replayed(rename):
    first, again = await rename("key-00000001"), await rename("key-00000001")
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert first.json() == again.json()


async def test_another_body_has_another_digest(rename):
    first = await rename("key-00000001")
    other = await rename("key-00000001", body={"name": "王五"})
    assert first.json()["command_id"] == other.json()["command_id"]
    assert first.json()["digest"] != other.json()["digest"]


async def test_two_callers_may_choose_the_same_key(rename):
    first, other = await rename("key-00000001"), await rename("key-00000001", sub="u-2")
    assert first.json()["command_id"] != other.json()["command_id"]


def test_ids_are_the_same_for_ever():
    assert command_id_of("u-1", "key-00000001") == uuid.UUID("a8760863-70de-531f-9e76-f221b684e93f")
    digest = digest_of("PUT", "/v1/x", b"{}").hex()
    assert digest == "8748c45829485b4d09130e75e08f36b08a4f01c805df27c547648f5524338210"
    assert digest != digest_of("PUT", "/v1/y", b"{}").hex()
    assert digest != digest_of("POST", "/v1/x", b"{}").hex()
