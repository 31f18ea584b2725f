"""The read models of pay runs, kept with every append, come out equal when made anew."""

from services.cli.rebuild import rebuild_read_models
from services.gateway.views import TABLES, words
from tests.gateway.payroll.conftest import desk  # noqa: F401  the fixture

HARM = "update pay_slips set net_fen = net_fen + 1, open_exceptions = ''"


def test_exceptions_are_words_in_one_order():
    assert words(["B", "A", "B"]) == "A B"
    assert words([]) == ""


async def test_made_anew_from_the_log_they_are_equal_and_what_was_changed_by_hand_is_found(desk):  # noqa: F811
    lacking = await desk.payee(without=("bank_account_set",))
    await desk.payee("李四")
    await desk.closed("2024-01")
    open_run = await desk.drawn("2024-02")
    await desk.post(f"/{open_run}/slips/{lacking}/withholding", {"reason": "核实"})
    settings = desk.gateway.settings
    owner = settings.model_copy(
        update={"gateway_owner_database_url": settings.gateway_database_url}
    )
    sound = await rebuild_read_models(owner, "gateway", check=True)
    await desk.gateway.apps["gateway"].state.pool.execute(HARM)
    harmed = await rebuild_read_models(owner, "gateway", check=False)
    mended = await rebuild_read_models(owner, "gateway", check=True)

    assert sorted(one.table for one in sound) == sorted(TABLES)
    assert all(one.equal for one in sound), sound
    assert {one.table: (one.missing, one.surplus) for one in harmed if not one.equal} == {
        "pay_slips": (4, 4)
    }
    assert all(one.equal for one in mended)
    assert sum(one.rows for one in mended) == 6
