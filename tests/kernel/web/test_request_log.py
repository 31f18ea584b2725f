"""One line for each request, without anything personal, and one measurement."""

import pytest
from structlog.testing import capture_logs

from services.kernel.web.request_log import RequestLogMiddleware


async def lines_of(client, method, url, **sent):
    with capture_logs() as lines:
        await client.request(method, url, **sent)
    return [line for line in lines if line["event"] == "request"]


async def test_the_line_has_the_template_and_the_caller(client, bearer, people):
    url = f"/v1/persons/{people['officer']}"
    [line] = await lines_of(client, "GET", url, headers=bearer("hr", sub="u-7"))
    assert line["route"] == "/v1/persons/{person_id}"
    assert (line["method"], line["status"], line["sub"]) == ("GET", 200, "u-7")
    assert line["ms"] >= 0
    assert people["officer"] not in str(line)


async def test_a_refusal_has_its_code(client):
    [line] = await lines_of(client, "GET", "/v1/conflicting?")
    assert (line["status"], line["code"], line["sub"]) == (409, "already_retired", None)


async def test_health_is_not_worth_a_line(client):
    assert await lines_of(client, "GET", "/health/live") == []


@pytest.mark.parametrize("target", ["/x%0d%0aevent=forged", "/%1b[31m", "/x'y\"z"])
async def test_the_path_itself_is_never_logged(client, target):
    [line] = await lines_of(client, "GET", target)
    assert line["route"] == "unmatched"
    assert "forged" not in str(line)


async def test_a_stream_that_breaks_is_not_answered_twice(parts):
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError

    sent = []

    async def send(message):
        sent.append(message["type"])

    layer = RequestLogMiddleware(app, parts.metrics)
    with pytest.raises(RuntimeError):
        await layer({"type": "http", "method": "GET", "headers": []}, None, send)
    assert sent == ["http.response.start"]


async def test_invented_methods_do_not_become_labels(client, parts):
    for number in range(5):
        await client.request(f"BREW{number}", "/v1/echo")
    assert b"BREW" not in parts.metrics.exposition()
    assert b'method="OTHER"' in parts.metrics.exposition()


async def test_requests_and_refusals_are_counted_by_template(client, bearer, people, parts):
    await client.get(f"/v1/persons/{people['officer']}", headers=bearer("hr"))
    await client.get("/v1/conflicting")
    text = parts.metrics.exposition().decode()
    assert 'route="/v1/persons/{person_id}",status="200"' in text
    assert 'jingheng_refused_total{code="already_retired",route="/v1/conflicting"} 1.0' in text
