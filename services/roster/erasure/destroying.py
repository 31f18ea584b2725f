"""What an approved erasure does beyond the log: it destroys keys, however often it is cut off.

The event comes first: from then on nothing is shown. Then the keys go; then the access log says so.
Whatever dies in between is taken up again by `resume`.
"""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

import structlog

from services.kernel.errors import Refused
from services.kernel.event import Origin, Recorded, decode_fast
from services.kernel.protect.classes import FieldClass
from services.kernel.protect.events import KeysDestroyed
from services.kernel.store.failpoint import failpoint
from services.kernel.store.rows import SELECT, from_rows
from services.roster.erasure.events import PersonDataErased
from services.roster.protection.shows import Protection

RESUME_SECONDS = 30.0
_COMMANDS = UUID(
    "c3a5f0a2-6f4d-5c53-8b0e-4d7a0a9f2b11"
)  # Fixed for ever: what was done rests on it.
_ERASURES = f"{SELECT} where type = $1 and pos > $2 order by pos"
_log = structlog.get_logger("jingheng.roster.erasure")


async def destroy_keys(protection: Protection, erasure: Recorded) -> None:
    """Again is the same. Raises Refused while the keystore is away."""
    store = await protection.log.store()
    origin = Origin(uuid5(_COMMANDS, str(erasure.event_id)), erasure.actor, erasure.correlation_id)
    if await store.receipt(origin) is not None:
        return
    classes = [one.value for one in decode_fast(erasure.type, erasure.data).classes]
    failpoint("after_erasure_before_keys")
    await protection.vault.destroy(erasure.subject, [FieldClass(one) for one in classes])
    failpoint("after_keys_before_note")
    note = KeysDestroyed(classes=classes, erasure=str(erasure.event_id))
    await protection.log.note(erasure.subject, note, origin, erasure.recorded_at)


async def resume(pool: Any, protection: Protection, after: int = 0) -> int:  # noqa: ANN401
    """Every erasure in the log above a position is carried out; the last one's position."""
    erasures: Sequence[Recorded] = from_rows(
        await pool.fetch(_ERASURES, PersonDataErased.TYPE, after)
    )
    for erasure in erasures:
        await destroy_keys(protection, erasure)
        after = erasure.pos
    return after


async def keep_destroying(pool: Any, protection: Protection) -> None:  # noqa: ANN401
    """While the room runs: what another process left half done is finished within a minute."""
    after = 0
    while True:
        try:
            after = await resume(pool, protection, after)
        except Refused as away:
            _log.warning("erasure_waits", code=away.code)
        except Exception as fault:  # noqa: BLE001  the next round tries again
            _log.warning("erasure_waits", fault=type(fault).__name__)
        await asyncio.sleep(RESUME_SECONDS)
