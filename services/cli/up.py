"""`up`: PostgreSQL, migrations, all processes, the demonstration bureau, and what to try next."""

import asyncio
import os
import subprocess
import time
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Annotated

import typer

from services.cli import summary
from services.cli.app import is_present
from services.cli.command import COMMANDS
from services.cli.language import print_json, say, tell
from services.cli.options import HomeOption, JsonOption, PortBaseOption
from services.cli.progress import Progress
from services.kernel.embedded import database, home, port, processes, stack
from services.kernel.embedded import kafka as kafka_broker
from services.kernel.embedded.problem import FAILED, INTERRUPTED, Problem
from services.kernel.settings import Settings, load

_WAIT_SECONDS = 240.0  # For another `up` that is at work.


def up(  # noqa: PLR0913  # The options of a command are its parameters.
    *,
    kafka: Annotated[
        bool,
        typer.Option("--kafka", help=say("经真实 Kafka 传递", "Carry events over Kafka")),
    ] = False,
    port_base: PortBaseOption = None,
    home_folder: HomeOption = None,
    demo: Annotated[
        bool,
        typer.Option("--demo/--no-demo", help=say("载入演示数据", "Load the demonstration")),
    ] = True,
    scale: Annotated[
        int, typer.Option(min=1, help=say("演示数据规模", "Size of the demonstration"))
    ] = 1,
    foreground: Annotated[
        bool, typer.Option("--foreground", help=say("前台运行，Ctrl-C 停止", "Stay; Ctrl-C stops"))
    ] = False,
    as_json: JsonOption = False,
) -> None:
    settings = load(
        JINGHENG_PORT_BASE=port_base,
        JINGHENG_HOME=str(home_folder) if home_folder else None,
    )
    if "port_base" not in settings.model_fields_set:
        settings = summary.as_running(settings)  # Where this folder's processes were last time.
    made = home.prepare(settings.home)
    try:
        with home.locked(settings.home, "up", wait_seconds=_WAIT_SECONDS):
            already = stack.is_up(settings.home)
            if already:
                settings = _as_it_runs(settings)
                if demo:  # An earlier `up` may have been killed while it loaded.
                    with Progress() as progress:
                        _load_demo(settings, scale, progress)
            else:
                _bring_up_or_call_off(settings, demo_scale=scale if demo else None, own_kafka=kafka)
    except Problem:
        if not (settings.home / "postgres").exists():
            home.unmake(made)  # Nothing was started: nothing is left behind.
        raise
    answer = summary.describe(settings, already=already, tokens=True, demo=demo or already)
    if as_json:
        print_json(answer)
    else:
        summary.show(answer)
    if foreground:
        _stay(settings)


def _as_it_runs(asked: Settings) -> Settings:
    running = summary.as_running(asked)
    if running.port_base == asked.port_base:
        tell("已在运行。", "Already up.")
    else:
        tell(
            f"已在运行，端口自 {running.port_base} 起；要改用 {asked.port_base}，请先 down。",
            f"Already up, from port {running.port_base}; to move to {asked.port_base}, run "
            "./jingheng down first.",
        )
    return running


def _bring_up_or_call_off(settings: Settings, *, demo_scale: int | None, own_kafka: bool) -> None:
    try:
        _bring_up(settings, demo_scale=demo_scale, own_kafka=own_kafka)
    except KeyboardInterrupt:
        tell("已中断，正在收尾 ...", "Interrupted, putting things back ...")
        stack.call_off(settings.home)
        raise


def _bring_up(settings: Settings, *, demo_scale: int | None, own_kafka: bool) -> None:
    own_kafka = own_kafka and settings.kafka_bootstrap_servers is None
    if own_kafka:
        servers = f"127.0.0.1:{settings.port('kafka')}"
        settings = settings.model_copy(update={"kafka_bootstrap_servers": servers})
    plan = _present(processes.plan(settings))
    stack.check_ports(settings, plan)
    with Progress() as progress:
        if own_kafka:
            progress.step("准备 Kafka", "Preparing Kafka")
            plan.insert(0, _broker(settings))
        progress.step("启动 PostgreSQL", "Starting PostgreSQL")
        server = stack.start_database(settings)
        try:
            asyncio.run(database.create_all(server))
            if is_present(COMMANDS["migrate"]):
                progress.step("升级数据库", "Migrating the databases")
                _migrate(settings)
            progress.step("启动进程", "Starting the processes")
            stack.start_processes(
                settings, plan, postgres_port=server.port, seen=progress.processes
            )
            if demo_scale is not None and is_present(COMMANDS["demo"]):
                progress.step("载入演示数据", "Loading the demonstration bureau")
                _load_demo(settings, demo_scale, progress)
        except Problem:
            stack.stop(settings.home)  # Nothing is left half up.
            raise


def _present(plan: Sequence[processes.Planned]) -> list[processes.Planned]:
    """Without the processes whose command, or room, this build does not have."""

    def has(name: str, *words: str) -> bool:
        rooms = [word for word in words if name == "serve"]
        return is_present(COMMANDS[name]) and all(
            find_spec(f"services.{room}.app") is not None for room in rooms
        )

    return [item for item in plan if has(*item.command[3:])]


def _migrate(settings: Settings) -> None:
    """The very command that the compose file runs before the services."""
    done = subprocess.run(
        processes.command_line("migrate"),
        check=False,
        capture_output=True,
        text=True,
        env=dict(os.environ) | processes.environment(settings, owner=True),
    )
    (settings.home / "logs" / "migrate.log").write_text(done.stdout + done.stderr, "utf-8")
    if done.returncode != 0:
        last = " / ".join((done.stderr or done.stdout).strip().splitlines()[-2:])
        raise Problem(
            f"升级数据库失败：{last}。详见 {settings.home}/logs/migrate.log",
            f"Migrating failed: {last}. See {settings.home}/logs/migrate.log",
            exit_code=FAILED,
        )


def _load_demo(settings: Settings, scale: int, progress: Progress) -> None:
    from services.cli import demo  # noqa: PLC0415  # May be absent.

    if demo.holds_own_people(settings):
        tell(
            "已有自己的人员数据，不载入演示。",
            "It has people of its own: no demonstration is loaded.",
        )
        return
    demo.load(settings, scale=scale, progress=progress.count)


def _broker(settings: Settings) -> processes.Planned:
    ports = {name: settings.port(name) for name in ("kafka", "kafka_controller")}
    port.require_free(ports)
    return kafka_broker.prepare(settings.home, ports["kafka"], ports["kafka_controller"])


def _stay(settings: Settings) -> None:
    tell("前台运行中，Ctrl-C 停止。", "Running in the foreground; Ctrl-C stops.")
    try:
        while stack.is_up(settings.home):
            time.sleep(0.5)
    except KeyboardInterrupt:
        stack.stop(settings.home)
        tell("已停止。", "Stopped.")
        raise typer.Exit(INTERRUPTED) from None
