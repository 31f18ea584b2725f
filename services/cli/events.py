"""`events`: follow a room's log, export it, list the kinds of event, and keep what is published."""

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from services.cli.language import print_json, say, tell
from services.cli.options import JsonOption
from services.kernel.embedded.problem import FAILED
from services.kernel.settings import ROOMS, Room, load

if TYPE_CHECKING:
    from services.kernel.event import Recorded

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

RoomName = Annotated[str, typer.Argument(help=", ".join(ROOMS))]
WriteOption = Annotated[
    bool,
    typer.Option("--write", help=say("只增补新的，不改旧的", "Add what is new; change nothing")),
]
# Attributes in which somebody may have written about a person.
_WRITTEN = ("data", "basis", "reason")


@app.command(help=say("显示某服务的日志", "A room's log as it stands, and as it grows."))
def tail(
    room: RoomName,
    *,
    after: Annotated[
        int,
        typer.Option(min=0, help=say("只要此位置之后的事件", "Only events after this position")),
    ] = 0,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help=say("持续等待新事件", "Wait for what comes"))
    ] = False,
    data: Annotated[
        bool,
        typer.Option("--data", help=say("连同内容、依据与理由", "Payload, basis and reason, too")),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Events of a room in order, one a line; what was written about a person only with --data."""
    asyncio.run(_tail(_room(room), after, follow=follow, data=data, as_json=as_json))


@app.command(
    help=say(
        "把某服务的完整日志写入文件，供 verifier/verify_log.py 校验",
        "Write a room's whole log to a file, as verifier/verify_log.py reads it.",
    )
)
def export(
    room: RoomName,
    file: Annotated[
        Path,
        typer.Argument(
            help=say(
                "CloudEvents 的 JSON Lines；须尚不存在",
                "JSON Lines of CloudEvents; must not exist yet",
            )
        ),
    ],
) -> None:
    """Write a room's whole log to a file, as verifier/verify_log.py reads it."""
    count = asyncio.run(_export(_room(room), file))
    tell(f"{room}：已导出 {count} 条到 {file}", f"{room}: {count} events written to {file}")


@app.command(
    help=say("所有已发布的事件类型及字段", "Every published type with its Chinese term and fields.")
)
def kinds(*, as_json: JsonOption = False) -> None:
    """Every published type with its Chinese term and fields."""
    from services.cli.published import published  # noqa: PLC0415  quick --help

    types = published()
    if as_json:
        print_json(
            [
                {"type": n, "zh": e.ZH, "about": e.ABOUT, "fields": list(e.model_fields)}
                for n, e in types.items()
            ]
        )
        return
    width = max(map(len, types), default=0)
    for name, event in types.items():
        typer.echo(f"{name:<{width}}  {event.ZH}  ({', '.join(event.model_fields)})")


@app.command(
    help=say(
        "代码与已发布类型是否一致；已发布类型只可增加可选字段",
        "Does the code say what was published? A published type may only gain optional fields.",
    )
)
def lock(*, write: WriteOption = False) -> None:
    """Does the code say what was published? A published type may only gain optional fields."""
    from services.cli import published  # noqa: PLC0415  quick --help
    from services.kernel.language import lock as locking  # noqa: PLC0415

    file, types = published.LOCK_FILE, published.published()
    known = locking.read(file.read_text(encoding="utf-8")) if file.exists() else {}
    found = locking.compare(known, types)
    if write and all(finding.addition for finding in found):
        file.parent.mkdir(exist_ok=True)
        file.write_text(locking.write(locking.extend(known, types)), encoding="utf-8")
        tell(f"新增 {len(found)} 项", f"{len(found)} additions")
        return
    for finding in found:
        typer.echo(str(finding))
    if found:
        _not_as_published(only_additions=all(finding.addition for finding in found))
        raise typer.Exit(FAILED)
    tell(f"{len(types)} 种事件与发布一致", f"{len(types)} types are as published")


@app.command(
    help=say(
        "tests/wire 中的样例，覆盖每个字段；从不修改",
        "Payloads in tests/wire that between them show every field; none is ever edited.",
    )
)
def samples(*, write: WriteOption = False) -> None:
    """Payloads in tests/wire that between them show every field; none is ever edited."""
    from services.cli import published  # noqa: PLC0415  quick --help
    from services.kernel.language.samples import samples as made_of  # noqa: PLC0415

    folder, missing = published.SAMPLES_FOLDER, []
    for name, event in published.published().items():
        file = folder / f"{name}.jsonl"
        there = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        shown = {field for line in there for field in json.loads(line)}
        if there and shown >= set(event.model_fields):
            continue
        missing.append(name)
        if write:
            with file.open("a", encoding="utf-8") as out:
                out.writelines(f"{line}\n" for line in made_of(event)[-1 if there else 0 :])
    for name in missing:
        typer.echo(name)
    if missing and not write:
        tell("缺少样例；以 --write 补上。", "Samples are missing; --write adds them.")
        raise typer.Exit(FAILED)


def _not_as_published(*, only_additions: bool) -> None:
    if only_additions:
        tell("以 --write 记入。", "--write adds these.")
    else:
        tell(
            "已发布的类型只可增加可选字段；其他改动须另立 version=2 的类并写 upcast。"
            "尚未提交的类型：先 git checkout schemas/events.lock.json，再 --write。",
            "A published type may only gain optional fields; for anything else write a class "
            "with version=2 and an upcast. If the type was never committed: "
            "git checkout schemas/events.lock.json, then --write.",
        )


def _room(name: str) -> Room:
    for room in ROOMS:
        if room == name:
            return room
    raise typer.BadParameter(f"{name!r}: {say('可选', 'allowed are')} {', '.join(ROOMS)}")


async def _tail(room: Room, after: int, *, follow: bool, data: bool, as_json: bool) -> None:
    import httpx  # noqa: PLC0415  quick --help

    from services.cli.feed_reader import pages, source  # noqa: PLC0415
    from services.cli.summary import as_running  # noqa: PLC0415

    async with httpx.AsyncClient() as http:
        log = source(as_running(load()), room, http)
        async for page in pages(log, after, follow=follow):
            for event in page:
                print(line(event, data=data, as_json=as_json), flush=follow)


def line(event: "Recorded", *, data: bool, as_json: bool) -> str:
    """One event for people, or as CloudEvents; with `data`, byte for byte what is attested."""
    from services.kernel.cloudevent import attributes, to_json  # noqa: PLC0415  quick --help

    if as_json and data:
        return to_json(event).decode()
    if as_json:
        shown = {k: v for k, v in attributes(event).items() if k not in _WRITTEN}
        return json.dumps(shown, ensure_ascii=False)
    text = (
        f"{event.pos:>7} {event.recorded_at:%Y-%m-%dT%H:%M:%SZ} {event.effective_on} "
        f"{event.type} {event.subject}"
    )
    if event.corrects or event.revokes:
        verb = say("更正", "corrects") if event.corrects else say("撤销", "revokes")
        text += f" {verb} {event.corrects or event.revokes}"
    return f"{text} {event.data}" if data else text


async def _export(room: Room, file: Path) -> int:
    import httpx  # noqa: PLC0415  quick --help

    from services.cli.feed_reader import pages, source  # noqa: PLC0415
    from services.cli.summary import as_running  # noqa: PLC0415

    async with httpx.AsyncClient() as http:
        log = [page async for page in pages(source(as_running(load()), room, http))]
    return write_log(file, [event for page in log for event in page])


def write_log(file: Path, events: "Sequence[Recorded]") -> int:
    """One CloudEvent a line, readable by its owner only: it is personal data."""
    from services.kernel.cloudevent import to_json  # noqa: PLC0415  quick --help

    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.writelines(to_json(event) + b"\n" for event in events)
    return len(events)
