"""House rules over the source tree: sizes, names, docstrings, and a test file for every module."""

import ast
from pathlib import Path

import pytest

FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 50
TEST_FUNCTION_LINES_MAX = 60
PARAMETERS_MAX = 6
NAMES_WITHOUT_MEANING = {"utils", "helpers", "common", "misc", "base", "manager", "service"}
DECLARATIVE = {"commands.py", "events.py", "__init__.py", "__main__.py"}
# Modules whose test has another name, with the reason.
MIRROR_EXEMPT = {
    "kernel/errors.py": "declarations; every refusal is tested where it is raised",
    "kernel/embedded/problem.py": "declarations",
    "cli/command.py": "a table; tests/cli/test_app.py",
    "cli/options.py": "declarations",
    "cli/progress.py": "shown by up; tests/cli/test_up.py",
    "cli/summary.py": "the answer of up and status; tests/cli/test_up.py",
    "cli/down.py": "tests/cli/test_up.py goes up and down again",
    "cli/status.py": "tests/cli/test_up.py",
    **dict.fromkeys(
        [f"{room}/classes.py" for room in ("roster", "assessment", "training", "gateway")],
        "a table; tests/kernel/protect/test_classes.py",
    ),
}
ROOT = Path(__file__).parents[1]
SERVICES = ROOT / "services"
MODULES = sorted(p for p in SERVICES.rglob("*.py") if "migrations" not in p.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
MIRRORED = [
    p
    for p in MODULES
    if p.name not in DECLARATIVE and str(p.relative_to(SERVICES)) not in MIRROR_EXEMPT
]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def lines(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_house_rules(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)

    assert ast.get_docstring(tree), "say in one sentence what this file is responsible for"
    assert len(text.splitlines()) <= FILE_LINES_MAX
    assert [f.name for f in functions(tree) if lines(f) > FUNCTION_LINES_MAX] == []
    assert path.stem not in NAMES_WITHOUT_MEANING


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_tests_are_short_too(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= FILE_LINES_MAX
    assert [f.name for f in functions(ast.parse(text)) if lines(f) > TEST_FUNCTION_LINES_MAX] == []


@pytest.mark.parametrize("path", MIRRORED, ids=name_of)
def test_every_module_has_its_test(path: Path) -> None:
    room = path.relative_to(SERVICES)

    assert (ROOT / "tests" / room.with_name(f"test_{room.name}")).exists()


@pytest.mark.parametrize("name", MIRROR_EXEMPT)
def test_an_exemption_is_of_a_module_that_exists(name: str) -> None:
    assert (SERVICES / name).exists()
