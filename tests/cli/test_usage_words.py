"""The library's own words in Chinese; what is not known stays as it came."""

import pytest

from services.cli.usage_words import error_in_chinese, help_in_chinese


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Missing option '--reason'.", "缺少选项 --reason。"),
        ("Option '--json' does not take a value.", "选项 --json 不带值。"),
        (
            "Invalid value for '--scale': Input should be greater than or equal to 1",
            "--scale 的值不对：应不小于 1",
        ),
        ("Something else.", "Something else."),
    ],
)
def test_errors(english, chinese):
    assert error_in_chinese(english) == chinese


def test_only_headings_at_the_start_of_a_line_are_headings():
    told = help_in_chinese("Usage: x [OPTIONS]\n  the Options: a word\nOptions:\n")

    assert told == "用法：x [选项]\n  the Options: a word\n选项：\n"
