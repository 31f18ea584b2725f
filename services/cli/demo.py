"""`demo load` and `demo show`: a generated bureau through the public API, and its tables back."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any

import httpx
import typer

from services.cli.demo_bureau.people import SERVING
from services.cli.demo_decisions import record_decisions
from services.cli.demo_load import SEED, Plan, has_own_people, load_bureau
from services.cli.demo_rooms import Loading, Report, told
from services.cli.demo_tables import Table, Tables, tables
from services.cli.issuer import dev_issuer
from services.cli.language import print_json, say, tell
from services.cli.options import HomeOption, JsonOption
from services.cli.summary import as_running
from services.kernel.cloudevent import page_from_json
from services.kernel.embedded.problem import FAILED, Problem
from services.kernel.fact import Fact, read_fact
from services.kernel.settings import Settings
from services.kernel.settings import load as load_settings
from services.kernel.web.clocks import day_of

app = typer.Typer(add_completion=False)

TOKEN_SECONDS = 12 * 3600
PAGE_EVENTS = 5_000
REQUEST_SECONDS = 60.0
NO_NUMBER = 1_000
TITLES = {
    "category": ("类别", "category"),
    "age": ("辅警年龄", "auxiliaries by age"),
    "education": ("辅警学历", "auxiliaries by education"),
    "service": ("辅警工作年限", "auxiliaries by years of service"),
    "post": ("辅警岗位", "auxiliaries by post"),
    "level": ("辅警层级", "auxiliaries by level"),
    "rank": ("民警警衔", "officers by rank"),
    "left": ("三年内离职", "left within three years"),
}


def load(
    settings: Settings,
    *,
    scale: int = 1,
    seed: int = SEED,
    progress: Report = lambda _done, _total, _detail: None,
) -> dict[str, Any]:
    """`scale` people in brigades of 156, never less than one brigade; again it changes nothing.

    Raises Problem when a room refuses or does not answer.
    """
    plan = Plan(seed, max(scale, SERVING), _today())
    began = time.monotonic()

    async def run() -> tuple[Loading, Plan]:
        async with httpx.AsyncClient(timeout=REQUEST_SECONDS) as http:
            loading = Loading(settings, http, tokens(settings), progress)
            loaded = await load_bureau(loading, plan)
            await record_decisions(loading, loaded.as_of)
            return loading, loaded

    loading, found = asyncio.run(run())
    seconds = time.monotonic() - began
    return {
        "seed": found.seed,
        "scale": found.people,
        "as_of": found.as_of.isoformat(),
        "facts": loading.done,
        "seconds": round(seconds, 2),
        "facts_per_second": round(loading.done / seconds) if loading.done else 0,
    }


def holds_own_people(settings: Settings) -> bool:
    async def run() -> bool:
        async with httpx.AsyncClient(timeout=REQUEST_SECONDS) as http:
            return await has_own_people(
                Loading(settings, http, tokens(settings), lambda _done, _total, _detail: None)
            )

    return asyncio.run(run())


def tokens(settings: Settings) -> dict[str, str]:
    """Of those who load; only the development issuer has them to give."""
    if settings.mode == "production":
        raise Problem(
            "演示数据不能载入生产环境。", "A demonstration is not loaded into production."
        )
    issuer = dev_issuer(settings)
    return {
        role: issuer.mint(f"demo:{role}", (role,), seconds=TOKEN_SECONDS)
        for role in ("hr", "system")
    }


@app.command(
    "load",
    help=say(
        "把演示单位载入正在运行的服务", "Load the demonstration bureau into the running rooms."
    ),
)
def load_command(
    *,
    scale: Annotated[int, typer.Option(min=1, help=say("人数", "How many people"))] = 1,
    seed: Annotated[int, typer.Option(min=0, help=say("随机种子", "Seed"))] = SEED,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load the demonstration bureau into the running rooms."""
    from services.cli.progress import Progress  # noqa: PLC0415  quick --help

    settings = _settings(home_folder)
    with Progress() as progress:
        progress.step("载入演示数据", "Loading the demonstration bureau")
        answer = load(settings, scale=scale, seed=seed, progress=progress.count)
    if as_json:
        print_json(answer)
    elif answer["facts"]:
        tell(
            f"已载入 {answer['facts']} 条事实，用时 {answer['seconds']} 秒"
            f"（每秒 {answer['facts_per_second']} 条），截至 {answer['as_of']}。",
            f"{answer['facts']} facts in {answer['seconds']} s "
            f"({answer['facts_per_second']} a second), as of {answer['as_of']}.",
        )
    else:
        tell(
            f"此前已全部载入（截至 {answer['as_of']}）。",
            f"All of it was loaded before (as of {answer['as_of']}).",
        )


