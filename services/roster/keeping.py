"""What every append of the roster runs under the head row: read models, then who says no."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from services.kernel.event import Recorded
from services.kernel.protect.key_files import key_files
from services.kernel.protect.vault import Vault
from services.kernel.settings import Settings
from services.kernel.store.postgres import connect_pool
from services.roster import views
from services.roster.identity import guard as identity
from services.roster.identity import index
from services.roster.organisation import guard as organisation
from services.roster.recruitment import guard as recruitment

KEYSTORE_CONNECTIONS_MAX = 4


def vault_of(settings: Settings) -> Vault:
    """Raises SettingsWrong when a file of keys is not named."""

    async def connect() -> Any:  # noqa: ANN401  asyncpg's pool
        return await connect_pool(settings.database_url("keys"), size_max=KEYSTORE_CONNECTIONS_MAX)

    return Vault(key_files(settings), connect, settings.seal_algorithm)


class Keeping:
    """The projection of a room whose ID numbers are found by what only the vault can open."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def project(self, connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401
        """A rebuild runs this alone, for what is in is in."""
        await views.project(connection, events)
        await index.project(connection, events, self._vault)

    async def project_and_guard(self, connection: Any, events: Sequence[Recorded]) -> None:  # noqa: ANN401
        await self.project(connection, events)
        await organisation.guard(connection, events)
        await identity.guard(connection, events)
        await recruitment.guard(connection, events)


@asynccontextmanager
async def projecting(settings: Settings) -> AsyncIterator[Any]:
    """For a rebuild: the projection, with a vault of its own."""
    vault = vault_of(settings)
    try:
        yield Keeping(vault).project
    finally:
        await vault.close()
