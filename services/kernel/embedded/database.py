"""The five databases on the embedded server, and for each an owner and a runtime role."""

import secrets
from urllib.parse import quote

import asyncpg

from services.kernel.embedded.postgres import Server, write_secret
from services.kernel.settings import STORES, Store

_PASSWORD_BYTES = 24


async def create_all(server: Server) -> None:
    """Idempotent; ends with each role able to log in to its own database and to no other."""
    connection = await asyncpg.connect(server.url())
    try:
        for room in STORES:
            for role in (f"{room}_owner", f"{room}_app"):
                await _ensure_role(connection, server, room=room, role=role)
            await _ensure_database(connection, room)
        for system in ("postgres", "template1"):
            await connection.execute(f"REVOKE ALL ON DATABASE {system} FROM PUBLIC")
    finally:
        await connection.close()


async def _ensure_role(
    connection: "asyncpg.Connection[asyncpg.Record]", server: Server, *, room: Store, role: str
) -> None:
    # Names come from STORES, the password from our own generator: nothing here is input.
    password = _password(server, role)
    known = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
    verb = "ALTER" if known else "CREATE"
    await connection.execute(
        f"{verb} ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{password}'"
    )
    url = f"postgresql://{role}:{quote(password)}@127.0.0.1:{server.port}/{room}"
    write_secret(server.password_file.with_name(f"{role}.url"), url)


async def _ensure_database(connection: "asyncpg.Connection[asyncpg.Record]", room: Store) -> None:
    known = await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", room)
    if not known:
        await connection.execute(f"CREATE DATABASE {room} OWNER {room}_owner")
    await connection.execute(f"REVOKE ALL ON DATABASE {room} FROM PUBLIC")
    await connection.execute(f"GRANT CONNECT ON DATABASE {room} TO {room}_app")


def _password(server: Server, role: str) -> str:
    file = server.password_file.with_name(f"{role}.password")
    if not file.exists():
        write_secret(file, secrets.token_urlsafe(_PASSWORD_BYTES))
    return file.read_text(encoding="ascii").strip()
