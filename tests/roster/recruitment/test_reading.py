"""What decisions are made from: batch and applicants as the log has them, also after a rebuild."""

from types import SimpleNamespace
from uuid import UUID

from services.roster.keeping import projecting
from services.roster.recruitment.batch import Stage
from services.roster.recruitment.reading import read_applicants, read_batch
from tests.roster.recruitment.steps import opened, quota, signed_up

TABLES = ("recruitment_batches", "recruitment_places", "recruitment_applications")


async def test_batch_and_applicants_are_read_and_a_rebuild_makes_the_same_rows(roster):
    await quota(roster, 5)
    batch = await opened(roster)
    person = await signed_up(roster, batch)
    app = roster.apps["roster"]
    asked = SimpleNamespace(app=app)
    state, version = await read_batch(asked, UUID(batch))
    (applicant,) = await read_applicants(asked, UUID(batch))
    assert (state.stage, version) == (Stage.OPEN, 1)
    assert (applicant.application.person, applicant.version) == (person, 1)

    pool = app.state.pool
    before = [await pool.fetch(f"select * from {table}") for table in TABLES]
    events = [event async for page in app.state.log.pages() for event in page]
    async with projecting(roster.settings) as project, pool.acquire() as connection:
        for table in TABLES:
            await connection.execute(f"delete from {table}")
        await project(connection, events)
    assert [await pool.fetch(f"select * from {table}") for table in TABLES] == before
