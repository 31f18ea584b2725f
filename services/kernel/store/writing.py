"""Does writing work? Known from the last append; the database is asked when that is long ago.

A database that answers questions may still take nothing: its disk is full, it is a standby, it is
read-only, somebody holds the head row. Whoever sends requests here should then send them elsewhere.
"""

import asyncio
import os
from collections.abc import Callable, Mapping
from typing import Any, Final

import asyncpg

from services.kernel.errors import Text

FRESH_SECONDS = 30.0  # As long as this an append that worked is proof enough.
RETRY_SECONDS = 5.0  # A fault is looked at again this often, however often we are asked.
_BYTES = 32_768  # More than a page has free: the file has to grow.

# What somebody on call can do about it, by the word that is told.
REMEDIES: Final[Mapping[str, Text]] = {
    "disk_full": Text(
        zh="数据库磁盘已满：请腾出空间或扩容，无需重启",
        en="the database's disk is full: make room or enlarge it, nothing need be restarted",
    ),
    "standby": Text(
        zh="数据库是备库：请提升为主库，或更正 DATABASE_URL",
        en="the database is a standby: promote it, or correct the DATABASE_URL",
    ),
    "read_only": Text(
        zh="数据库为只读：请检查 default_transaction_read_only",
        en="the database is read-only: look at default_transaction_read_only",
    ),
    "head_held": Text(
        zh="有会话占住日志头：请在 pg_stat_activity 中查看等待与 idle in transaction 的会话",
        en="a session holds the log's head row: look for it in pg_stat_activity",
    ),
    "io_fault": Text(
        zh="数据库的存储读写出错：请查看其日志与磁盘",
        en="the database's storage fails: look at its log and its disk",
    ),
    "no_answer": Text(
        zh="写入无回应：请检查磁盘、同步备库 (synchronous_standby_names) 与网络",
        en="a write is not answered: look at the disk, the synchronous standbys and the network",
    ),
    "away": Text(zh="数据库不可达或正在启动", en="the database is away, or starting"),
}
_CODES: Final = {"53100": "disk_full", "25006": "read_only", "55P03": "head_held"}
_STATE = "select pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'"
_HOLD = "select pos from head where singleton for update"
_GROW = """
insert into commands (command_id, body_digest, receipt)
values (gen_random_uuid(), '', to_json($1::text))
"""
# In the log of changes only, and no more of it than a commit: read by nobody.
_COMMIT = "select pg_logical_emit_message(true, 'jingheng', '')"


def word_for(fault: BaseException | None) -> str | None:
    """One of REMEDIES; None for a fault that says nothing about writing."""
    state = fault.sqlstate if isinstance(fault, asyncpg.PostgresError) else None
    if state is None:
        return "no_answer" if isinstance(fault, TimeoutError | asyncio.CancelledError) else "away"
    if state.startswith("40"):  # Two transactions in each other's way.
        return None
    return _CODES.get(state) or ("io_fault" if state.startswith(("58", "XX")) else "away")


class Writing:
    """What one process knows of its database. `clock` is monotonic, in seconds."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", clock: Callable[[], float]) -> None:
        self._pool, self._clock = pool, clock
        self._fault: str | None = None
        self._proved_at: float | None = None
        self._tried_at: float | None = None

    def worked(self) -> None:
        self._fault, self._proved_at = None, self._clock()

    def failed(self, fault: BaseException | None) -> None:
        self._fault = word_for(fault) or self._fault

    async def fault(self) -> str | None:
        """The word for what is wrong; None while writing works, as far as anybody has seen."""
        if self._fault is None and self._is_within(self._proved_at, FRESH_SECONDS):
            return None
        if not self._is_within(self._tried_at, RETRY_SECONDS):
            await self._try()
        return self._fault

    def _is_within(self, at: float | None, seconds: float) -> bool:
        return at is not None and self._clock() - at < seconds

    async def _try(self) -> None:
        self._tried_at = self._clock()
        try:
            async with self._pool.acquire() as connection:
                found = await _state(connection)
                if found is None:
                    if self._fault is not None:
                        await _as_an_append(connection)
                    await connection.execute(_COMMIT)
        except asyncio.CancelledError as fault:
            self.failed(fault)  # Whoever asked could wait no longer.
            raise
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as fault:
            self.failed(fault)
        else:
            self._fault = found
            if found is None:
                self.worked()


async def _state(connection: Any) -> str | None:  # noqa: ANN401  asyncpg's, or the pool's proxy
    is_standby, is_read_only = await connection.fetchrow(_STATE)
    return "standby" if is_standby else "read_only" if is_read_only else None


async def _as_an_append(connection: Any) -> None:  # noqa: ANN401
    """Takes the head row, makes a file grow, and takes it all back."""
    tried = connection.transaction()
    await tried.start()
    try:
        await connection.execute("set local lock_timeout = '1s'")
        await connection.fetchval(_HOLD)
        await connection.execute(_GROW, os.urandom(_BYTES).hex())
    finally:
        await tried.rollback()
