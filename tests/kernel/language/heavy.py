"""Which published types have so many payloads at their edges that they are asked nightly."""

from collections.abc import Iterable

import pytest

# Lists of objects within objects: ten seconds to a minute and a half each.
HEAVY = {
    "gateway.pay_run_released.v1",
    "gateway.pay_slip_drawn.v1",
    "roster.applicants_ranked.v1",
    "roster.application_filed.v1",
    "roster.candidates_published.v1",
    "roster.recruitment_batch_opened.v1",
}


def each(names: Iterable[str]) -> list[object]:
    return [
        pytest.param(name, marks=pytest.mark.nightly) if name in HEAVY else name for name in names
    ]
