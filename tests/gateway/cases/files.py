"""The scenario files of the repository, and cases from text."""

from pathlib import Path

from services.gateway.cases.case import Case
from services.gateway.cases.case_format import read_case
from services.kernel.yaml_tree import SourceWrong, read_one_yaml

ROOT = Path(__file__).parents[3]
SCENARIOS = sorted((ROOT / "tests" / "scenarios").rglob("*.yaml"))


def case(text: str) -> Case:
    return read_case(read_one_yaml(text, "case.yaml"), "case.yaml")


def mistake(text: str) -> str:
    try:
        case(text)
    except SourceWrong as error:
        return "\n".join(map(str, error.mistakes))
    return "no mistake"
