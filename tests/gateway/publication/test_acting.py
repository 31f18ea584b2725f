"""What a draft follows, and that a text only an earlier build could read is still shown."""

from services.gateway.publication import policy_draft as p
from services.gateway.publication.acting import _followed, _meaning
from services.gateway.shelf.versions import TextVersion
from tests.gateway.on_file import SHELF
from tests.gateway.publication.test_policy_draft import drafted, given

SHIPPED = SHELF.layers["auxiliary_pay", "bureau"][0]


def test_the_text_in_force_on_its_day_without_it():
    texts = [TextVersion("auxiliary_pay", "bureau", SHIPPED, "shipped")]
    early = drafted().model_copy(update={"effective_from": SHIPPED.effective_from})
    first = drafted().model_copy(
        update={"effective_from": SHIPPED.effective_from.replace(year=1990)}
    )

    assert _followed(SHELF, given(("hr", early)), texts) == "shipped"
    assert _followed(SHELF, given(("hr", first)), texts) == ""


def test_an_unreadable_text_has_neither_title_nor_values():
    state = given(("hr", drafted()))

    assert state.stage is p.Stage.SUBMITTED
    assert _meaning(SHELF, state) == ("", [])
