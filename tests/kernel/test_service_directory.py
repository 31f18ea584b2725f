"""A room that is not the roster asks the roster, by its own name and its own secret."""

from datetime import date
from urllib.parse import parse_qs

import httpx

from services.kernel.directory import HttpDirectory
from services.kernel.service_directory import service_directory, service_token
from services.kernel.settings import load


def _world(asked: list[httpx.Request]) -> httpx.AsyncClient:
    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.path == "/token":
            return httpx.Response(200, json={"access_token": "t1", "expires_in": 300})
        return httpx.Response(200, json={"place": "/bureau", "leads": []})

    return httpx.AsyncClient(transport=httpx.MockTransport(answer))


async def test_the_room_signs_in_by_its_name_and_asks_the_roster(tmp_path):
    settings = load(JINGHENG_HOME=str(tmp_path), JINGHENG_PORT_BASE=9000)
    secret = settings.secret_file("client_training.secret")
    secret.parent.mkdir()
    secret.write_text("first\n")
    asked: list[httpx.Request] = []
    directory = service_directory("training")(settings, _world(asked))

    assert isinstance(directory, HttpDirectory)
    assert await directory.place_of("p1", date(2026, 1, 1)) == "/bureau"
    token, question = asked
    assert str(token.url) == "http://127.0.0.1:9004/token"
    form = parse_qs(token.content.decode())
    assert (form["client_id"], form["client_secret"]) == (["training"], ["first"])
    assert question.url.port == 9001
    assert question.headers["authorization"] == "Bearer t1"


async def test_the_secret_is_read_anew_at_each_renewal(tmp_path):
    settings = load(JINGHENG_HOME=str(tmp_path))
    secret = settings.secret_file("client_gateway.secret")
    secret.parent.mkdir()
    asked: list[httpx.Request] = []
    token = service_token("gateway", settings, _world(asked))
    for value in ("old", "rotated"):
        secret.write_text(value)
        token._good_until = 0.0
        await token.headers()

    sent = [parse_qs(request.content.decode())["client_secret"] for request in asked]
    assert sent == [["old"], ["rotated"]]
