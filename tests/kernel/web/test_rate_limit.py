"""How fast one caller may call."""

import pytest

from services.kernel.web.http_refusals import HttpRefused
from services.kernel.web.rate_limit import RateLimit


@pytest.fixture
def seconds():
    return [0.0]


@pytest.fixture
def limit(seconds):
    return RateLimit(per_second=2, burst=3, monotonic=lambda: seconds[0])


def test_a_burst_then_a_pace(limit, seconds):
    for _ in range(3):
        limit.spend("u")
    with pytest.raises(HttpRefused) as refused:
        limit.spend("u")
    assert refused.value.headers == {"Retry-After": "1"}
    seconds[0] = 0.5
    limit.spend("u")
    with pytest.raises(HttpRefused):
        limit.spend("u")


def test_idleness_saves_no_more_than_the_burst(limit, seconds):
    limit.spend("u")
    seconds[0] = 1e6
    for _ in range(3):
        limit.spend("u")
    with pytest.raises(HttpRefused):
        limit.spend("u")


def test_callers_do_not_spend_each_others(limit):
    for _ in range(3):
        limit.spend("u")
    limit.spend("v")


def test_memory_is_bounded(seconds):
    limit = RateLimit(1, 1, lambda: seconds[0], callers_max=10)
    for number in range(1000):
        limit.spend(str(number))
    assert len(limit._buckets) == 10


async def test_the_answer_says_when_to_come_back(with_parts, make_client, bearer, seconds):
    app = with_parts(rate_limit=RateLimit(0.1, 2, lambda: seconds[0]))
    async with make_client(app) as client:
        headers = bearer("hr")
        answers = [await client.get("/v1/policies", headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["retry-after"] == "10"
    assert answers[-1].headers["content-type"] == "application/problem+json"
