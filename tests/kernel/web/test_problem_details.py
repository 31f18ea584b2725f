"""Every no as problem+json: one status for each kind, two languages, nothing of ours inside."""

import pytest
from starlette.exceptions import HTTPException

from services.kernel.errors import FieldError, Kind, Refused, Text
from services.kernel.web.problem_details import STATUS, language_of, problem_of

TEXT = Text("不行", "no")


def scope_with(language=""):
    return {
        "type": "http",
        "headers": [(b"accept-language", language.encode())],
        "state": {"request_id": "r-1"},
    }


def test_every_kind_has_its_status():
    assert set(STATUS) == set(Kind)
    expected = {
        Kind.INVALID: 422, Kind.NOT_FOUND: 404, Kind.CONFLICT: 409, Kind.STALE: 412,
        Kind.NOT_YET_KNOWN: 409, Kind.UNAUTHENTICATED: 401, Kind.FORBIDDEN: 403,
        Kind.TOO_LARGE: 413, Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503,
    }  # fmt: skip
    assert {kind: status for kind, (status, _) in STATUS.items()} == expected


@pytest.mark.parametrize("kind", Kind)
def test_what_may_be_tried_again_says_when(kind):
    headers = problem_of(scope_with(), Refused(kind, "some_code", TEXT)).headers
    again = kind in {Kind.NOT_YET_KNOWN, Kind.TOO_MANY, Kind.UNAVAILABLE}
    assert ("retry-after" in headers) is again
    assert ("www-authenticate" in headers) is (kind is Kind.UNAUTHENTICATED)


@pytest.mark.parametrize(
    ("sent", "language"),
    [
        (None, "zh"), ("", "zh"), ("en", "en"), ("en-GB", "en"), ("zh-CN", "zh"), ("zh-Hant", "zh"),
        ("en;q=0.5, zh;q=0.9", "zh"), ("zh;q=0.5,en;q=0.9", "en"), ("fr, en;q=0.1", "en"),
        ("fr", "zh"), ("*", "zh"), ("en;q=0", "zh"), ("en;q=x", "zh"), ("en;q=nan", "zh"),
        ("en;q=1e999", "zh"), (";;;,,,q=", "zh"), ("e" * 100_000, "zh"), ("english", "zh"),
    ],
)  # fmt: skip
def test_the_language_asked_for(sent, language):
    assert language_of(sent) == language


def test_a_field_name_of_half_a_pair_is_still_an_answer():
    refusal = Refused(Kind.INVALID, "c", TEXT, errors=[FieldError("/\ud800", "c", TEXT)])
    assert b'"pointer":"/?"' in problem_of(scope_with("en"), refusal).body


async def test_a_refusal_of_the_domain(client):
    answer = await client.get("/v1/conflicting", headers={"Accept-Language": "en"})
    assert answer.status_code == 409
    assert answer.json() == {
        "type": "urn:jingheng:problem:already_retired",
        "title": "Conflicts with the present state",
        "status": 409,
        "detail": "has retired",
        "instance": answer.headers["x-request-id"],
        "code": "already_retired",
        "errors": [],
    }
    assert answer.headers["content-language"] == "en"
    assert answer.headers["vary"] == "Accept-Language"


async def test_a_fault_of_ours_tells_nothing_but_its_number(client):
    answer = await client.get("/v1/broken", headers={"X-Request-Id": "request-1"})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (500, "internal_error")
    assert problem["instance"] == "request-1"
    assert answer.headers["x-request-id"] == "request-1"
    assert "110105" not in answer.text
    assert "RuntimeError" not in answer.text


@pytest.mark.parametrize("method", ["DELETE", "PATCH", "TRACE", "OPTIONS", "HEAD", "BREW"])
async def test_405_lists_all_methods_of_the_path(client, people, method):
    answer = await client.request(method, f"/v1/persons/{people['officer']}")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, PUT"


@pytest.mark.parametrize("path", ["/", "/v1", "/nowhere", "/v1/echo/", "/docs/static/../app.py"])
async def test_404_for_paths_that_do_not_exist(client, path):
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_path")


async def test_statuses_of_the_framework_become_problems(app, make_client):
    async def tea():
        raise HTTPException(418, "short and stout")

    app.add_api_route("/tea", tea)
    async with make_client(app) as client:
        answer = await client.get("/tea")
    assert answer.status_code == 418
    assert answer.json()["code"] == "http_418"
    assert "stout" not in answer.text
