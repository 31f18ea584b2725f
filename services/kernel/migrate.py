"""Bring one room's database to the newest schema, and give its run-time role what it needs."""

import asyncio
import importlib
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from services.kernel.store.tables import StoreBase

KERNEL_VERSIONS = Path(__file__).parent / "migrations" / "versions"
PACKAGES = {"keys": "services.kernel.protect"}  # Of stores that are not rooms.
MIGRATION_LOCK = 0x4A48_0001  # Two starting at once: the second waits, then finds nothing to do.


def config(room: str, url: str, *, algorithm: str = "sha256") -> Config:
    """Alembic settings for one room; `url` is a postgresql:// address with owner rights."""
    settings = Config()
    settings.set_main_option("script_location", str(KERNEL_VERSIONS.parent))
    settings.set_main_option("path_separator", "os")
    own = Path(importlib.import_module(package_of(room)).__path__[0], "migrations", "versions")
    locations = [str(KERNEL_VERSIONS), *([str(own)] if own.is_dir() else [])]
    settings.set_main_option("version_locations", ":".join(locations))
    settings.attributes.update(room=room, url=url, algorithm=algorithm)
    return settings


def package_of(room: str) -> str:
    """Where a store's own migrations and tables are."""
    return PACKAGES.get(room, f"services.{room}")


def upgrade(room: str, url: str, *, algorithm: str = "sha256") -> None:
    """Runs its own event loop: call it from a thread when one is running already."""
    command.upgrade(config(room, url, algorithm=algorithm), "heads")
    asyncio.run(grant(room, url))


def revisions(room: str) -> list[str]:
    """What `upgrade` brings a room's database to."""
    return sorted(ScriptDirectory.from_config(config(room, "")).get_heads())


def metadata(room: str) -> list[MetaData]:
    """What the migrations must add up to: the kernel's tables and the room's read models."""
    try:
        tables = importlib.import_module(f"{package_of(room)}.tables")
    except ModuleNotFoundError:
        return [StoreBase.metadata]
    return [StoreBase.metadata, tables.Base.metadata]


def run(context: Any) -> None:  # noqa: ANN401  alembic.context is a module proxy
    """Called by Alembic's env.py, online only."""
    attributes = context.config.attributes
    asyncio.run(_migrate(context, attributes["room"], attributes["url"]))


async def _migrate(context: Any, room: str, url: str) -> None:  # noqa: ANN401
    engine = create_async_engine(
        url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=pool.NullPool
    )

    def work(connection: Any) -> None:  # noqa: ANN401
        connection.execute(text(f"select pg_advisory_lock({MIGRATION_LOCK})"))
        connection.execute(text("set lock_timeout = '10s'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=metadata(room),
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.execute(text(f"select pg_advisory_unlock({MIGRATION_LOCK})"))
        connection.commit()

    try:
        async with engine.connect() as connection:
            await connection.run_sync(work)
    finally:
        await engine.dispose()


async def grant(room: str, url: str) -> None:
    """The run-time role may read all, add events and commands, move the head, keep read models."""
    role = f"{room}_app"
    connection = await asyncpg.connect(url)
    try:
        # Two grants at once on one table: PostgreSQL lets one of them fail.
        await connection.execute(f"select pg_advisory_lock({MIGRATION_LOCK})")
        if not await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
            return
        names = await connection.fetch(
            "select tablename from pg_tables where schemaname = 'public'"
        )
        for (table,) in names:
            rights = {
                "head": "select, update",
                "events": "select, insert",
                "commands": "select, insert",
                "follow_repairs": "select, insert",
                "follow_stops": "select, insert",
                "follow_mendings": "select, insert",
                "destroyed_keys": "select, insert",
                "kek_generations": "select, insert, update",
                "alembic_version": "select",
            }.get(table, "select, insert, update, delete, truncate")
            await connection.execute(f'grant {rights} on "{table}" to "{role}"')
        await connection.execute(f'grant usage on all sequences in schema public to "{role}"')
    finally:
        await connection.close()
