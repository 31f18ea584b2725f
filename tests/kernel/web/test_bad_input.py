"""The table of bad input: encoding, structure, numbers, dates. Never a 5xx, the field named."""

import gzip

import pytest

from tests.kernel.web.bad_bodies import BODIES

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(("body", "status", "code", "pointer"), BODIES, ids=range(len(BODIES)))
async def test_bad_bodies(client, language, body, *, status, code, pointer):
    answer = await client.post(
        "/v1/echo", content=body, headers={**JSON, "Accept-Language": language}
    )
    problem = answer.json()

    assert (answer.status_code, problem["code"]) == (status, code), problem
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"urn:jingheng:problem:{code}"
    assert problem["status"] == status
    assert problem["instance"] == answer.headers["x-request-id"]
    if pointer is not None:
        assert problem["errors"][0]["pointer"] == pointer, problem
    for sentence in (problem["title"], *(error["detail"] for error in problem["errors"])):
        assert sentence.isascii() == (language == "en"), sentence
    codes = {error["code"] for error in problem["errors"]}
    assert "invalid_value" not in codes  # Every mistake of the table has its own sentence.


@pytest.mark.parametrize(
    "body",
    [
        {"name": "张三"},
        {"name": "欧阳娜娜"},
        {"name": "𠮷"},
        {"name": "\U0002b820\U00031350"},  # Extensions E and H; the latter unknown to Python 3.11.
        {"name": "买买提·阿不都热合曼·吾斯曼江"},
        {"name": "བསྟན་འཛིན".replace("་", " ")},
        {"name": "ئابدۇرەھىم"},
        {"name": "José O'Neil-Smith Jr."},
        {"name": "张" * 60},
        {"remark": "第一行\n第二行\t列\U0001f46e\u200d\u2642\ufe0f"},
        {"born_on": "2024-02-29"},
        {"born_on": "2000-02-29"},
        {"born_on": "1900-01-01"},
        {"born_on": "2100-12-31"},
        {"at": "2026-01-01T08:00:00.123456+08:00"},
        {"pay_fen": 10**13},
        {"ratio": 1},
        {"sex": "female"},
        {"rows": [{"count": 0}] * 500},
        {"person_id": "0196F2C4-0000-7000-8000-00000000000A"},
    ],
)
async def test_good_bodies_stay_welcome(client, body):
    answer = await client.post("/v1/echo", json=body)
    assert answer.status_code == 200, answer.text


async def test_sixteen_levels_are_read(client):
    answer = await client.post(
        "/v1/imports", content=b'{"a":' * 16 + b"1" + b"}" * 16, headers=JSON
    )
    assert answer.status_code == 200, answer.text


async def test_the_submitted_value_never_comes_back(client):
    secret = "110105199001010011"
    for name in ("name", "born_on", "at", "sex", "person_id", "count", "rows", "agreed"):
        for value in (secret, [secret], {"x": secret}):
            answer = await client.post("/v1/echo", json={name: value})
            assert answer.status_code == 422
            assert secret not in answer.text


async def test_many_errors_are_answered_with_fifty(client):
    answer = await client.post("/v1/echo", json={"rows": [{"count": -1}] * 400})
    assert len(answer.json()["errors"]) == 50


