"""Two languages: the option, then the locale, then English."""

import pytest

from services.cli.language import in_language, language, print_json
from services.kernel.errors import Text


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "JINGHENG_LANG": "en"}, "en"),
    ],
)
def test_the_first_that_speaks_decides(monkeypatch, variables, expected):
    for name in ("JINGHENG_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert language() == expected
    assert in_language(Text("是", "yes")) == {"zh": "是", "en": "yes"}[expected]


def test_json_keeps_chinese_readable(capsys):
    print_json({"名": "警衡"})

    assert "警衡" in capsys.readouterr().out
