"""A row knows its room and route, and writes what the import takes."""

from datetime import date

from services.cli.demo_bureau.row import Row
from services.roster.events import DutyPost, DutyPostAssigned


def test_a_row_is_the_body_of_an_import_line():
    row = Row("somebody", date(2026, 2, 1), DutyPostAssigned(duty_post=DutyPost.ROAD))

    assert (row.room, row.slug) == ("roster", "duty_post_assigned")
    assert row.body() == {
        "subject": "somebody",
        "effective_on": "2026-02-01",
        "data": {"duty_post": "road"},
    }
