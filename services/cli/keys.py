"""`keys rotate`: every person's keys wrapped under a new generation, the older ones destroyed."""

import asyncio
import getpass
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from services.cli.language import print_json, say, tell
from services.cli.options import HomeOption, JsonOption
from services.kernel.embedded.problem import FAILED, Problem
from services.kernel.settings import Settings, load

if TYPE_CHECKING:
    from services.kernel.protect.rotation import Rotated

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help=say("个人信息密钥。", "The keys of personal data."),
)


@app.callback()
def keys() -> None:
    """Leaves `rotate` a word of its own."""


@app.command("rotate", help=say("轮换主密钥", "Rotate the key of keys"))
def rotate_command(*, home_folder: HomeOption = None, as_json: JsonOption = False) -> None:
    """The room goes on meanwhile; cut off, run it again.

    A demonstration adds the generation itself. In production put a new line into the secret file
    first (deploy/runbook.md): it is rotated to, and the older lines are yours to destroy.
    """
    settings = load(JINGHENG_HOME=str(home_folder) if home_folder else None)
    done = asyncio.run(_rotate(settings))
    if as_json:
        print_json(asdict(done))
        return
    tell(
        f"主密钥现为第 {done.generation} 代，改封 {done.rewrapped} 把密钥。",
        f"Generation {done.generation} is in use; {done.rewrapped} keys were wrapped anew.",
    )
    tell(
        "此前的密钥库备份，须凭旧代主密钥方可使用：旧代一经销毁即作废。请立即另作备份。",
        "Backups of the keystore made before now open only with the older generations, and with "
        "none once those are destroyed: make a new backup now.",
    )
    if done.older:
        named = ", ".join(map(str, done.older))
        tell(
            f"第 {named} 代已不再使用：请从密钥文件及其备份中销毁。",
            f"Generation {named} is no longer needed: destroy it in the file and its backups.",
        )


async def _rotate(settings: Settings) -> "Rotated":
    from services.cli.summary import as_running  # noqa: PLC0415  quick --help
    from services.kernel.decider import StreamWrite  # noqa: PLC0415
    from services.kernel.event import Draft, Origin  # noqa: PLC0415
    from services.kernel.identity import new_uuid7  # noqa: PLC0415
    from services.kernel.protect.events import KekRotated  # noqa: PLC0415
    from services.kernel.protect.keks import KeksWrong  # noqa: PLC0415
    from services.kernel.protect.key_files import key_files  # noqa: PLC0415
    from services.kernel.protect.rotation import rotate  # noqa: PLC0415
    from services.kernel.protect.sealing import SealBroken  # noqa: PLC0415
    from services.kernel.store.log import Log  # noqa: PLC0415
    from services.kernel.store.postgres import PostgresStore, connect_pool  # noqa: PLC0415
    from services.kernel.web.clocks import day_of  # noqa: PLC0415

    settings = as_running(settings)
    pool = await connect_pool(settings.database_url("keys"), size_max=2)
    try:
        done = await rotate(pool, key_files(settings), own_file=settings.mode == "demo")
        store = PostgresStore(pool, algorithm=(await Log(pool).head()).algorithm)
        command_id = new_uuid7()
        said = KekRotated(generation=done.generation, rewrapped=done.rewrapped)
        draft = Draft(said, "keystore", day_of(datetime.now(UTC)))
        origin = Origin(command_id, f"operator:{getpass.getuser()}", str(command_id))
        await store.append(origin, [StreamWrite(f"rotation-{command_id}", 0, (draft,))])
    except (KeksWrong, SealBroken) as wrong:
        raise Problem(
            f"主密钥轮换未完成，未销毁任何密钥：{wrong}",
            f"The rotation did not end, and destroyed nothing: {wrong}",
            exit_code=FAILED,
        ) from None
    finally:
        await pool.close()
    return done
