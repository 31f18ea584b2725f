"""A release is made from the log alone: the same digest and bytes however often."""

import asyncio
from uuid import UUID

from services.gateway.payroll import read
from services.gateway.payroll.releasing import digest_of, make_files, slips_of


async def test_each_file_knows_what_its_slips_knew_and_has_the_same_bytes_later(desk):
    person, other = await desk.payee(), await desk.payee("李四")
    run = UUID(await desk.drawn())
    state = desk.gateway.apps["gateway"].state
    seen, _ = await read.read_run(state.store, run)
    first, digest = await make_files(state.pool, run, seen), await digest_of(state.pool, run)
    later = {"bank": "农业银行", "account_no": "6228480000000000"}
    await desk.gateway.record("roster", person, "bank_account_set", "2024-01-15", **later)
    await desk.gateway.catch_up()
    again, digest_again = await make_files(state.pool, run, seen), await digest_of(state.pool, run)
    mended = await desk.post(f"/{run}/slips/{other}/redrawing", {"reason": "重算"})
    bank = next(one for one in await make_files(state.pool, run, seen) if "csv" in one.name)

    assert (again, digest_again) == (first, digest)
    assert mended.status_code == 201
    assert b"6228480000000000" not in bank.content  # Of a slip that was not drawn again.
    assert await digest_of(state.pool, run) != digest
    assert {slip.person for slip, _ in await slips_of(state.pool, run)} == {person, other}


async def test_the_files_are_begun_when_the_run_is_approved_and_are_those_of_the_release(desk):
    await desk.payee()
    run = await desk.drawn()
    await desk.step(run, "proposal")
    pool = desk.gateway.apps["gateway"].state.pool
    nothing = await pool.fetchval("select count(*) from pay_files")
    await desk.approved(run)
    for _ in range(200):
        if await pool.fetchval("select count(*) from pay_files"):
            break
        await asyncio.sleep(0.05)
    ahead = {row[0] for row in await pool.fetch("select sha256 from pay_files")}
    view = await desk.step(run, "release")

    assert nothing == 0
    assert {file["sha256"] for file in view["files"]} == ahead
