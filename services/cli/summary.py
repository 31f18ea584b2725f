"""What is running and what to try: the answer of `up` and `status`."""

import importlib
import json
import time
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from services.cli.app import is_present
from services.cli.command import COMMANDS
from services.cli.demo_people import cast
from services.cli.language import in_language, say
from services.kernel.embedded import stack, supervisor
from services.kernel.embedded.problem import PARTLY
from services.kernel.errors import Text
from services.kernel.settings import ROOMS, Settings, default_home, version
from services.kernel.web.clocks import BUREAU_TIME

_ASKED_TIMES, _ASK_AGAIN_SECONDS = 5, 0.5
DUE_IN_DAYS = 12  # The demonstration's officer is due by then (services/cli/demo_bureau).


def as_running(settings: Settings) -> Settings:
    """With the ports of what runs, which may have been started with another `--port-base`."""
    try:
        told = json.loads(supervisor.plan_path(settings.home).read_text(encoding="utf-8"))
        base = int(told["postgres_port"]) - (settings.port("postgres") - settings.port_base)
    except (OSError, ValueError, TypeError, KeyError):
        return settings
    return settings.model_copy(update={"port_base": base})


def describe(
    settings: Settings, *, already: bool, tokens: bool, demo: bool = True
) -> dict[str, Any]:
    seen, code = stack.look(settings)
    unmet = {item.name: _unmet(item) for item in seen}
    seen = [replace(item, state="unready") if unmet[item.name] else item for item in seen]
    if any(item.state == "unready" for item in seen):
        code = PARTLY
    gateway = settings.upstream_url("gateway")
    return {
        "already_up": already,
        "exit_code": code,
        "version": version(),
        "mode": settings.mode,
        "home": str(settings.home),
        "port_base": settings.port_base,
        "processes": [
            {
                "name": item.name,
                "state": item.state,
                "ready": item.state == "ready",
                "pid": item.pid,
                "port": item.port,
                "restarts": item.restarts,
                "unmet": unmet[item.name],
            }
            for item in seen
        ],
        "addresses": {
            item.name: f"http://127.0.0.1:{item.port}/docs"
            for item in seen
            if item.port is not None and item.name in ROOMS
        },
        # Minting writes the issuer's key: only for a stack that is there.
        "tokens": _tokens(settings) if tokens else {},
        "try": _try(gateway, _home_prefix(settings)) if demo else _empty(_home_prefix(settings)),
    }


def _unmet(item: stack.Seen) -> list[str]:
    """A room that runs says itself whether it can work, and if not, why not; none when it can."""
    unmet: list[str] = []
    if item.state != "ready" or item.name not in ROOMS:
        return unmet
    for _ in range(_ASKED_TIMES):  # Just started, it may be about to.
        with suppress(httpx.HTTPError, ValueError):
            answer = httpx.get(f"http://127.0.0.1:{item.port}/health/ready", timeout=3)
            if answer.is_success:
                return []
            unmet = list(answer.json().get("unmet", ()))
        time.sleep(_ASK_AGAIN_SECONDS)
    return unmet or ["no_answer"]


_RESTORED = Text(
    "所跟随的日志已是另一份历史 (自备份恢复或被篡改)：见 ./jingheng follow-repair ROOM",
    "a log that is followed has another history, restored or tampered with: "
    "./jingheng follow-repair ROOM",
)
# Of a follower that stands (`followers.fork`), and of checks that say no more than their name.
_STOPPED = {
    "fork": _RESTORED,
    "other_log": _RESTORED,
    "loss": Text(
        "某室日志缺一位置：见 GET /v1/facts/places 与 /v1/facts/stops",
        "a position is missing from a room's log: GET /v1/facts/places and /v1/facts/stops",
    ),
    "malformed": Text(
        "某室的答复不可读：见 GET /v1/facts/places",
        "a room's answer cannot be read: GET /v1/facts/places",
    ),
}
_WITHOUT_A_WORD = {
    "store": Text("数据库不可达或正在启动", "the database is away, or starting"),
    "no_answer": Text("进程无应答", "the process does not answer"),
}


