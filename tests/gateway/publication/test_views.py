"""The read models of drafts and publications come out equal when made anew from the log."""

from services.cli.rebuild import rebuild_read_models
from services.gateway.publication.views import TABLES
from tests.gateway.publication.texts import raised


async def test_made_anew_they_are_equal(press):
    published = await press.published(raised())
    await press.drafted(raised("36"))
    settings = press.gateway.settings
    owner = settings.model_copy(
        update={"gateway_owner_database_url": settings.gateway_database_url}
    )
    pool = press.gateway.apps["gateway"].state.pool
    sound = await rebuild_read_models(owner, "gateway", check=True)
    await pool.execute("update policy_drafts set stage = 'withdrawn'")
    harmed = await rebuild_read_models(owner, "gateway", check=False)

    assert {one.table: one.rows for one in sound if one.table in TABLES} == {
        "policy_drafts": 2,
        "policy_versions": 1,
    }
    assert all(one.equal for one in sound)
    assert [one.table for one in harmed if not one.equal] == ["policy_drafts"]
    assert await pool.fetchval("select pos from policy_versions") == published["published_pos"]
