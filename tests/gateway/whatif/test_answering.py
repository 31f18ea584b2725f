"""Reading the bureau part by part: the part asked about, its bounds, and callers who have gone."""

import pytest

from services.gateway.whatif import asked as bounds
from services.gateway.whatif.answering import answer, compared
from services.gateway.whatif.asked import Compared, WhatIf
from services.kernel.errors import Refused
from tests.bureau import utc_now
from tests.gateway.on_file import SHELF, on_file
from tests.gateway.pay.payee import AUXILIARY
from tests.gateway.whatif.desk import MONTHS, RAISE

BOTH = (SHELF, SHELF)


async def test_only_the_part_that_is_asked_about_is_in_the_sums(desk):
    zhao = await desk.auxiliary("赵一", "u1")
    qian = await desk.auxiliary("钱二", "u2")
    await desk.officer("李四", "u2")
    below = await desk.ask(**MONTHS, unit_id="bureau")
    unit = await desk.ask(**MONTHS, unit_id="u2", policies=[RAISE])
    named = await desk.ask(**MONTHS, people=[zhao], policies=[RAISE])
    category = await desk.ask(**MONTHS, category="officer", policies=[RAISE])

    assert [one["people"] for one in (below, unit, named, category)] == [3, 2, 1, 1]
    assert [one["person_id"] for one in unit["most_changed"]] == [qian]
    assert {cell["unit"] for cell in unit["cost"]} == {"单位u2"}
    assert category["winners"] == 0


async def test_too_much_is_refused_before_anything_is_reckoned(desk, monkeypatch):
    await desk.auxiliary("赵一", "u1")
    monkeypatch.setattr(bounds, "PERSON_MONTHS_MAX", 2)

    assert (await desk.ask(413, **MONTHS))["code"] == "what_if_too_large"


async def test_nothing_goes_on_for_a_caller_who_has_gone(desk):
    await desk.auxiliary("赵一", "u1")
    await desk.gateway.catch_up()
    state = desk.gateway.apps["gateway"].state

    async def gone() -> bool:
        return True

    question = Compared(WhatIf.model_validate(MONTHS), BOTH, utc_now())
    with pytest.raises(Refused, match="caller_gone"):
        await answer(state.pool, question, gone)


def test_a_draft_that_does_not_fit_somebodys_history_names_him_instead_of_failing(monkeypatch):
    body = WhatIf.model_validate(MONTHS | {"policies": [RAISE]})
    question = Compared(body, BOTH, utc_now())
    assert not compared("person", on_file(*AUXILIARY), question).unanswered

    def misfit(*_: object) -> None:
        raise KeyError(5)

    monkeypatch.setattr("services.gateway.whatif.pay.compare", misfit)
    assert compared("person", [], question).unanswered.startswith("draft_does_not_fit: KeyError")
    with pytest.raises(KeyError):
        compared("person", [], Compared(WhatIf.model_validate(MONTHS), BOTH, utc_now()))
