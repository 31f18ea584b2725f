"""No choice pays less or more than the law leaves open: shipped, drafted or supposed."""

from datetime import date
from pathlib import Path

import pytest

from services.gateway.decision.kinds import policy_kinds
from services.gateway.pay.bounds import levels_unpaid
from services.gateway.publication import submission
from services.gateway.whatif.draft import PolicyText, changed
from services.kernel.errors import Refused
from services.kernel.policy_files import load_shelf
from services.kernel.settings import REPOSITORY
from services.kernel.yaml_tree import SourceWrong

SHIPPED = REPOSITORY / "policies/bureaus/r0/contributions/2010-01-01.yaml"
KINDS = policy_kinds()


@pytest.fixture(scope="module")
def shelf():
    return load_shelf(REPOSITORY / "policies", "r0", KINDS)


def _text(old: str, new: str) -> str:
    text = SHIPPED.read_text("utf-8").replace("2010-01-01", "2026-11-01")
    assert old in text
    return text.replace(old, new, 1)


OWN = "officer:\n    own: {养老: 0.08, 职业年金: 0.04, 医疗: 0.02, 住房公积金: 0.12}"
BEYOND = [
    (OWN, "0.12", "0.25"),
    (OWN, "0.12", "0.01"),
    ("失业: 0.005, 工伤: 0.002, 住房公积金: 0.08}", "0.08", "0.1201"),
    ("minimum_wage: {value: 1900.00", "value: 1900.00", "value: 0.00"),
]


@pytest.mark.parametrize(("place", "old", "new"), BEYOND)
def test_a_draft_beyond_the_law_is_refused_by_its_line(shelf, place, old, new):
    text = _text(place, place.replace(old, new))
    line = next(n for n, one in enumerate(text.splitlines(), 1) if new in one)
    with pytest.raises(Refused) as drafted:
        submission.read(text, "", shelf, KINDS)
    with pytest.raises(SourceWrong) as supposed:
        changed(shelf, [PolicyText("mine.yaml", text)], KINDS)

    assert [error.code for error in drafted.value.errors] == ["policy_draft_wrong"]
    assert [(m.source, m.line) for m in supposed.value.mistakes] == [("mine.yaml", line)]


@pytest.mark.parametrize("rate", ["0.05", "0.12"])
def test_the_ends_of_what_is_left_open_belong_to_it(shelf, rate):
    text = _text("0.02, 住房公积金: 0.12}", f"0.02, 住房公积金: {rate}}}")

    assert submission.read(text, "", shelf, KINDS).policy == "contributions"


def test_a_file_beyond_the_law_of_any_of_its_days_is_refused(tmp_path: Path):
    """By the file of the choice, though the law is the later one."""
    for source in (REPOSITORY / "policies/law").rglob("*.yaml"):
        made = tmp_path / "law" / source.relative_to(REPOSITORY / "policies/law")
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text(source.read_text("utf-8"), "utf-8")
    law = tmp_path / "law/contributions"
    later = (law / "1999-04-03.yaml").read_text("utf-8").replace("1999-04-03", "2030-01-01")
    (law / "2030-01-01.yaml").write_text(later.replace("rate_max: 0.12", "rate_max: 0.10"), "utf-8")
    own = tmp_path / "bureaus/r0/contributions/2010-01-01.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(SHIPPED.read_text("utf-8"), "utf-8")
    contributions = [kind for kind in KINDS if kind.name == "contributions"]
    with pytest.raises(SourceWrong) as wrong:
        load_shelf(tmp_path, "r0", contributions)

    assert {mistake.source for mistake in wrong.value.mistakes} == {str(own)}
    (own.parent / "2029-12-31.yaml").write_text(
        _text("{养老: 0.08, 职业年金: 0.04, 医疗: 0.02, 住房公积金: 0.12}",
              "{养老: 0.08, 职业年金: 0.04, 医疗: 0.02, 住房公积金: 0.10}")
        .replace("{养老: 0.16, 职业年金: 0.08, 医疗: 0.08, 住房公积金: 0.12}",
                 "{养老: 0.16, 职业年金: 0.08, 医疗: 0.08, 住房公积金: 0.10}")
        .replace("2026-11-01", "2029-12-31"), "utf-8")  # fmt: skip
    assert load_shelf(tmp_path, "r0", contributions)


@pytest.mark.parametrize("bureau", ["r0", "nine"])
def test_every_level_has_its_wage(bureau):
    shelf = load_shelf(REPOSITORY / "policies", bureau, KINDS)
    day = date(2024, 6, 1)
    ladder, table = (shelf.chosen(p, day).choice for p in ("auxiliary_level", "auxiliary_pay"))
    assert levels_unpaid(ladder, table) == []
    short = {level: fen for level, fen in table.level_wage.monthly.items() if level != 7}
    wage = table.level_wage.model_copy(update={"monthly": short})
    assert levels_unpaid(ladder, table.model_copy(update={"level_wage": wage})) == [7]
