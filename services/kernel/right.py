"""What would be right in place of a wrong value: a stable code and both languages. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from services.kernel.errors import Text

# pydantic's error type -> our code, zh, en. Words in braces come from the error's own limits,
# never from what was sent.
SENTENCES: Final[dict[str, tuple[str, str, str]]] = {
    "missing": ("missing", "必填", "is required"),
    "extra_forbidden": ("unknown_field", "没有这个字段", "is not a field of this request"),
    "int_type": ("integer_required", "应为整数", "must be an integer"),
    "int_parsing": ("integer_required", "应为整数", "must be an integer"),
    "int_from_float": ("integer_required", "应为整数", "must be an integer"),
    "float_type": ("number_required", "应为数字", "must be a number"),
    "bool_type": ("boolean_required", "应为 true 或 false", "must be true or false"),
    "bool_parsing": ("boolean_required", "应为 true 或 false", "must be true or false"),
    "string_type": ("string_required", "应为字符串", "must be a string"),
    "list_type": ("array_required", "应为数组", "must be an array"),
    "tuple_type": ("array_required", "应为数组", "must be an array"),
    "dict_type": ("object_required", "应为对象", "must be an object"),
    "mapping_type": ("object_required", "应为对象", "must be an object"),
    "model_type": ("object_required", "应为对象", "must be an object"),
    "model_attributes_type": ("object_required", "应为对象", "must be an object"),
    "none_required": ("null_required", "应为 null", "must be null"),
    "string_too_short": (
        "too_short",
        "至少 {min_length} 个字符",
        "at least {min_length} characters",
    ),
    "string_too_long": ("too_long", "最多 {max_length} 个字符", "at most {max_length} characters"),
    "too_short": ("too_few", "至少 {min_length} 项", "at least {min_length} items"),
    "too_long": ("too_many_items", "最多 {max_length} 项", "at most {max_length} items"),
    "greater_than": ("too_small", "应大于 {gt}", "must be greater than {gt}"),
    "greater_than_equal": ("too_small", "应不小于 {ge}", "must be {ge} or more"),
    "less_than": ("too_big", "应小于 {lt}", "must be less than {lt}"),
    "less_than_equal": ("too_big", "应不大于 {le}", "must be {le} or less"),
    "multiple_of": (
        "not_a_multiple",
        "应为 {multiple_of} 的倍数",
        "must be a multiple of {multiple_of}",
    ),
    "string_pattern_mismatch": ("wrong_form", "格式应为 {pattern}", "must match {pattern}"),
    "literal_error": ("not_a_choice", "应为以下之一：{expected}", "must be one of: {expected}"),
    "enum": ("not_a_choice", "应为以下之一：{expected}", "must be one of: {expected}"),
    "union_tag_invalid": (
        "not_a_choice",
        "{discriminator} 应为以下之一：{expected_tags}",
        "{discriminator} must be one of: {expected_tags}",
    ),
    "union_tag_not_found": ("missing", "缺少 {discriminator}", "lacks {discriminator}"),
    "json_invalid": ("not_json", "不是有效的 JSON", "is not valid JSON"),
    "frozen_set_type": ("array_required", "应为数组", "must be an array"),
    "set_type": ("array_required", "应为数组", "must be an array"),
    "decimal_type": ("number_required", "应为十进制数", "must be a decimal number"),
    "date_type": ("day_required", "应为日期 YYYY-MM-DD", "must be a day, YYYY-MM-DD"),
    "date_parsing": ("day_required", "应为日期 YYYY-MM-DD", "must be a day, YYYY-MM-DD"),
    "date_from_datetime_parsing": (
        "day_required",
        "应为日期 YYYY-MM-DD",
        "must be a day, YYYY-MM-DD",
    ),
    "uuid_parsing": ("uuid_required", "应为 UUID", "must be a UUID"),
    "uuid_type": ("uuid_required", "应为 UUID", "must be a UUID"),
}
_UNKNOWN: Final = ("invalid_value", "不符合要求", "is not acceptable")


def right(error: Mapping[str, Any]) -> tuple[str, Text]:
    """`error` as Pydantic tells it; one that brings its own two sentences is believed."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    if "zh" in context and "en" in context:
        return kind, Text(str(context["zh"]), str(context["en"]))
    code, zh, en = SENTENCES.get(kind, _UNKNOWN)
    return code, Text(zh.format_map(context), en.format_map(context))
