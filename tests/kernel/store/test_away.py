"""What tells that the database is away, and what is a fault of ours."""

import asyncio

import asyncpg
import pytest

from services.kernel.decider import StreamWrite
from services.kernel.errors import Kind, Refused
from services.kernel.store.away import is_away, reachable
from services.kernel.store.postgres import PostgresStore, connect_pool
from tests.kernel.samples import draft, origin

AWAY = [
    ConnectionRefusedError(),
    ConnectionResetError(),
    TimeoutError(),
    asyncpg.ConnectionDoesNotExistError(),
    asyncpg.InterfaceError("pool is closing"),
    asyncpg.InternalClientError("another operation is in progress"),
    asyncpg.CannotConnectNowError(),
    asyncpg.AdminShutdownError(),
    asyncpg.CrashShutdownError(),
    asyncpg.QueryCanceledError(),
    asyncpg.TooManyConnectionsError(),
    asyncpg.DiskFullError(),
    asyncpg.LockNotAvailableError(),
    asyncpg.SerializationError(),
    asyncpg.DeadlockDetectedError(),
    asyncpg.ReadOnlySQLTransactionError(),
]
FAULTS = [
    asyncpg.UniqueViolationError(),
    asyncpg.CheckViolationError(),
    asyncpg.UndefinedTableError(),
    asyncpg.InsufficientPrivilegeError(),
    asyncpg.DataError(),
    asyncpg.InvalidPasswordError(),
    FileNotFoundError(2, "No such file", "policy.yaml"),
    ValueError(),
]


@pytest.mark.parametrize("failure", AWAY, ids=lambda failure: type(failure).__name__)
async def test_away_is_a_refusal_to_be_sent_again(failure):
    assert is_away(failure)
    with pytest.raises(Refused) as caught:
        async with reachable():
            raise failure

    assert (caught.value.kind, caught.value.code) == (Kind.UNAVAILABLE, "store_unavailable")
    assert caught.value.__cause__ is failure


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_a_fault_stays_what_it_is(fault):
    assert not is_away(fault)
    with pytest.raises(type(fault)):
        async with reachable():
            raise fault


@pytest.mark.parametrize("call", ["append", "receipt", "read_stream", "read_subject"])
async def test_every_call_of_the_store_says_so(fresh_database, call):
    """Commands begin with reads: found by killing the server under the crash writer."""
    pool = await connect_pool(await fresh_database("training"))
    store = PostgresStore(pool)
    await pool.close()
    arguments = {
        "append": (origin(), [StreamWrite("s", 0, (draft(),))]),
        "receipt": (origin(),),
    }.get(call, ("s",))
    with pytest.raises(Refused, match="store_unavailable"):
        await asyncio.wait_for(getattr(store, call)(*arguments), 5)
