"""The facts table holds every room's log, event for event."""

from services.gateway.facts import store
from services.kernel.store.log import Log


async def test_the_facts_are_the_logs(gateway):
    person = await gateway.officer()
    await gateway.record("training", person, "course_passed", "2024-05-20", course="晋督训练")
    await gateway.catch_up()
    pool = gateway.apps["gateway"].state.pool
    places = await store.places(pool)
    facts = await store.facts_of(pool, person)

    logs = [
        event
        for room in ("roster", "training")
        for event in await Log(gateway.apps[room].state.pool).page(0)
    ]
    assert facts == logs
    for room in ("roster", "training"):
        head = await Log(gateway.apps[room].state.pool).head()
        assert (places[room].pos, places[room].chain) == (head.pos, head.chain.hex())
    assert places["assessment"].pos == 0


async def test_facts_are_limited_by_instant_and_by_position(gateway):
    person = await gateway.officer()
    pool = gateway.apps["gateway"].state.pool
    facts = await store.facts_of(pool, person)
    middle = facts[1]

    assert await store.facts_of(pool, person, known_at=middle.recorded_at) == facts[:2]
    assert await store.facts_of(pool, person, up_to={"roster": middle.pos}) == facts[:2]
    assert await store.facts_of(pool, person, up_to={}) == []


async def test_subjects_by_type_a_page_at_a_time(gateway):
    people = sorted([await gateway.officer() for _ in range(3)])
    pool = gateway.apps["gateway"].state.pool
    name = "roster.rank_awarded.v1"

    first = await store.subjects(pool, name, limit=2)
    assert first == people[:2]
    assert await store.subjects(pool, name, after=first[-1], limit=2) == people[2:]


async def test_events_of_those_who_have_one_of_a_type(gateway):
    await gateway.officer()
    person = await gateway.register(category="auxiliary_duty")
    await gateway.record("roster", person, "auxiliary_level_awarded", "2020-05-01", level=4)
    await gateway.record("roster", person, "honour_awarded", "2021-05-01", kind="嘉奖")
    await gateway.catch_up()
    level, who = "roster.auxiliary_level_awarded.v1", "roster.person_registered.v1"
    found = await store.of_those_with(gateway.apps["gateway"].state.pool, level, (level, who))
    assert [(e.subject, e.type) for e in found] == [(person, who), (person, level)]
