"""A bureau cannot end contracts by art. 40(2) without the help that article asks for."""

import pytest

from services.gateway.dismissal.bounds import beyond_termination
from services.gateway.dismissal.policy import TERMINATION
from services.kernel.policy_files import read_version
from tests.gateway.on_file import DAY, POLICIES, shelf_of

CHOICE = POLICIES / "bureaus/r0/termination/2016-01-11.yaml"


@pytest.mark.parametrize(
    ("old", "new", "beyond"),
    [
        ("help_needed: true", "help_needed: true", []),
        ("help_needed: true", "help_needed: false", [("failed_years", "help_needed")]),
        ("no_fault_40\n  help_needed: true", "local_rule\n  help_needed: false", []),
    ],
)
def test_help_may_be_left_out_on_another_path_only(old, new, beyond):
    text = CHOICE.read_text(encoding="utf-8").replace(old, new)
    choice = read_version(text, str(CHOICE), TERMINATION, bureau="r0").model
    law = shelf_of("r0").in_force("termination", DAY("2024-06-01")).law
    assert [found.path for found in beyond_termination(law, choice)] == beyond
