"""How far behind the facts are is measured against what the rooms themselves say."""

import asyncio
from datetime import timedelta

from services.gateway.facts import store
from services.gateway.facts.intake import followers
from services.gateway.facts.lag import behind, open_stops
from services.kernel.follow.place import Condition, Stop
from services.kernel.follow.stops import note_stops
from tests.bureau import utc_now


async def test_events_and_age_of_the_oldest_one_waiting(gateway):
    person = await gateway.officer()
    app = gateway.apps["gateway"]
    source = followers(gateway.settings, app.state.http, app.state.pool)[0].source
    head = await source.head()
    await gateway.record("roster", person, "sanction_imposed", "2024-03-10", kind="警告")
    await gateway.record("roster", person, "sanction_imposed", "2024-03-11", kind="警告")
    events, seconds = await behind(source, head.pos, utc_now() + timedelta(seconds=60))

    assert events == 2
    assert 59 < seconds < 65
    assert await behind(source, head.pos + 2, utc_now()) == (0, 0.0)


async def test_open_stops_are_counted_by_condition(gateway):
    pool = gateway.apps["gateway"].state.pool
    found = [Stop(Condition.MALFORMED, "x", n, f"p{n}", raw=b"x") for n in (1, 2)]
    found.append(Stop(Condition.UNKNOWN_TYPE, "roster.rank_awarded.v1", 3, "p3", raw=b"x"))
    found.append(Stop(Condition.LOSS, "x", 4, mended="republished"))
    await note_stops(pool, store.FOLLOWER, "roster", found)

    assert await open_stops(pool) == {"malformed": 2}


async def test_the_metrics_tell(gateway):
    await gateway.officer()
    await gateway.apps["gateway"].state.pool.execute(
        "update followed set condition = 'fork', detail = 'x' where room = 'roster'"
    )
    person = await gateway.register()
    await asyncio.sleep(0.1)
    app = gateway.apps["gateway"]
    awaited = (  # Measured one after the other: a reading may fall between the two.
        'jingheng_follower_lag_events{follower="roster"} 1.0',
        'jingheng_follow_stops_open{condition="fork"} 1.0',  # A whole log that stands.
    )
    for _ in range(80):
        text = (await gateway.get("gateway", "/metrics")).text
        if all(line in text for line in awaited):
            break
        await asyncio.sleep(0.1)

    assert [line for line in awaited if line not in text] == []
    assert 'jingheng_follow_stops_open{condition="malformed"} 0.0' in text
    assert "jingheng_oldest_waiting_fact_seconds" in text
    assert person
    assert app.state.parts
