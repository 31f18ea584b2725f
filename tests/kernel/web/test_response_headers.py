"""Headers of every answer, refusals and faults included."""

import pytest


@pytest.mark.parametrize("path", ["/v1/persons", "/v1/broken", "/nowhere", "/x%00", "/health/live"])
async def test_nothing_is_kept_guessed_or_framed(client, path):
    headers = (await client.get(path)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


async def test_a_route_may_say_otherwise(client):
    assert "max-age" in (await client.get("/openapi.json")).headers["cache-control"]
