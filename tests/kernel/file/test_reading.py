"""What an asker sees of a file at the two clocks."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.kernel.file.reading import file_view, masked, version_at
from services.kernel.web.clocks import Clocks
from services.roster.events import PoliceRank, RankAwarded
from tests.bureau import open_bureau
from tests.kernel.samples import recorded


def _view(events, as_of: str = "2030-01-01", second: int = 59):
    clocks = Clocks(date.fromisoformat(as_of), datetime(2026, 1, 1, 0, 0, second, tzinfo=UTC))
    return file_view("p1", events, clocks, version=version_at(events, clocks.known_at))


def test_what_was_recorded_later_is_not_known_and_at_the_instant_is():
    events = [recorded(1), recorded(2)]

    assert len(_view(events, second=1).facts) == 1
    assert len(_view(events, second=2).facts) == 2


def test_what_takes_effect_later_is_not_shown_yet():
    events = [recorded(1), recorded(2, effective_on=date(2024, 6, 1))]

    assert len(_view(events, "2024-05-31").facts) == 1
    assert len(_view(events, "2024-06-01").facts) == 2


def test_mended_records_stay_visible_and_marked():
    view = _view([recorded(1), recorded(2, corrects=UUID(int=1))])

    assert [fact.standing for fact in view.facts] == [False, True]
    assert view.facts[1].corrects == UUID(int=1)


def test_facts_that_cannot_both_be_true_name_each_other_also_at_an_earlier_instant():
    ranks = [recorded(n, event=RankAwarded(rank=PoliceRank(f"superintendent_{n}"))) for n in (1, 2)]

    assert [fact.contradicts for fact in _view(ranks).facts] == [[UUID(int=2)], [UUID(int=1)]]
    assert [fact.contradicts for fact in _view(ranks, second=1).facts] == [[]]


def test_the_version_is_that_of_the_instant():
    assert [_view([recorded(1), recorded(2)], second=n).version for n in (0, 1, 2)] == [0, 1, 2]


@pytest.fixture
async def roster(fresh_database, tmp_path):
    async with open_bureau(fresh_database, tmp_path, ["roster"]) as bureau:
        yield bureau


async def test_read_your_writes_and_not_modified(roster):
    person = await roster.register()
    path = f"/v1/persons/{person}/file"
    read = await roster.get("roster", f"{path}?min_position=1")
    early = await roster.get("roster", f"{path}?min_position=2")
    same = await roster.get("roster", path, headers={"If-None-Match": read.headers["etag"]})

    assert (read.status_code, early.status_code, same.status_code) == (200, 409, 304)
    assert early.json()["code"] == "not_yet_known"


def test_of_a_masked_field_only_the_end_is_shown():
    assert masked("6217000012345678901") == "***************8901"
    assert masked("123") == "123"
