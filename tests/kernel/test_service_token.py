"""A service's own token: asked for once, renewed in time, shared by all who wait for it."""

import asyncio
from urllib.parse import parse_qs

import httpx
import pytest

from services.kernel.service_token import RENEW_BEFORE_SECONDS, ServiceToken


class Issuer:
    def __init__(self) -> None:
        self.now = 1000.0
        self.forms: list[dict[str, list[str]]] = []
        self.answers: list[httpx.Response] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.forms.append(parse_qs(request.content.decode()))
        await asyncio.sleep(0)
        if self.answers:
            return self.answers.pop(0)
        number = len(self.forms)
        return httpx.Response(200, json={"access_token": f"t{number}", "expires_in": 300})

    def token(self) -> ServiceToken:
        http = httpx.AsyncClient(transport=httpx.MockTransport(self))
        return ServiceToken(
            http, "http://idp/token", "training", lambda: "secret", seconds=lambda: self.now
        )


async def test_it_signs_in_with_client_credentials():
    issuer = Issuer()

    assert await issuer.token().headers() == {"Authorization": "Bearer t1"}
    assert issuer.forms == [
        {
            "grant_type": ["client_credentials"],
            "client_id": ["training"],
            "client_secret": ["secret"],
        }
    ]


async def test_one_token_serves_until_a_minute_before_its_end():
    issuer = Issuer()
    token = issuer.token()
    await token.headers()
    issuer.now += 300 - RENEW_BEFORE_SECONDS - 1
    assert await token.headers() == {"Authorization": "Bearer t1"}
    issuer.now += 1

    assert await token.headers() == {"Authorization": "Bearer t2"}


async def test_many_at_once_ask_once():
    issuer = Issuer()
    token = issuer.token()
    answers = await asyncio.gather(*(token.headers() for _ in range(20)))

    assert len(issuer.forms) == 1
    assert {answer["Authorization"] for answer in answers} == {"Bearer t1"}


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(401, json={"error": "invalid_client"}),
        httpx.Response(503),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, json={"access_token": "t"}),
    ],
    ids=["refused", "away", "html", "half"],
)
async def test_a_bad_answer_is_an_http_error_and_asked_again_next_time(answer):
    """Callers wait and retry on httpx.HTTPError; anything else would end their loop."""
    issuer = Issuer()
    issuer.answers = [answer]
    token = issuer.token()
    with pytest.raises(httpx.HTTPError):
        await token.headers()

    assert await token.headers() == {"Authorization": "Bearer t2"}


async def test_a_secret_that_is_not_there_yet_is_waited_for(tmp_path, capsys):
    issuer, file = Issuer(), tmp_path / "client.secret"
    token = issuer.token()
    token.secret = file.read_text
    with pytest.raises(httpx.HTTPError, match=str(file)):
        await token.headers()
    file.write_text("here")

    assert await token.headers() == {"Authorization": "Bearer t1"}
    assert issuer.forms[0]["client_secret"] == ["here"]
    assert "client_secret_missing" in capsys.readouterr().out
