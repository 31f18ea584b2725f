"""What the command-line library says of usage, in Chinese: its own words come in English only."""

import re

_HELP: tuple[tuple[str, str], ...] = (
    (r"^Usage: ", "用法："),
    (r"^Arguments:", "参数："),
    (r"^Options:", "选项："),
    (r"^Commands:", "命令："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]..."),
    (r"Show this message and exit\.", "显示本说明"),
    (r"\[default: ", "[默认："),
    (r"\[required\]", "[必填]"),
)
_ERRORS: tuple[tuple[str, str], ...] = (
    (r"No such option: (\S+)", r"没有选项 \1"),
    (r"No such command '(.*?)'\.", r"没有命令 \1。"),
    (r"Did you mean '?(.*?)'?\?", r"是否指 \1？"),
    (r"\(Possible options: (.*?)\)", r"（可用：\1）"),
    (r"Missing command\.", "缺少命令。"),
    (r"Missing argument '?(.*?)'?\.", r"缺少参数 \1。"),
    (r"Missing option '?(.*?)'?\.", r"缺少选项 \1。"),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((.*)\)", r"多余的参数：\1"),
    (r"Option '(.*?)' requires an argument\.", r"选项 \1 须有一个值。"),
    (r"Option '(.*?)' does not take a value\.", r"选项 \1 不带值。"),
    (r"Invalid value for '?(.*?)'?: ", r"\1 的值不对："),
    (r"Invalid value: ", "值不对："),
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be greater than or equal to (\S+)", r"应不小于 \1"),
    (r"Input should be less than or equal to (\S+)", r"应不大于 \1"),
)


def help_in_chinese(text: str) -> str:
    return _replaced(text, _HELP)


def error_in_chinese(text: str) -> str:
    return _replaced(text, _ERRORS)


def _replaced(text: str, words: tuple[tuple[str, str], ...]) -> str:
    for pattern, chinese in words:
        text = re.sub(pattern, chinese, text, flags=re.MULTILINE)
    return text
