"""`decide` and `explain`: one question about one person, straight from the gateway's facts."""

import asyncio
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.cli.language import language as current
from services.cli.language import say

if TYPE_CHECKING:
    from services.gateway.answer import Answered

app = typer.Typer(add_completion=False)
explain_app = typer.Typer(add_completion=False)

Person = Annotated[str, typer.Argument(help=say("人员编号（UUID）", "Person id (UUID)"))]
KindOption = Annotated[
    str,
    typer.Option(
        "--kind", help=say("判定种类，如 police_rank", "Kind of decision, as police_rank")
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", help=say("YYYY-MM-DD；省略为今天", "YYYY-MM-DD; today when left out")),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        help=say("带时区偏移的时刻；省略为现在", "Instant with offset; now when left out"),
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=say("供程序读取", "For programs"))]


@app.command()
def decide(
    person: Person,
    kind: KindOption = "police_rank",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Take one decision; nothing is recorded."""
    found = asyncio.run(_ask(person, kind, _day(as_of), _instant(known_at)))
    if as_json:
        typer.echo(json.dumps(_tree(found), ensure_ascii=False, indent=1))
        return
    for line in found.lines(current())[: 1 + len(found.skipped)]:
        typer.echo(line)


@explain_app.command()
def explain(
    person: Person,
    kind: KindOption = "police_rank",
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: AsJson = False,
) -> None:
    """Say why, or why not and when, naming clauses and events."""
    found = asyncio.run(_ask(person, kind, _day(as_of), _instant(known_at)))
    if as_json:
        tree = _tree(found)
        tree |= {language: found.lines(language) for language in ("zh", "en")}
        typer.echo(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    for line in found.lines(current()):
        typer.echo(line)


def _tree(found: "Answered") -> dict[str, Any]:
    from services.gateway.decision.decision import canonical_bytes, sha256  # noqa: PLC0415

    tree: dict[str, Any] = json.loads(canonical_bytes(found.decision))
    return {"decision": tree, "sha256": sha256(found.decision)}


async def _ask(person: str, kind: str, as_of: date, known_at: datetime | None) -> "Answered":
    from services.cli.summary import as_running  # noqa: PLC0415  quick --help
    from services.gateway.answer import answer, shelves_of  # noqa: PLC0415
    from services.gateway.decision.question import Question  # noqa: PLC0415
    from services.kernel.settings import load  # noqa: PLC0415
    from services.kernel.store.postgres import connect_pool  # noqa: PLC0415

    settings = as_running(load())
    pool = await connect_pool(settings.database_url("gateway"), size_max=1)
    try:
        question = Question(kind=kind, person=person.lower(), as_of=as_of, known_at=known_at)
        return await answer(pool, shelves_of(pool, settings.bureau), question)
    finally:
        await pool.close()


def _day(text: str | None) -> date:
    from services.kernel.web.clocks import day_of  # noqa: PLC0415  quick --help

    if text is None:
        return day_of(datetime.now(UTC))
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"--as-of {text!r}: a day is written YYYY-MM-DD") from None


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise typer.BadParameter(
            f"--known-at {text!r}: an instant is written 2026-01-01T08:00:00+08:00"
        )
    return instant.astimezone(UTC)
