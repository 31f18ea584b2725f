"""The gateway follows three logs under one name."""

from services.gateway.facts.intake import followers


async def test_one_follower_a_room_and_catching_up_twice_adds_nothing(gateway):
    app = gateway.apps["gateway"]
    made = followers(gateway.settings, app.state.http, app.state.pool)
    await gateway.officer()
    count = await app.state.pool.fetchval("select count(*) from facts")
    await gateway.catch_up()

    assert {one.source.room for one in made} == {"roster", "assessment", "training"}
    assert {one.keeper.name for one in made} == {"facts"}
    assert await app.state.pool.fetchval("select count(*) from facts") == count
