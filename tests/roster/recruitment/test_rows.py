"""Read models of a batch and of applications, from their events alone."""

from services.kernel.fact import read_fact, standing
from services.roster import events as e
from services.roster.recruitment.applicant import withdraw
from services.roster.recruitment.batch import close, conclude
from services.roster.recruitment.rows import application_rows, batch_rows, places_rows
from tests.roster.recruitment.places import DAY
from tests.roster.recruitment.streams import BATCH, filed, person, played, recorded
from tests.roster.recruitment.test_batch import ACT, LATER, filled, opened, published, ranked


def _facts(stream):
    return standing(read_fact(event) for event in stream)


def test_a_batch_shows_its_last_step_and_promises_what_is_not_filled():
    state, stream = played([opened(), close(ACT), ranked()])
    state, stream = played([published(state, 1), filled(1)], stream)
    assert batch_rows(ACT.batch, _facts(stream))[0][2] == "published"
    (places,) = places_rows(ACT.batch, _facts(stream))
    assert places[1:] == ("01", "u", "auxiliary_duty", 1, 1, True)
    _, stream = played([conclude(LATER)], stream)
    assert places_rows(ACT.batch, _facts(stream))[0][-1] is False
    assert batch_rows(ACT.batch, []) == places_rows(ACT.batch, []) == []


def test_an_application_has_a_line_and_says_where_it_ended():
    stream = filed()
    line = application_rows(person(1), _facts(stream))[0]
    assert line == (person(1), str(BATCH), "01", "open_call", "张一", DAY, "filed")
    stream = recorded([withdraw(person(1), BATCH, DAY, "x", "x")(stream)], stream)
    assert application_rows(person(1), _facts(stream))[0][-1] == "withdrawn"
    assert e.ApplicationFiled.TYPE in {event.type for event in stream}
