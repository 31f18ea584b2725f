"""Logs without personal data, metrics with stable names, traces without texts."""

import io
import json
import logging

import pytest
import structlog

from services.kernel.observability import (
    MASK,
    MASKED_KEYS,
    Metrics,
    configure_logs,
    mask_personal_data,
    telemetry_options,
    tracer_provider,
)

SECRET = "110105199001010011"


@pytest.fixture
def lines():
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logs("demo", stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("key", sorted(MASKED_KEYS))
def test_known_keys_are_masked_at_any_depth(lines, key):
    log = structlog.get_logger("t")
    log.info("x", **{key: SECRET}, deep=[{"a": {key.upper(): SECRET}}, (SECRET.encode(),)])
    [line] = lines()
    assert SECRET not in json.dumps(line)
    assert line[key] == MASK


@pytest.mark.parametrize(
    "text",
    [
        "a\nb",
        "\x1b[31mred",
        '"},{"event":"forged"',
        "\r\nevent=forged",
        "\u2028",
        "\x85\x9b",
        "\ud800",
        "${jndi:x}",
    ],
)
def test_one_line_whatever_is_logged(lines, text):
    structlog.get_logger("t").info("x", detail=text)
    [line] = lines()
    assert line["detail"] == text


def test_a_fault_names_its_place_but_not_its_text(lines):
    try:
        int(f"row {SECRET}")
    except ValueError as error:
        structlog.get_logger("t").error("request_failed", exc_info=error)
        structlog.get_logger("t").exception("request_failed")
        logging.getLogger("library").exception("failed")
    assert len(lines()) == 3
    for line in lines():
        assert line["fault"] == "ValueError"
        assert "test_observability.py" in line["fault_at"][0]
        assert SECRET not in json.dumps(line)


def test_lines_of_libraries_have_the_same_form(lines):
    logging.getLogger("some.library").warning("started %s", "here")
    [line] = lines()
    assert line["event"] == "started here"
    assert (line["level"], line["service"]) == ("warning", "demo")


def test_objects_are_named_not_printed(lines):
    class Person:
        def __repr__(self):
            return SECRET

    structlog.get_logger("t").info("x", who=Person())
    assert lines()[0]["who"] == "<Person>"


def test_long_values_are_cut():
    assert len(mask_personal_data(None, "", {"a": "x" * 100_000})["a"]) < 2100


def test_chinese_stays_readable(lines):
    structlog.get_logger("t").info("已启动")
    assert lines()[0]["event"] == "已启动"


def test_metric_names_are_api():
    metrics = Metrics("demo")
    metrics.requests.labels("GET", "/v1/x", "200").observe(0.01)
    metrics.refused.labels("/v1/x", "not_found").inc()
    metrics.append_seconds.observe(0.002)
    metrics.log_position.set(7)
    metrics.follower_lag_events.labels("relay").set(1)
    metrics.follower_lag_seconds.labels("relay").set(1)
    metrics.oldest_waiting_seconds.set(0)
    metrics.unmet.labels("store").set(1)
    text = metrics.exposition().decode()
    for name in (
        "jingheng_http_request_seconds_bucket", "jingheng_refused_total",
        "jingheng_append_seconds_bucket", "jingheng_log_position 7.0",
        "jingheng_follower_lag_events", "jingheng_follower_lag_seconds",
        "jingheng_oldest_waiting_fact_seconds", "jingheng_unmet", "process_start_time_seconds",
    ):  # fmt: skip
        assert name in text


def test_two_applications_do_not_share_numbers():
    one, two = Metrics("one"), Metrics("two")
    one.log_position.set(1)
    assert b"jingheng_log_position 0.0" in two.exposition()


def test_tracing_is_off_without_a_collector_and_never_records_texts():
    off = telemetry_options(None)
    assert not any(off.values())
    provider = tracer_provider("demo", "http://127.0.0.1:9")
    on = telemetry_options(provider)
    assert on["logs"] is False
    assert on["exclude"]({"path": "/health/live"})
    assert not on["exclude"]({"path": "/v1/persons"})
    provider.shutdown()
