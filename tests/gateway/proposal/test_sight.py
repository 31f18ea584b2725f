"""How much of a proposal is for whom."""

import pytest

from services.gateway.proposal.sight import Sight, sight_of
from services.kernel.web.authorize import Visible


@pytest.mark.parametrize(
    ("visible", "sight"),
    [
        (Visible(everything=True), Sight.WHOLE),
        (Visible(person_id="p"), Sight.SUBJECT),
        (Visible(person_id="q"), Sight.NOTICE),
        (Visible(), Sight.NOTICE),
    ],
)
def test_by_what_the_caller_may_see(visible, sight):
    assert sight_of(visible, "p") is sight
