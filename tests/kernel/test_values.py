"""Each value has exactly one JSON spelling."""

import pytest
from pydantic import BaseModel, ValidationError

from services.kernel import values


class Sheet(BaseModel):
    day: values.Day | None = None
    flag: values.Flag | None = None
    fen: values.Fen | None = None
    month: values.Month | None = None
    year: values.Year | None = None
    text: values.ShortText | None = None
    name: values.PersonName | None = None
    percent: values.Percent | None = None


@pytest.mark.parametrize(
    ("field", "json"),
    [
        ("day", "0"),
        ("day", '"2023-02-29"'),
        ("day", '"1900-02-29"'),
        ("day", '"2024-1-01"'),
        ("day", '"2024-01-01T00:00:00"'),
        ("day", '"1899-12-31"'),
        ("day", '"2101-01-01"'),
        ("day", '"２０２４-01-01"'),
        ("flag", "1"),
        ("flag", '"true"'),
        ("fen", "true"),
        ("fen", "1.0"),
        ("fen", '"1"'),
        ("fen", "-1"),
        ("fen", "10000000001"),
        ("month", '"2024-13"'),
        ("month", '"2024-1"'),
        ("month", '"2024-01\\n"'),
        ("year", "1949"),
        ("text", '""'),
        ("text", '"a\\u0000b"'),
        ("text", '"a\\u202eb"'),
        ("text", '"a\\nb"'),
        ("text", '" "'),
        ("text", '"\\u3000"'),
        ("text", '"a\\u2028b"'),
        ("text", '"a\\u00adb"'),
        *(
            ("name", f'"{bad}"')
            for bad in (
                " ",
                "\\u3000",
                "\\u00ad",
                "张\\u2028三",
                "\\ufe0f",
                "张" + "\\u0301" * 60,
                "１２３",
                "张3",
                "张😀",
                "张\\u00a0三",
                " 张三",
                "张三 ",
                "e\\u0301",
            )
        ),
        ("percent", "501"),
    ],
)
def test_a_wrong_spelling_is_refused(field, json):
    with pytest.raises(ValidationError):
        Sheet.model_validate_json(f'{{"{field}":{json}}}')


@pytest.mark.parametrize(
    ("field", "json"),
    [
        ("day", '"2024-02-29"'),
        ("day", '"2000-02-29"'),
        ("fen", "0"),
        ("month", '"2024-12"'),
        ("text", '"𠮷㛃·买买提"'),
        ("text", '"派出所 2 组 (东)"'),
        ("name", '"𠮷㛃·买买提"'),
        ("name", '"阿卜杜·热合曼"'),
        ("name", '"Anna-Maria O\'Neill"'),
        ("percent", "100"),
    ],
)
def test_the_right_spelling_is_taken(field, json):
    assert Sheet.model_validate_json(f'{{"{field}":{json}}}') is not None
