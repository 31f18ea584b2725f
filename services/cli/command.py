"""Every command by name: where it lives and what it is for; nothing is imported here. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

GROUPS: Final[Mapping[str, tuple[str, str]]] = {
    "run": ("运行", "Run"),
    "use": ("使用", "Use"),
    "develop": ("开发", "Develop"),
    "process": ("进程（容器与守护进程使用）", "Processes (used by containers and the supervisor)"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """`target` is `module:attribute`: a function with typer's annotations, or a typer.Typer."""

    target: str
    group: str
    zh: str
    en: str
    passes_on: bool = False  # Unknown options go to another program.

    @property
    def module(self) -> str:
        return self.target.partition(":")[0]

    @property
    def attribute(self) -> str:
        return self.target.partition(":")[2]


COMMANDS: Final[Mapping[str, Command]] = {
    "up": Command(
        "services.cli.up:up",
        "run",
        "启动整套系统（内置 PostgreSQL，无需 Docker）并载入演示数据",
        "Start everything (embedded PostgreSQL, no Docker) and load the demonstration bureau",
    ),
    "down": Command("services.cli.down:down", "run", "停止整套系统", "Stop everything"),
    "status": Command(
        "services.cli.status:status", "run", "查看各进程状态", "What is running, and is it ready"
    ),
    "logs": Command("services.cli.logs:logs", "run", "查看日志", "Show the logs"),
    "reset": Command(
        "services.cli.reset:reset", "run", "删除本机全部数据", "Remove all data of this machine"
    ),
    "demo": Command(
        "services.cli.demo:app", "use", "载入演示数据", "Load the demonstration bureau"
    ),
    "token": Command(
        "services.cli.token:app", "use", "取得演示令牌", "Print a demonstration token"
    ),
    "case": Command(
        "services.cli.case:app", "use", "运行规则用例", "Run cases: facts in, decision out"
    ),
    "policies": Command(
        "services.cli.policies:app", "use", "检查与查看政策文件", "Check and show policy files"
    ),
    "decide": Command("services.cli.decide:app", "use", "作出一项判定", "Take one decision"),
    "explain": Command(
        "services.cli.decide:explain_app", "use", "解释一项判定", "Explain one decision"
    ),
    "certificate": Command(
        "services.cli.certificate:app",
        "use",
        "导出判定证书，供离线核验",
        "Export a recorded decision, to be checked offline",
    ),
    "what-if": Command(
        "services.cli.what_if:app",
        "use",
        "推演：政策草案或假设的事实施于真实历史（不留痕迹）",
        "A draft policy or supposed facts on the real history; nothing is recorded",
    ),
    "verify": Command(
        "services.cli.verify:app", "use", "校验链与判定", "Verify chains and decisions"
    ),
    "story": Command(
        "services.cli.story:app",
        "use",
        "一分钟看懂：晋升、迟到的处分、追溯工资、申诉、离线核验",
        "The product in a minute: promotion, late sanction, back pay, appeal, proof",
    ),
    "replay": Command("services.cli.replay:app", "use", "重放并比对", "Replay and compare"),
    "keys": Command(
        "services.cli.keys:app",
        "use",
        "轮换主密钥：全部人员密钥改由新一代封装",
        "Rotate the key of keys: wrap every person's keys under a new generation",
    ),
    "rebuild": Command(
        "services.cli.rebuild:app",
        "use",
        "由日志重建读模型与事实并比对",
        "Rebuild read models and facts from the logs, and compare",
    ),
    "follow-repair": Command(
        "services.cli.repair:app",
        "use",
        "某室自备份恢复后，改取其新日志",
        "After a room was restored from a backup, take its new history",
    ),
    "witness": Command(
        "services.cli.witness:app",
        "use",
        "自备份恢复后，封存旧检查点所见的历史",
        "After a restore, close the history that older checkpoints saw",
    ),
    "events": Command(
        "services.cli.events:app",
        "use",
        "查看与导出事件，维护已发布的事件语言",
        "Follow and export events, keep the published language",
    ),
    "check": Command(
        "services.cli.check:check",
        "develop",
        "格式、静态检查、类型、依赖方向、规则（无需数据库）",
        "Format, lint, types, walls, rules; needs no database",
    ),
    "test": Command(
        "services.cli.test:test",
        "develop",
        "运行测试（自带 PostgreSQL）；其余参数交给 pytest",
        "Run the tests (brings its own PostgreSQL); further arguments go to pytest",
        passes_on=True,
    ),
    "nightly": Command(
        "services.cli.nightly:nightly",
        "develop",
        "慢速、长时与变异测试",
        "Slow, long and mutation tests",
        passes_on=True,
    ),
    "bench": Command(
        "services.cli.bench:app",
        "develop",
        "测速：与上限及对手同场比较",
        "Measure speed against the ceiling and the rival in the same run",
    ),
    "serve": Command("services.cli.serve:app", "process", "运行一个接口服务", "Run one API"),
    "issuer": Command(
        "services.cli.issuer:app", "process", "开发用身份签发", "Development identity issuer"
    ),
    "migrate": Command(
        "services.cli.migrate:app", "process", "升级数据库", "Migrate the databases"
    ),
    "relay": Command("services.cli.relay:app", "process", "日志转发至 Kafka", "Log to Kafka"),
    "follow": Command(
        "services.cli.follow:app", "process", "跟随各室日志", "Follow the rooms' logs"
    ),
}
