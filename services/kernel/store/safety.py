"""Does this PostgreSQL keep what it acknowledges? Asked at every start."""

from dataclasses import dataclass

import asyncpg

# Setting -> the value under which an acknowledged commit survives a power cut, and why.
SAFE = {
    "fsync": ("on", "a power cut can make the whole database unusable"),
    "synchronous_commit": ("on", "acknowledged commands are lost in a power cut"),
    "full_page_writes": ("on", "a torn page after a power cut corrupts data"),
    "data_checksums": ("on", "silent corruption of a page is not noticed"),
}


class Unsafe(Exception):
    """The database may lose what it acknowledged; production refuses to start on it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One setting that is not what durability needs."""

    setting: str
    found: str
    required: str
    danger: str

    def __str__(self) -> str:
        return f"{self.setting}={self.found} (required {self.required}): {self.danger}"


async def findings(pool: "asyncpg.Pool[asyncpg.Record]") -> list[Finding]:
    """Every unsafe setting; empty when acknowledged means kept.

    `synchronous_commit` may be stricter than `on` (remote_apply), never weaker: `remote_write`
    counts a standby's memory as kept.
    """
    found = []
    for setting, (required, danger) in SAFE.items():
        value = str(await pool.fetchval("select current_setting($1)", setting))
        stricter = setting == "synchronous_commit" and value == "remote_apply"
        if value != required and not stricter:
            found.append(Finding(setting, value, required, danger))
    return found


def refuse_or_report(found: list[Finding], *, mode: str) -> list[str]:
    """In production any finding raises Unsafe; elsewhere the warnings to log loudly."""
    if found and mode == "production":
        raise Unsafe("; ".join(map(str, found)))
    return [str(one) for one in found]
