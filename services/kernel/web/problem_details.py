"""Every no as RFC 9457 `application/problem+json`; holds the one table from kind to status."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from services.kernel.errors import FieldError, Kind, Refused, Text
from services.kernel.web.http_refusals import HttpRefused
from services.kernel.web.route_table import allowed_methods
from services.kernel.web.validation_sentences import field_errors

MEDIA_TYPE = "application/problem+json"

_BEARER = {"WWW-Authenticate": "Bearer"}
_SOON = {"Retry-After": "1"}
_LATER = {"Retry-After": "5"}

# Change an HTTP status here and nowhere else.
STATUS: dict[Kind, tuple[int, dict[str, str]]] = {
    Kind.INVALID: (422, {}),
    Kind.NOT_FOUND: (404, {}),
    Kind.CONFLICT: (409, {}),
    Kind.STALE: (412, {}),
    Kind.NOT_YET_KNOWN: (409, _SOON),
    Kind.UNAUTHENTICATED: (401, _BEARER),
    Kind.FORBIDDEN: (403, {}),
    Kind.TOO_LARGE: (413, {}),
    Kind.TOO_MANY: (429, _SOON),
    Kind.UNAVAILABLE: (503, _LATER),
}

_TITLES: dict[int, Text] = {
    400: Text("请求无法读取", "The request cannot be read"),
    401: Text("需要有效的身份凭证", "A valid access token is needed"),
    403: Text("没有权限", "Not permitted"),
    404: Text("不存在", "Not found"),
    405: Text("不支持该方法", "Method not allowed"),
    408: Text("请求发送过慢", "The request arrived too slowly"),
    409: Text("与当前状态冲突", "Conflicts with the present state"),
    412: Text("数据已更新，请重新读取", "Changed since it was read"),
    413: Text("请求过大", "The request is too large"),
    415: Text("不支持的内容类型", "Unsupported content type"),
    422: Text("内容不符合要求", "The content is not acceptable"),
    428: Text("缺少前提条件", "A precondition is required"),
    429: Text("请求过于频繁", "Too many requests"),
    431: Text("请求头过大", "The request headers are too large"),
    500: Text("服务内部错误", "Internal error"),
    503: Text("暂时无法处理，请稍后重试", "Unavailable for the moment; try again"),
}

_log = structlog.get_logger("jingheng.http")


class ProblemError(BaseModel):
    """One thing wrong with one field."""

    pointer: str = Field(
        description="JSON pointer into the body; `query/…`, `path/…`, `header/…` for a parameter",
        examples=["/name", "query/limit"],
    )
    code: str = Field(examples=["missing"])
    detail: str = Field(examples=["必填"])


class Problem(BaseModel):
    """RFC 9457 problem details, with a stable `code` and the fields that are wrong."""

    type: str = Field(examples=["urn:jingheng:problem:invalid_request"])
    title: str
    status: int
    detail: str
    instance: str = Field(description="The request id, as in the header X-Request-Id and the log")
    code: str = Field(examples=["invalid_request"])
    errors: list[ProblemError] = Field(default_factory=list)


def language_of(accept_language: str | None) -> str:
    """`zh` or `en`, whichever the caller weighs higher; `zh` when neither is asked for."""
    best, language = 0.0, "zh"
    for part in (accept_language or "")[:200].split(","):
        tag, _, quality = part.strip().partition(";q=")
        name = tag.strip().lower().split("-")[0]
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        if name in {"zh", "en"} and best < weight <= 1.0:
            best, language = weight, name
    return language


def problem_of(scope: Scope, refusal: Refused) -> Response:
    """The answer to a refusal; counts it under its code and remembers the code for the log."""
    status, headers = STATUS[refusal.kind]
    if isinstance(refusal, HttpRefused):
        status, headers = refusal.status, refusal.headers
    scope.setdefault("state", {})["refused_code"] = refusal.code
    return _respond(
        scope, status, code=refusal.code, text=refusal.text, errors=refusal.errors, headers=headers
    )


def failure_of(scope: Scope, error: Exception) -> Response:
    """The answer to a fault of ours: logged with its trace under the request id, told to nobody."""
    _log.error("request_failed", exc_info=error, request_id=_request_id(scope))
    text = Text(
        "服务内部错误，已记录；可凭请求编号查询",
        "An internal error was recorded under the request id",
    )
    return _respond(scope, 500, code="internal_error", text=text)


def _respond(
    scope: Scope,
    status: int,
    *,
    code: str,
    text: Text,
    errors: Iterable[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    language = language_of(Headers(scope=scope).get("accept-language"))
    title = _TITLES.get(status) or Text(HTTPStatus(status).phrase, HTTPStatus(status).phrase)
    body = {
        "type": f"urn:jingheng:problem:{code}",
        "title": _in(language, title),
        "status": status,
        "detail": _in(language, text),
        "instance": _request_id(scope),
        "code": code,
        "errors": [
            {"pointer": e.pointer, "code": e.code, "detail": _in(language, e.text)} for e in errors
        ],
    }
    return Response(
        # A field name the caller chose may hold half a surrogate pair: replaced, not fatal.
        json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={
            **(headers or {}),
            "Content-Language": "zh-CN" if language == "zh" else "en",
            "Vary": "Accept-Language",
        },
    )


def _in(language: str, text: Text) -> str:
    return text.zh if language == "zh" else text.en


def _request_id(scope: Scope) -> str:
    return str(scope.get("state", {}).get("request_id", ""))


async def on_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101  # The registration below says so.
    return problem_of(request.scope, error)


async def on_wrong_fields(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    errors = field_errors(error.errors(), error.body)
    places = "、".join(e.pointer or "/" for e in errors[:5])
    text = Text(f"以下内容不符合要求：{places}", f"not acceptable: {places.replace('、', ', ')}")
    return problem_of(request.scope, Refused(Kind.INVALID, "invalid_request", text, errors=errors))


async def on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    headers: dict[str, str] = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        # Starlette names the methods of the first route of a path only.
        headers = {"Allow": ", ".join(allowed_methods(request.app, request.scope["path"]))}
    return problem_of(request.scope, _refused_by_framework(error.status_code, headers))


def _refused_by_framework(status: int, headers: dict[str, str]) -> HttpRefused:
    title = _TITLES.get(status) or Text(HTTPStatus(status).phrase, HTTPStatus(status).phrase)
    code = {404: "no_such_path", 405: "method_not_allowed"}.get(status, f"http_{status}")
    return HttpRefused(status, code, title, headers=headers)


HANDLERS: dict[int | type[Exception], Any] = {
    Refused: on_refused,
    RequestValidationError: on_wrong_fields,
    HTTPException: on_http_exception,
}