@app.command(
    "show", help=say("由 roster 日志统计结构表", "Count the tables from the roster's own log.")
)
def show_command(
    *,
    as_of: Annotated[str | None, typer.Option(help=say("截至日期", "As of this day"))] = None,
    brigade: Annotated[int | None, typer.Option(min=1, help=say("第几大队", "One brigade"))] = None,
    home_folder: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Count the tables from the roster's own log."""
    settings = _settings(home_folder)
    day = _day(as_of) if as_of else _today()

    async def run() -> Tables:
        async with httpx.AsyncClient(timeout=REQUEST_SECONDS) as http:
            files = await files_of(settings, http)
        return tables(files, day, f"brigade-{brigade}" if brigade else None)

    found = asyncio.run(run()).as_dict()
    if as_json:
        print_json(found)
    else:
        _print(found)


async def files_of(settings: Settings, http: httpx.AsyncClient) -> Sequence[Sequence[Fact]]:
    """Every person's facts in the roster, read from its feed."""
    files: dict[str, list[Fact]] = defaultdict(list)
    headers = {"Authorization": f"Bearer {tokens(settings)['system']}"}
    after, url = 0, f"{settings.upstream_url('roster')}/v1/feed"
    while True:
        try:
            answer = await http.get(
                url, params={"after": after, "limit": PAGE_EVENTS}, headers=headers
            )
        except httpx.TransportError as fault:
            raise Problem(
                f"roster 未应答（{url}）；请先 ./jingheng up。",
                f"roster does not answer ({url}); run ./jingheng up first.",
            ) from fault
        if answer.status_code != httpx.codes.OK:
            raise Problem(
                f"读取 roster 失败：{told(answer)}",
                f"roster cannot be read: {told(answer)}",
                exit_code=FAILED,
            )
        page = page_from_json(answer.content)
        if not page:
            return list(files.values())
        for event in page:
            if event.stream_id.startswith("person-"):
                files[event.subject].append(read_fact(event))
        after = page[-1].pos


def _print(found: dict[str, Any]) -> None:
    from rich.console import Console  # noqa: PLC0415  not for --json
    from rich.table import Table as Grid  # noqa: PLC0415

    console = Console()
    grid = Grid(box=None, header_style="bold", show_header=False)
    for name, title in TITLES.items():
        counts: Table = found[name]
        line = "  ".join(f"{key} {counts[key]}" for key in sorted(counts, key=_place))
        grid.add_row(say(*title), line)
    console.print(f"{say('截至', 'as of')} {found['as_of']}", highlight=False)
    console.print(grid)
    console.print(
        f"{say('合计', 'total')} {found['total']}, "
        f"{say('辅警占', 'auxiliaries')} {found['auxiliary_percent']}%",
        highlight=False,
    )


def _place(key: str) -> tuple[int, str]:
    """Ranges by their number, lowest first; words after them."""
    digits = "".join(letter if letter.isdigit() else " " for letter in key).split()
    first = int(digits[0]) if digits and key[0] in "<0123456789" else NO_NUMBER
    return (first - key.startswith("<"), key)


def _settings(home_folder: Any) -> Settings:  # noqa: ANN401  a path or nothing
    given = str(home_folder) if home_folder else None
    return as_running(load_settings(JINGHENG_HOME=given))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r}: YYYY-MM-DD") from None


def _today() -> date:
    return day_of(datetime.now(UTC))
