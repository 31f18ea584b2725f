"""What an answer says of a run at each stage."""

from services.gateway.payroll.run_view import RunSums, run_view
from tests.gateway.payroll.test_pay_run import RUN, SUMS, played

NOBODY = RunSums(people=0, slips=0, held=0, exceptions_open=0, **SUMS)


def test_a_view_tells_the_stage_in_both_languages_and_what_is_still_needed():
    opened = run_view(RUN, played("open"), 1, NOBODY)
    proposed = run_view(RUN, played("open", "draw", "propose", "approve"), 4, NOBODY)
    assert (opened.stage, opened.stage_zh, opened.slips_sha256) == ("opened", "编制中", None)
    assert (proposed.approvals, proposed.approvals_needed, proposed.version) == (1, 2, 4)
    assert proposed.slips_sha256 == "0" * 64
