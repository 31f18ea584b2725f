"""What was known at an instant, in every process at once, and what this build cannot read."""

import subprocess
import sys

import pytest

from services.gateway.answer import publishable, shelf_of, shelves_of
from services.gateway.shelf.known import Shelves
from services.kernel.errors import Refused
from tests.gateway.on_file import DAY
from tests.gateway.publication.conftest import press  # noqa: F401  the fixture
from tests.gateway.publication.texts import raised


def _night(shelf) -> int:
    return shelf.in_force("auxiliary_pay", DAY("2024-03-01")).choice.nights.per_night


async def test_a_publication_counts_everywhere_from_its_recording_on(press):  # noqa: F811
    pool = press.gateway.apps["gateway"].state.pool
    other = shelves_of(pool, "r0")  # As another process has it.
    nothing = await other.known()
    views = [await press.published(raised(night)) for night in ("35", "40")]
    events = await press.gateway.apps["gateway"].state.store.read_stream("policies")
    known = await other.known()
    second = events[1].recorded_at

    assert (nothing.pos, _night(nothing.shelf)) == (0, 3_000)
    assert (known.pos, _night(known.shelf)) == (views[1]["published_pos"], 4_000)
    assert _night((await other.known(at=second)).shelf) == 4_000
    assert _night((await other.known(at=second.replace(year=2000))).shelf) == 3_000
    between = await other.known(up_to=views[1]["published_pos"] - 1)
    assert (between.pos, _night(between.shelf)) == (views[0]["published_pos"], 3_500)
    assert (await other.known()).shelf is known.shelf  # Read once.
    assert (
        (await other.known())
        .shelf.in_force("auxiliary_pay", DAY("2024-01-31"))
        .id.endswith("2010-01-01")
    )
    foreign = Shelves(pool, shelf_of("nine"), publishable())
    assert (await foreign.known()).shelf is foreign.shipped
    with pytest.raises(Refused, match="published_policy_unreadable"):
        await Shelves(pool, shelf_of("r0"), ()).known()


def test_a_process_that_imports_nothing_else_can_read_publications():
    """`replay` is one: the type must not be known only because some route imported it."""
    words = (
        "import services.gateway.shelf.known; from services.kernel.event import event_type; "
        "event_type('gateway.policy_published.v1')"
    )
    subprocess.run([sys.executable, "-c", words], check=True)
