"""A store on a fresh database, and both stores of the contract."""

import pytest

from services.kernel.store.postgres import PostgresStore, connect_pool
from tests.fakes import InMemoryEventStore


@pytest.fixture
async def pool(fresh_database):
    made = await connect_pool(await fresh_database("training"))
    yield made
    await made.close()


@pytest.fixture
async def store(pool):
    return PostgresStore(pool)


@pytest.fixture(params=["memory", "postgres"])
async def any_store(request, fresh_database):
    """The contract's two subjects: whatever holds for one must hold for the other."""
    if request.param == "memory":
        yield InMemoryEventStore()
        return
    made = await connect_pool(await fresh_database("training"))
    yield PostgresStore(made)
    await made.close()
