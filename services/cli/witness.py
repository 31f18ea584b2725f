"""`witness`: what a room's witness has seen, and the end of a history that a restore cut off."""

import asyncio
import getpass
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.language import print_json, say, tell
from services.cli.options import HomeOption, JsonOption
from services.cli.verify import Report, of_room, told_of, verify_room
from services.kernel.embedded.problem import FAILED, Problem
from services.kernel.settings import Settings, Store, load
from services.kernel.witness import Closing, append, public_key, sign, sign_closing, signing_key

app = typer.Typer(add_completion=False, no_args_is_help=True)
RoomArgument = Annotated[str, typer.Argument(help=say("自备份恢复的服务", "The room restored"))]
_TEXT_MAX = 400


@app.callback(
    help=say(
        "日志的签名检查点，保存于 HOME/witness", "Signed checkpoints of a log, in HOME/witness."
    )
)
def witness() -> None:
    """A group, although it has one command."""


@app.command(
    help=say(
        "合法恢复之后，封存旧检查点所见的历史；不删除任何内容。"
        "何人、何故、自何位置签入见证，此后每次 verify 均予说明。"
        "退出码 1：无须封存，或日志本身不一致。",
        "After a lawful restore: end the history that older checkpoints saw. Nothing is deleted. "
        "Who, why and from which position is signed into the witness and told by every later "
        "verify. Exit code 1: nothing to close, or a log that does not hold together.",
    )
)
def close(
    room: RoomArgument,
    *,
    reason: Annotated[
        str, typer.Option(help=say("理由，留档", "Why, for the record"), show_default=False)
    ],
    by: Annotated[
        str,
        typer.Option(
            help=say("决定人；省略为登录名", "Who decided it; the login name when left out")
        ),
    ] = "",
    restored_on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help=say("恢复之日；省略为今日", "The day of the restore; today when left out"),
        ),
    ] = None,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    now = datetime.now(UTC)
    told = {
        "reason": _line("--reason", reason),
        "by": _line("--by", by or getpass.getuser()),
        "restored_on": (restored_on or now).date().isoformat(),
    }
    settings = load(JINGHENG_HOME=str(home_folder) if home_folder else None)
    closing = asyncio.run(_close(settings, of_room(room), now, told))
    if as_json:
        print_json(asdict(closing))
    else:
        tell(f"{room}：{told_of(closing)}", f"{room}: {told_of(closing)}")


async def _close(settings: Settings, room: Store, now: datetime, told: dict[str, str]) -> Closing:
    from services.cli.summary import as_running  # noqa: PLC0415  quick --help
    from services.kernel.store.log import Log  # noqa: PLC0415
    from services.kernel.store.postgres import connect_pool  # noqa: PLC0415

    settings = as_running(settings)
    file, key_file = place(settings, room)
    if not key_file.exists():
        raise Problem(
            f"没有见证密钥 {key_file}；请在 {room} 的主机上运行。",
            f"There is no witness key {key_file}: run this where {room} runs.",
            exit_code=FAILED,
        )
    pool = await connect_pool(settings.database_url(room), size_max=2)
    try:
        report = await verify_room(pool, room, file, public_key(key_file))
        after = _parted_after(report)
        head = await Log(pool).head()
    finally:
        await pool.close()
    key = signing_key(key_file)
    seen: dict[str, Any] = {"closes_after": after, "saw": report.saw, **told}
    closing = sign_closing(key, sign(key, room, head, now), **seen)
    append(file, closing)
    return closing


def place(settings: Settings, room: str) -> tuple[Path, Path]:
    """A room's checkpoints, and the key they are signed with."""
    return settings.home / "witness" / f"{room}.jsonl", settings.secret_file(f"witness_{room}.key")


def _parted_after(report: Report) -> int:
    """Raises Problem unless another history was seen, and that is all that is wrong."""
    broken = next((wrong for wrong in report.wrong if not wrong.only_witnessed), None)
    if broken is not None:
        raise Problem(
            f"{report.log} 的日志本身不一致，不得封存：{broken}",
            f"The log of {report.log} does not hold together, it cannot be closed: {broken}",
            exit_code=FAILED,
        )
    if report.parted_after is None:
        raise Problem(
            f"{report.log} 的检查点与日志一致，无须封存；未作任何改动。",
            f"The checkpoints of {report.log} agree with its log, there is nothing to close; "
            "nothing was touched.",
            exit_code=FAILED,
        )
    return report.parted_after


def _line(option: str, text: str) -> str:
    """One line, so that what is signed can be read in one way only."""
    text = text.strip()
    if not text or len(text) > _TEXT_MAX or not text.isprintable():
        wanted = f"1..{_TEXT_MAX}"
        raise typer.BadParameter(
            say(
                f"{option}：须为一行可见文字（{wanted} 字）",
                f"{option}: one line of {wanted} characters",
            )
        )
    return text
