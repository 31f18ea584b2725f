"""A release is made from the log alone: the same digest and bytes however often."""

from uuid import UUID

from services.gateway.payroll import read
from services.gateway.payroll.releasing import digest_of, make_files, slips_of


async def test_a_release_made_again_later_has_the_same_bytes(desk):
    person = await desk.payee()
    run = UUID(await desk.drawn())
    state = desk.gateway.apps["gateway"].state
    seen, _ = await read.read_run(state.store, run)
    first, digest = await make_files(state.pool, run, seen), await digest_of(state.pool, run)
    later = {"bank": "农业银行", "account_no": "6228480000000000"}
    await desk.gateway.record("roster", person, "bank_account_set", "2024-01-15", **later)
    await desk.gateway.catch_up()

    assert await make_files(state.pool, run, seen) == first
    assert await digest_of(state.pool, run) == digest
    assert [slip.person for slip, _ in await slips_of(state.pool, run)] == [person]
