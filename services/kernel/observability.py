"""What a process tells its operators: JSON logs without personal data, metrics, traces."""

import json
import logging
import sys
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import IO, Any

import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

MASK = "***"
LOG_VALUE_CHARS_MAX = 2000

# Keys whose values name or describe a person, open a door, or quote what was sent.
PERSONAL_KEYS = frozenset(
    {"id_number", "id_card", "phone", "mobile", "name", "full_name", "police_number", "address"}
    | {"birth_date", "born_on", "bank_account", "email", "photo", "remark"}
)
SECRET_KEYS = frozenset(
    {"authorization", "token", "access_token", "refresh_token", "password", "secret", "cookie"}
)
RAW_KEYS = frozenset({"body", "raw_body", "request_body", "payload", "data", "input"})
MASKED_KEYS = PERSONAL_KEYS | SECRET_KEYS | RAW_KEYS

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_APPEND_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
_LINE_ENDS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029, 0x7F, 0x9B)}
_UNTRACED = ("/health", "/metrics", "/docs")


def mask_personal_data(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor: masks by key at any depth; raw bytes and very long values go too."""
    return {key: _masked(key, value) for key, value in line.items()}


def _masked(key: str, value: object) -> object:
    if key.lower() in MASKED_KEYS or isinstance(value, bytes | bytearray | memoryview):
        return MASK
    if isinstance(value, Mapping):
        return {str(inner): _masked(str(inner), held) for inner, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked("", item) for item in value]
    if isinstance(value, str) and len(value) > LOG_VALUE_CHARS_MAX:
        return value[:LOG_VALUE_CHARS_MAX] + "..."
    return value


def add_trace(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Names the trace a line belongs to, where there is one."""
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        line["trace_id"] = format(context.trace_id, "032x")
        line["span_id"] = format(context.span_id, "016x")
    return line


def describe_fault(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """The exception's type and the places it came through; not its text, which may quote a row."""
    fault = line.pop("exc_info", None)
    if fault is True:
        fault = sys.exc_info()[1]
    elif isinstance(fault, tuple):  # From a library, by way of the standard logging module.
        fault = fault[1]
    if isinstance(fault, BaseException):
        places, step = [], fault.__traceback__
        while step is not None:
            code = step.tb_frame.f_code
            places.append(f"{code.co_filename}:{step.tb_lineno} {code.co_name}")
            step = step.tb_next
        line["fault"] = type(fault).__qualname__
        line["fault_at"] = places[-15:]
    return line


def configure_logs(service: str, *, level: str = "info", stream: IO[str] | None = None) -> None:
    """One JSON object a line, for our own lines and for those of libraries alike."""
    stream = stream or sys.stdout
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_trace,
    ]
    last: list[structlog.typing.Processor] = [
        _service_added(service),
        describe_fault,
        mask_personal_data,
        structlog.processors.JSONRenderer(_one_line, default=_type_of),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # A line for every outgoing request, with its full address: too much, and too telling.
    for chatty in ("httpx", "kafka"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # Its loop complains of every pause of the machine; what matters comes back as an error.
    logging.getLogger("kafka.net.selector").setLevel(logging.ERROR)


def _one_line(line: object, **options: Any) -> str:  # noqa: ANN401  # json.dumps's own.
    """Readable Chinese, but nothing that some reader of logs would take for the end of a line."""
    text = json.dumps(line, ensure_ascii=False, **options).translate(_LINE_ENDS)
    return text.encode("utf-8", "backslashreplace").decode()


def _service_added(service: str) -> structlog.typing.Processor:
    def add(
        _logger: object, _method: str, line: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        line["service"] = service
        return line

    return add


def _type_of(value: object) -> str:
    """Instead of repr(), which would print the fields of a model."""
    return f"<{type(value).__name__}>"


@dataclass(slots=True)
class Metrics:
    """The numbers of one process, each worth an alarm or a graph; in a registry of its own."""

    service: str
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Histogram = field(init=False)
    refused: Counter = field(init=False)
    append_seconds: Histogram = field(init=False)
    log_position: Gauge = field(init=False)
    follower_lag_events: Gauge = field(init=False)
    follower_lag_seconds: Gauge = field(init=False)
    oldest_waiting_seconds: Gauge = field(init=False)
    follow_stops_open: Gauge = field(init=False)
    database_bytes: Gauge = field(init=False)
    unmet: Gauge = field(init=False)

    def __post_init__(self) -> None:
        """Names are API: dashboards and alarms quote them."""
        registry = self.registry
        Gauge("jingheng_up", "Constant 1", ["service"], registry=registry).labels(self.service).set(
            1
        )
        self.requests = Histogram(
            "jingheng_http_request_seconds",
            "Time to the last byte of an answer",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=registry,
        )
        self.refused = Counter(
            "jingheng_refused_total", "Requests refused", ["route", "code"], registry=registry
        )
        self.append_seconds = Histogram(
            "jingheng_append_seconds",
            "Time of one append, commit included",
            buckets=_APPEND_SECONDS,
            registry=registry,
        )
        self.log_position = Gauge(
            "jingheng_log_position", "Last position of this service's log", registry=registry
        )
        self.database_bytes = Gauge(
            "jingheng_database_bytes", "Size of this service's database", registry=registry
        )
        self.unmet = Gauge(
            "jingheng_unmet",
            "1 for each check that keeps this service from being ready; absent when it is met",
            ["check"],
            registry=registry,
        )
        self._of_followers(registry)
        ProcessCollector(registry=registry)  # Start, memory, open files.

    def _of_followers(self, registry: CollectorRegistry) -> None:
        self.follower_lag_events = Gauge(
            "jingheng_follower_lag_events",
            "Events a follower has not yet taken",
            ["follower"],
            registry=registry,
        )
        self.follow_stops_open = Gauge(
            "jingheng_follow_stops_open",
            "Records that could not be taken and stop their subject until a person mends them",
            ["condition"],
            registry=registry,
        )
        self.follower_lag_seconds = Gauge(
            "jingheng_follower_lag_seconds",
            "Age of the oldest event a follower has not yet taken",
            ["follower"],
            registry=registry,
        )
        self.oldest_waiting_seconds = Gauge(
            "jingheng_oldest_waiting_fact_seconds",
            "Age of the oldest fact in any room's log that is not yet known here",
            registry=registry,
        )

    def exposition(self) -> bytes:
        """Prometheus text format 0.0.4."""
        return generate_latest(self.registry)


def tracer_provider(service: str, endpoint: str) -> TracerProvider:
    """Sends spans to an OTLP collector over HTTP; `shutdown()` flushes the last ones."""
    provider = TracerProvider(resource=Resource.create({"service.name": f"jingheng-{service}"}))
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider


def telemetry_options(provider: TracerProvider | None) -> dict[str, Any]:
    """What FastAPI is to trace. Never `logs`: those would record exception texts and inputs."""
    if provider is None:
        return {"tracing": False, "metrics": False, "logs": False, "operation_spans": False}
    return {
        "tracer_provider": provider,
        "metrics": False,
        "logs": False,
        "operation_spans": False,
        "auto_configure": False,
        "exclude": lambda scope: str(scope.get("path", "")).startswith(_UNTRACED),
    }
