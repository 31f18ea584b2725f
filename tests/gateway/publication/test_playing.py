"""The process is bounded: a case without end is refused, and so is what ends it otherwise."""

from datetime import date
from pathlib import Path

import pytest

from services.gateway.answer import publishable
from services.gateway.publication.playing import Bounds, play
from services.gateway.publication.submission import read
from services.kernel.errors import Refused
from tests.gateway.on_file import POLICIES, SHELF
from tests.gateway.publication.texts import case, raised

ENDLESS = "---\n".join(
    case("70", name=f"OWN-{n}").replace("month: 2024-02, e", "month: 2000-01 to 2099-12, e")
    for n in range(100)
)


def draft(cases: str = ""):
    return read(raised(), cases, SHELF, publishable())


async def test_green_red_and_misspelt():
    green = await play(draft(case("70")), "r0", POLICIES, ())
    assert (green.played > 90, green.restated) == (True, ())
    with pytest.raises(Refused) as red:
        await play(draft(case("60")), "r0", POLICIES, ())
    with pytest.raises(Refused) as misspelt:
        await play(draft("title: x\n"), "r0", POLICIES, ())

    assert (red.value.code, red.value.errors[0].pointer) == ("case_red", "/cases")
    assert "expected 60.00, found 70.00" in red.value.errors[0].text.en
    assert (misspelt.value.code, misspelt.value.errors[0].pointer) == (
        "policy_draft_wrong",
        "/cases",
    )


@pytest.mark.parametrize(
    ("cases", "policies", "bounds"),
    [
        (ENDLESS, POLICIES, Bounds(cpu_seconds=3)),
        ("", POLICIES, Bounds(seconds=0.1)),
        ("", POLICIES, Bounds(memory_bytes=40_000_000)),
        ("", Path("/nowhere"), Bounds()),
    ],
)
async def test_what_cannot_be_played_is_refused(cases, policies, bounds):
    with pytest.raises(Refused) as refused:
        await play(draft(cases), "r0", policies, (), bounds)

    assert refused.value.code == "cases_not_played"


def test_the_day_is_what_the_text_says():
    assert draft().version.effective_from == date(2024, 2, 1)
