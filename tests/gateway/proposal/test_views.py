"""The read model of proposals comes out equal when it is made anew from the log."""

from services.cli.rebuild import rebuild_read_models

HARM = "update proposals set stage = 'ordered'"


async def test_made_anew_it_is_equal_and_harm_is_found(steps):
    await steps.published(await steps.gateway.officer())
    settings = steps.gateway.settings
    owner = settings.model_copy(
        update={"gateway_owner_database_url": settings.gateway_database_url}
    )
    await steps.gateway.apps["gateway"].state.pool.execute(HARM)
    harmed = await rebuild_read_models(owner, "gateway", check=False)
    mended = await rebuild_read_models(owner, "gateway", check=True)

    assert [one.table for one in harmed if not one.equal] == ["proposals"]
    assert all(one.equal for one in mended)
