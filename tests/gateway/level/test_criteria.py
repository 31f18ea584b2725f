"""The claims of a level: every one evaluated, with what is required, found and cited."""

import pytest

from services.gateway.decision.finding import reasons
from services.gateway.level import criteria
from services.gateway.level.period import due
from tests.gateway.level.files import around, held
from tests.gateway.on_file import DAY


def found(as_of, *lines, level=6, since="2021-09-01"):
    s, one = around(as_of, *lines), held(level, since)
    day = DAY(as_of)
    return criteria.promotion(s, one, due(s, one, day), day=day, chosen=False)


def test_by_time_only_the_period_is_asked():
    (period,) = found("2024-08-31")
    assert (period.met, period.reason, period.required["months"]) == (False, "NOT_DUE", 36)
    assert (period.found["months"], period.found["level"]) == (35, "level_6")


@pytest.mark.parametrize(
    ("as_of", "held_upper", "obstacles"),
    [
        ("2024-04-30", 60, ("LEVEL_MONTHS", "QUOTA")),
        ("2024-05-01", 60, ("QUOTA",)),
        ("2024-05-01", 59, ()),
    ],
)
def test_a_selection_asks_for_months_and_a_place(as_of, held_upper, obstacles):
    quota = f"{{level_quota_stated: 200, held_levels_1_to_3: {held_upper}, on: 2024-01-01}}"
    assert reasons(found(as_of, quota, level=4, since="2020-05-01")) == obstacles


def test_the_narrowest_group_is_told():
    quota = "{level_quota_stated: 200, held_levels_1_to_3: 1, held_level_1: 7, on: 2024-01-01}"
    s = around("2024-05-01", quota)
    day = DAY("2024-05-01")
    assert criteria.quota_figures(s, held(2), day) == {"allowed": 18, "held": 7}
    assert criteria.quota_figures(s, held(3), day) == {}
    assert criteria.quota_figures(around("2024-05-01"), held(2), day) == {}