def _why(unmet: str) -> str:
    """In a sentence where there is one: what whoever is on call can do."""
    from services.kernel.store.writing import REMEDIES  # noqa: PLC0415  quick --help

    remedy = {**REMEDIES, **_STOPPED, **_WITHOUT_A_WORD}.get(unmet.rpartition(".")[2])
    return in_language(remedy) if remedy is not None else unmet


def _home_prefix(settings: Settings) -> str:
    """So that the lines work as they stand, whichever folder the data is in."""
    return "" if settings.home == default_home() else f"JINGHENG_HOME={settings.home} "


def _empty(home: str) -> list[str]:
    """Of a bureau nobody is in yet."""
    return [
        f"{home}./jingheng demo load",
        f"{home}./jingheng case run tests/scenarios",
        f"{home}./jingheng verify",
    ]


def _try(gateway: str, home: str = "") -> list[str]:
    """The product in three lines: a promotion that falls due, a late sanction, what it changes."""
    officer = cast()["officer"]
    today = datetime.now(BUREAU_TIME).date()
    due = today + timedelta(days=DUE_IN_DAYS)
    fact = {"effective_on": today.replace(day=1).isoformat(), "basis": "处分决定书"}
    body = json.dumps(fact | {"data": {"kind": "警告"}}, ensure_ascii=False)
    ask = f"{home}./jingheng explain {officer} --as-of {due}"
    return [
        ask,
        (
            f"curl -s -X POST {gateway}/roster/v1/persons/{officer}/facts/sanction_imposed "
            f'-H "Authorization: Bearer $({home}./jingheng token unit_leader)" '
            f'-H "Idempotency-Key: $(date +%s%N)" -H "Content-Type: application/json" '
            f"-d '{body}'"
        ),
        ask,
    ]


def show(answer: dict[str, Any]) -> None:
    console = Console()
    show_processes(console, answer)
    for title, entries in (
        (say("接口文档", "Documentation"), answer["addresses"]),
        (say("演示令牌", "Demonstration tokens"), answer["tokens"]),
    ):
        if entries:
            console.print(f"\n[bold]{title}[/bold]")
            for name, value in entries.items():
                console.print(f"  {name:<12} {value}", highlight=False, soft_wrap=True)
    console.print(f"\n[bold]{say('试一试', 'Try')}[/bold]")
    for line in answer["try"]:
        console.print(f"  {line}", highlight=False, soft_wrap=True, markup=False)


def show_processes(console: Console, answer: dict[str, Any]) -> None:
    table = Table(box=None, header_style="bold")
    for heading in (
        say("进程", "process"),
        say("状态", "state"),
        "pid",
        say("端口", "port"),
        say("重启", "restarts"),
    ):
        table.add_column(heading)
    for item in answer["processes"]:
        colour = "green" if item["ready"] else "red"
        table.add_row(
            item["name"],
            f"[{colour}]{_state(item['state'])}[/{colour}]",
            str(item["pid"] or "-"),
            str(item["port"] or "-"),
            str(item["restarts"]),
        )
    console.print(table)
    for item in answer["processes"]:
        for unmet in item["unmet"]:
            told = f"{item['name']}: {unmet}: {_why(unmet)}"
            console.print(told, style="red", highlight=False, soft_wrap=True, markup=False)
    console.print(f"{say('版本', 'version')} {answer['version']}  {answer['home']}", soft_wrap=True)


def _state(state: str) -> str:
    chinese = {
        "ready": "就绪",
        "unready": "未就绪",
        "starting": "启动中",
        "waiting": "等待",
        "restarting": "重启中",
        "failed": "失败",
        "stopped": "停止",
    }
    return say(chinese.get(state, state), state)


def _tokens(settings: Settings) -> dict[str, str]:
    """One token for each demonstration role, from the token command when this build has it."""
    command = COMMANDS["token"]
    if settings.mode != "demo" or not is_present(command):
        return {}
    module = importlib.import_module(command.module)
    return dict(module.demo_tokens(settings)) if hasattr(module, "demo_tokens") else {}
