"""docs/cases.md: its tables are up to date and its examples run."""

import re

import pytest

from services.gateway.cases.case_format import read_case
from services.gateway.cases.fact_table import markdown, particulars, reasons
from services.gateway.cases.play import play
from services.kernel.event import event_types
from services.kernel.yaml_tree import read_json_lines
from tests.gateway.cases.files import ROOT, case
from tests.gateway.on_file import SHELF, shelf_of

DOCS = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")


def between(name: str) -> str:
    return DOCS.split(f"<!-- {name}: generated -->")[1].split("<!-- end -->")[0].strip()


def test_the_table_of_facts_is_up_to_date():
    assert between("facts") == markdown(), "./jingheng case facts --markdown"


def test_the_table_of_reasons_is_up_to_date():
    assert between("reasons") == reasons()


def test_the_table_of_particulars_is_up_to_date():
    assert between("particulars") == particulars()


def test_every_kind_of_fact_is_listed():
    for room in ("roster", "assessment", "training"):
        for cls in event_types(room).values():
            assert f"`{cls.TYPE.split('.')[1]}` {cls.ZH}" in markdown()


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.*?)```", DOCS, re.DOTALL))
def test_every_yaml_example_is_green(text):
    example = case(text)
    assert play(example, shelf_of(example.bureau)).is_green


@pytest.mark.parametrize("text", re.findall(r"```json\n(.*?)```", DOCS, re.DOTALL))
def test_every_json_example_is_green(text):
    (document,) = read_json_lines(text, "docs")
    assert play(read_case(document, "docs"), SHELF).is_green