HEADERS = [
    ({}, 415, "unsupported_media_type"),
    ({"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
    ({"Content-Type": "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"),
    ({"Content-Type": "multipart/form-data; boundary=x"}, 415, "unsupported_media_type"),
    ({"Content-Type": "application/jsonp"}, 415, "unsupported_media_type"),
    ({"Content-Type": "application/problem+json"}, 415, "unsupported_media_type"),
    ({"Content-Type": "a" * 5000 + ";" * 5000}, 415, "unsupported_media_type"),
    ({"Content-Type": "application/json; charset=gbk"}, 415, "unsupported_charset"),
    ({"Content-Type": "application/json; charset=utf-16"}, 415, "unsupported_charset"),
    ({**JSON, "Content-Encoding": "gzip"}, 415, "compressed_body"),
    ({**JSON, "Content-Encoding": "br, gzip"}, 415, "compressed_body"),
    ({**JSON, "X-Long": "a" * 65_536}, 431, "headers_too_large"),
    ({**JSON, **{f"X-{n}": "a" * 100 for n in range(200)}}, 431, "headers_too_large"),
]


@pytest.mark.parametrize(("headers", "status", "code"), HEADERS, ids=range(len(HEADERS)))
async def test_bad_headers(client, headers, status, code):
    answer = await client.post("/v1/echo", content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "name", ["Content-Type", "Content-Length", "Idempotency-Key", "If-Match", "Host"]
)
async def test_headers_that_must_be_single(client, name):
    headers = [(name, "2"), (name, "2"), ("Content-Type", "application/json")]
    answer = await client.post("/v1/echo", content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "repeated_header")


@pytest.mark.parametrize("length", ["-1", "1e3", "٣", "9" * 40, "0x10", ""])
async def test_lying_lengths(client, length):
    headers = [(b"content-length", length.encode()), (b"content-type", b"application/json")]
    answer = await client.post("/v1/echo", content=b"{}", headers=headers)
    assert answer.status_code in {400, 413}


TARGETS = [
    ("/v1/persons?limit=%00", 422, "control_char", "query/limit"),
    ("/v1/persons?limit=%ff", 400, "not_utf8", "query/limit"),
    ("/v1/persons?%ff=1", 400, "not_utf8", "query"),
    ("/v1/persons?limit=%ED%A0%80", 400, "not_utf8", "query/limit"),
    ("/v1/persons?x=%E2%80%AE", 422, "bidi_override", "query/x"),
    ("/v1/persons/%00", 422, "control_char", "path"),
    ("/v1/persons/%ff", 400, "not_utf8", "path"),
    ("/v1/persons?q=" + "a" * 9000, 413, "query_too_large", None),
    ("/v1/persons?limit=-1", 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=0", 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=201", 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=1000000000", 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=" + "9" * 22, 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=" + "9" * 5000, 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=1_0", 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=+10", 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=%EF%BC%91", 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=1.0", 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=", 422, "invalid_request", "query/limit"),
    ("/v1/persons?limit=1&limit=2", 422, "invalid_request", "query/limit"),
    ("/v1/persons?as_off=2026-01-01", 422, "invalid_request", "query/as_off"),
    ("/v1/persons?as_of=2023-02-29", 422, "invalid_request", "query/as_of"),
    ("/v1/persons?as_of=0", 422, "invalid_request", "query/as_of"),
    ("/v1/persons?known_at=2026-01-01T00:00:00", 422, "invalid_request", "query/known_at"),
    ("/v1/persons?known_at=1767225600", 422, "invalid_request", "query/known_at"),
    ("/v1/persons?min_position=-1", 422, "invalid_request", "query/min_position"),
    ("/v1/persons?min_position=9007199254740992", 422, "invalid_request", "query/min_position"),
    ("/v1/persons/1", 422, "uuid_required", "path/person_id"),
    ("/v1/persons/..%2f..%2fetc", 404, "no_such_path", None),
    ("/v1/persons/" + "9" * 3000, 422, "uuid_required", "path/person_id"),
    ("/v1/persons/'%20OR%201=1--", 422, "uuid_required", "path/person_id"),
    ("/v1/persons/", 404, "no_such_path", None),
    ("/../../etc/passwd", 404, "no_such_path", None),
]


@pytest.mark.parametrize(("target", "status", "code", "pointer"), TARGETS, ids=range(len(TARGETS)))
async def test_bad_paths_and_queries(client, bearer, target, *, status, code, pointer):
    answer = await client.get(target, headers=bearer("hr"))
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), problem
    if pointer is not None:
        assert problem["errors"][0]["pointer"] == pointer


async def test_a_bomb_is_not_unpacked(client):
    bomb = gzip.compress(b"0" * 10_000_000)
    answer = await client.post(
        "/v1/echo", content=bomb, headers={**JSON, "Content-Encoding": "gzip"}
    )
    assert answer.status_code == 415
