"""`what-if`: a draft policy or supposed facts on the real history; nothing is recorded."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.cli.language import language, print_json, say
from services.cli.options import JsonOption
from services.kernel.embedded.problem import USAGE, Problem

if TYPE_CHECKING:
    from services.gateway.whatif.api import WhatIfAnswer

app = typer.Typer(add_completion=False)
_YUAN = 100
_REASONS_SHOWN = 6


PolicyFiles = Annotated[
    list[Path] | None,
    typer.Option("--policy", help=say("政策草案文件，可多次", "Draft policy file; repeatable")),
]
FactsFile = Annotated[
    Path | None,
    typer.Option(
        "--facts",
        help=say(
            "假设的事实（YAML 列表：person_id、kind、effective_on、data）",
            "Supposed facts (YAML list of person_id, kind, effective_on, data)",
        ),
    ),
]
Months = Annotated[
    str | None,
    typer.Option("--months", help=say("工资：2026-01..2026-12", "Of pay: 2026-01..2026-12")),
]
Kind = Annotated[
    str,
    typer.Option("--kind", help=say("其他判定种类，须有 --as-of", "Another kind; with --as-of")),
]
AsOf = Annotated[str | None, typer.Option("--as-of", help=say("哪一天，YYYY-MM-DD", "YYYY-MM-DD"))]
Unit = Annotated[
    str | None, typer.Option("--unit", help=say("单位及下级", "A unit and all below it"))
]
BeforeKnownAt = Annotated[
    str | None,
    typer.Option(
        "--before-known-at",
        help=say("与当时所知相比（带时区偏移）", "Compare with what was known then"),
    ),
]
People = Annotated[
    int, typer.Option("--people", min=0, max=500, help=say("列出几人", "How many to list"))
]


@app.command()
def what_if(  # noqa: PLR0913  each is one option of the command
    *,
    policy: PolicyFiles = None,
    facts: FactsFile = None,
    months: Months = None,
    kind: Kind = "pay",
    as_of: AsOf = None,
    unit: Unit = None,
    before_known_at: BeforeKnownAt = None,
    people: People = 10,
    as_json: JsonOption = False,
) -> None:
    """Winners, losers, cost by unit and month, and the reasons, if a rule or fact were another."""
    body: dict[str, Any] = {
        "kind": kind,
        **_months(months),
        "policies": [{"name": str(path), "text": _text(path)} for path in policy or ()],
        "facts": _facts(facts) if facts is not None else [],
        "people_shown": people,
    }
    given = {"as_of": as_of, "unit_id": unit, "before_known_at": before_known_at}
    body |= {name: value for name, value in given.items() if value is not None}
    found = asyncio.run(_ask(body))
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        _show(found)


def _months(text: str | None) -> dict[str, str]:
    if text is None:
        return {}
    first, _, last = text.partition("..")
    return {"first_month": first, "last_month": last or first}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _wrong(f"{path}: 不是 UTF-8 文本", f"{path}: not UTF-8 text") from None


def _facts(path: Path) -> Any:  # noqa: ANN401  read strictly with the rest
    from services.kernel.yaml_tree import SourceWrong, read_one_yaml  # noqa: PLC0415

    try:
        return read_one_yaml(_text(path), str(path)).value
    except SourceWrong as error:
        told = [mistake.told(language()) for mistake in error.mistakes]
        raise _wrong("\n".join(told), "\n".join(told)) from None


def _wrong(zh: str, en: str) -> Problem:
    return Problem(zh, en, exit_code=USAGE)


async def _ask(body: dict[str, Any]) -> "WhatIfAnswer":
    from pydantic import ValidationError  # noqa: PLC0415  quick --help

    from services.cli.summary import as_running  # noqa: PLC0415
    from services.gateway.answer import shelf_of, shelves_of  # noqa: PLC0415
    from services.gateway.whatif.answering import answer  # noqa: PLC0415
    from services.gateway.whatif.api import view  # noqa: PLC0415
    from services.gateway.whatif.asked import Compared, WhatIf  # noqa: PLC0415
    from services.gateway.whatif.question import question_of  # noqa: PLC0415
    from services.kernel.errors import Refused  # noqa: PLC0415
    from services.kernel.settings import load  # noqa: PLC0415
    from services.kernel.store.postgres import PostgresStore, connect_pool  # noqa: PLC0415
    from services.kernel.web.validation_sentences import field_errors  # noqa: PLC0415

    settings = as_running(load())
    try:
        read = WhatIf.model_validate(body)
        if not read.drafts:  # Mistakes are told whether it is running or not.
            shipped = shelf_of(settings.bureau)
            Compared(read, (shipped, shipped), datetime.now(UTC))
    except Refused as refusal:
        raise (_each(refusal.errors) if refusal.errors else refusal) from None
    except ValidationError as wrong:
        errors = field_errors([{**e, "loc": ("body", *e["loc"])} for e in wrong.errors()], body)
        raise _each(errors) from None
    pool = await connect_pool(settings.database_url("gateway"), size_max=1)
    try:
        shelves, store = shelves_of(pool, settings.bureau), PostgresStore(pool)
        asked = await question_of(read, shelves, store, datetime.now(UTC))
        return view(asked, await answer(pool, asked, _stays))
    except Refused as refusal:
        raise (_each(refusal.errors) if refusal.errors else refusal) from None
    finally:
        await pool.close()


async def _stays() -> bool:
    return False


def _each(errors: Any) -> Problem:  # noqa: ANN401  FieldErrors in input order
    """A line of a draft says where it is itself; anything else by its field."""
    return _wrong(
        "\n".join(_at(error, error.text.zh) for error in errors),
        "\n".join(_at(error, error.text.en) for error in errors),
    )


def _at(error: Any, text: str) -> str:  # noqa: ANN401  a FieldError
    return text if error.code == "policy_draft_wrong" else f"{error.pointer}: {text}"


def _show(found: "WhatIfAnswer") -> None:
    from rich.console import Console  # noqa: PLC0415  quick --help

    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(
        say(
            f"{found.people} 人: 受益 {found.winners}, 受损 {found.losers}, "
            f"有变 {found.otherwise_changed}, 不变 {found.unchanged}, 未能推演 {found.unanswered}",
            f"{found.people} people: {found.winners} win, {found.losers} lose, "
            f"{found.otherwise_changed} change otherwise, {found.unchanged} do not, "
            f"{found.unanswered} without an answer",
        )
    )
    console.print(
        say("单位支出 (元): ", "Cost to the bureau (yuan): ")
        + f"{_yuan(found.before_cost_fen)} → {_yuan(found.after_cost_fen)}  "
        + f"({_yuan(found.difference_cost_fen, signed=True)})"
    )
    for rule in found.rules:
        console.print(f"  {rule.path}: {rule.before} → {rule.after}")
    _show_cost(console, found)
    for one in found.most_changed:
        console.print(f"{one.name}  {one.unit}  {_yuan(one.difference_fen, signed=True)}")
        if one.before_outcome != one.after_outcome:
            console.print(f"    {one.before_outcome} → {one.after_outcome}")
        for reason in one.reasons[:_REASONS_SHOWN]:
            console.print(f"    {say(reason.zh, reason.en)}")
        more = len(one.reasons) - _REASONS_SHOWN
        if more > 0:
            console.print(say(f"    另有 {more} 项 (--json)", f"    and {more} more (--json)"))
    for left in found.not_answered:
        console.print(f"{left.name} {left.person_id}: {left.why}")


def _show_cost(console: Any, found: "WhatIfAnswer") -> None:  # noqa: ANN401  rich's
    from rich.table import Table  # noqa: PLC0415  quick --help

    table = Table(box=None, header_style="bold")
    for heading in (say("月份", "month"), say("单位", "unit")):
        table.add_column(heading)
    for heading in (
        say("人数", "people"),
        say("现行", "as it is"),
        say("改后", "what if"),
        say("差额", "difference"),
    ):
        table.add_column(heading, justify="right")
    for cell in found.cost:
        if cell.people:
            amounts = (cell.before_fen, cell.after_fen)
            table.add_row(
                cell.month,
                cell.unit or "-",
                str(cell.people),
                *(_yuan(amount) for amount in amounts),
                _yuan(cell.difference_fen, signed=True),
            )
    if table.row_count:
        console.print(table)


def _yuan(fen: int, *, signed: bool = False) -> str:
    sign = "-" if fen < 0 else "+" if signed and fen else ""
    whole, rest = divmod(abs(fen), _YUAN)
    return f"{sign}{whole:,}.{rest:02}"
