"""The documentation page: everything from our own host."""

import re

import pytest


async def test_the_page_names_no_other_host(client):
    answer = await client.get("/docs")
    assert answer.status_code == 200
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    assert "unsafe-eval" not in answer.headers["content-security-policy"]
    assert "script-src 'self';" in answer.headers["content-security-policy"]


async def test_everything_the_page_names_is_served(client):
    page = (await client.get("/docs")).text
    names = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(names) == 4
    for name in names:
        answer = await client.get("/" + name)
        assert answer.status_code == 200, name
        assert answer.content
        assert b"sourceMappingURL" not in answer.content[-300:]
    assert (await client.get("/openapi.json")).json()["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    "name", ["LICENSE", "..%2fapp.py", "%2e%2e/app.py", "x.js", "page.js.map", "ORIGIN.txt"]
)
async def test_nothing_else_is_served(client, name):
    assert (await client.get(f"/docs/static/{name}")).status_code == 404


async def test_the_badge_that_asks_the_internet_is_off(client):
    assert "validatorUrl: null" in (await client.get("/docs/static/page.js")).text
