"""Reads a JSON body once, strictly, before anything else may: what is doubtful is refused."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from services.kernel.characters import flaw_in_text
from services.kernel.errors import Refused
from services.kernel.web.http_refusals import too_large, unreadable, wrong_content

DEPTH_MAX = 16
VALUES_MAX = 20_000  # A batch of 500 rows of 40 fields.
DIGITS_MAX = 19  # A 64-bit integer; anything longer is not a number the product has.
POINTER_CHARS_MAX = 200

_NUMBER_RANGE = 2**63


@dataclass(frozen=True, slots=True)
class _Flawed:
    """Stands in the parsed value where something wrong was, so that its place can be named."""

    refusal: str
    key: str | None = None  # Of an object's member, where that is what is wrong.


_DUPLICATE = "duplicate_key"
_NOT_A_NUMBER = "not_a_number"
_OUT_OF_RANGE = "number_out_of_range"


def check_json(body: bytes, *, values_max: int = VALUES_MAX) -> None:
    """Raises Refused when `body` is not UTF-8 JSON that every reader would read alike.

    400 for bytes that are not JSON, 422 with a pointer for content that can never be right.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable("not_utf8", "请求体须为 UTF-8 编码", "the body must be UTF-8") from None
    if text.startswith("\ufeff"):
        raise unreadable(
            "byte_order_mark", "请求体不能以 BOM 开头", "the body must not begin with a BOM"
        )
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=lambda _: _Flawed(_NOT_A_NUMBER),
            parse_int=_integer,
            parse_float=_float,
        )
    except RecursionError:
        raise _too_deep("") from None
    except json.JSONDecodeError as wrong:
        # The place, never the text: it may be somebody's name.
        raise unreadable(
            "not_json",
            f"请求体不是有效的 JSON（第 {wrong.lineno} 行第 {wrong.colno} 个字符）",
            f"the body is not valid JSON (line {wrong.lineno}, character {wrong.colno})",
        ) from None
    _walk(value, values_max)


def _object(pairs: list[tuple[str, object]]) -> object:
    members = dict(pairs)
    if len(members) == len(pairs):
        return members
    counted = Counter(key for key, _ in pairs)
    return _Flawed(_DUPLICATE, next(key for key, times in counted.items() if times > 1))


def _integer(digits: str) -> object:
    # Judged by length first: int() of a thousand digits costs quadratic time.
    if len(digits) > DIGITS_MAX + 1 or not -_NUMBER_RANGE <= int(digits) < _NUMBER_RANGE:
        return _Flawed(_OUT_OF_RANGE)
    return 0


def _float(digits: str) -> object:
    value = float(digits)
    return _Flawed(_NOT_A_NUMBER) if value in (float("inf"), float("-inf")) else 0.0


def _walk(root: object, values_max: int) -> None:
    stack: list[tuple[object, str, int]] = [(root, "", 0)]
    seen = 0
    while stack:
        value, pointer, depth = stack.pop()
        seen += 1
        if seen + len(stack) > values_max:
            raise too_large(
                "too_many_values",
                f"请求体最多包含 {values_max} 个值，请分批提交",
                f"the body may hold {values_max} values at most; send it in parts",
            )
        if isinstance(value, str):
            _check_text(value, pointer)
        elif isinstance(value, _Flawed):
            place = pointer if value.key is None else join(pointer, value.key)
            raise _refusal(value.refusal, place)
        elif isinstance(value, dict | list):
            if depth == DEPTH_MAX:
                raise _too_deep(pointer)
            stack.extend((inner, place, depth + 1) for inner, place in _inside(value, pointer))


def _inside(value: dict[str, object] | list[object], pointer: str) -> Iterator[tuple[object, str]]:
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield inner, f"{pointer}/{index}"
        return
    for key, inner in value.items():
        _check_text(key, pointer)
        yield inner, join(pointer, key)


def join(pointer: str, key: str) -> str:
    """One step down a JSON pointer (RFC 6901), cut where a caller made the key absurdly long."""
    return f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"[:POINTER_CHARS_MAX]


def _check_text(text: str, pointer: str) -> None:
    if flaw := flaw_in_text(text):
        raise wrong_content(flaw.code, flaw.text.zh, flaw.text.en, pointer=pointer)


def _too_deep(pointer: str) -> Refused:
    return wrong_content(
        "too_deep",
        f"JSON 嵌套最多 {DEPTH_MAX} 层",
        f"JSON may be nested {DEPTH_MAX} levels at most",
        pointer=pointer,
    )


def _refusal(code: str, pointer: str) -> Refused:
    if code == _DUPLICATE:
        return unreadable(
            code, "同一对象中有重复的键", "an object holds the same key twice", pointer=pointer
        )
    if code == _NOT_A_NUMBER:
        return unreadable(
            code,
            "JSON 数字不能是 NaN、Infinity 或超出范围",
            "a JSON number must not be NaN, Infinity or beyond range",
            pointer=pointer,
        )
    return wrong_content(
        code, "数字超出 64 位整数范围", "the number is beyond a 64-bit integer", pointer=pointer
    )
