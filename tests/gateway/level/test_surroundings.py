"""What surrounds a level: facts of the present service, known by a day."""

from services.roster.events import HonourAwarded
from tests.gateway.level.files import around
from tests.gateway.on_file import DAY

LINES = (
    "{service_entered: 勤务辅警, on: 2018-01-01}",
    "{honour_awarded: 二级嘉奖, on: 2019-01-01}",
    "{annual_grade_decided: 2019 不合格, on: 2020-01-10}",
    "{service_left: 辞职, on: 2020-06-30}",
    "{service_entered: 勤务辅警, on: 2021-01-01}",
    "{honour_awarded: 一级嘉奖, on: 2022-01-01}",
    "{annual_grade_decided: 2021 合格, on: 2022-01-10}",
    "{level_quota_stated: 100, on: 2022-02-01}",
    "{level_quota_stated: 200, on: 2023-02-01}",
)


def test_nothing_of_an_earlier_service_counts():
    s = around("2024-06-01", *LINES)
    assert [f.data.kind.zh for f in s.of(HonourAwarded, DAY("2024-06-01"))] == ["一级嘉奖"]
    assert list(s.grades(DAY("2024-06-01"))) == [2021]


def test_only_what_is_effective_by_the_day_counts():
    s = around("2024-06-01", *LINES)
    assert s.of(HonourAwarded, DAY("2021-12-31")) == []
    assert s.grades(DAY("2022-01-09")) == {}


def test_the_latest_statement_of_the_quota_is_the_one():
    s = around("2024-06-01", *LINES)
    stated = [s.quota_stated(DAY(d)) for d in ("2022-01-31", "2023-01-31", "2023-02-01")]
    assert [f.data.headcount_quota if f else None for f in stated] == [None, 100, 200]
