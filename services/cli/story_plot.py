"""What happens in the story: facts through the public door, answers from the gateway's facts."""

import asyncio
import secrets
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from services.cli.issuer import dev_issuer
from services.cli.language import language
from services.gateway.answer import answer, shelves_of
from services.gateway.decision.question import Question
from services.gateway.facts import store as facts
from services.gateway.pay.answer import rules_of
from services.gateway.pay.run import Run, run_all
from services.gateway.pay.slip import Slip
from services.gateway.pay.wording import tell_line
from services.gateway.shelf.known import Shelves
from services.kernel.embedded.problem import FAILED, NOT_RUNNING, Problem
from services.kernel.fact import read_fact
from services.kernel.legal_dates import first_of_month, next_day_after
from services.kernel.settings import REPOSITORY, Settings
from services.kernel.store.postgres import connect_pool
from services.kernel.web.clocks import day_of
from services.kernel.witness import signing_key

Teller = Callable[..., None]  # (zh, en, *lines)
ITEMS = (("post", 137_000), ("grade", 184_000), ("work_allowance", 190_000), ("other", 480_000))


@dataclass
class Stage:
    """The officer of this telling, and the hands that record and ask."""

    settings: Settings
    http: httpx.AsyncClient
    pool: "asyncpg.Pool[asyncpg.Record]"
    shelves: Shelves
    tell: Teller
    person: str = field(default_factory=lambda: str(uuid4()))
    last: UUID | None = None  # The newest fact recorded: answers must know it.
    runs: list[Run] = field(default_factory=list)

    async def record(self, slug: str, day: date, /, *, path: str = "", **data: Any) -> str:  # noqa: ANN401
        room = {"course_passed": "training", "annual_grade_decided": "assessment"}.get(
            slug, "roster"
        )
        body: dict[str, Any] = {"basis": "演示", "reason": "演示"} if path else {"basis": "演示"}
        if not path:
            body |= {"effective_on": day.isoformat(), "data": data}
        told = await self.http.post(
            f"/{room}/v1/persons/{self.person}/facts/{slug}{path}",
            json=body,
            headers={"Idempotency-Key": secrets.token_hex(16)},
        )
        if told.is_error:
            raise Problem(told.text, told.text, exit_code=FAILED)
        self.last = UUID(told.json()["events"][0])
        return str(self.last)

    async def ask(self, as_of: date) -> list[str]:
        """The explanation's headline and obstacles, once the newest fact has arrived."""
        for _ in range(100):
            if self.last is None or await self.pool.fetchval(
                "select 1 from facts where event_id = $1", self.last
            ):
                break
            await asyncio.sleep(0.1)
        question = Question(kind="police_rank", person=self.person, as_of=as_of)
        found = await answer(self.pool, self.shelves, question, after=self.last)
        lines = found.explanation.lines(language())
        return [lines[0], *(line for line in lines[1:] if "✗" in line)]

    async def pay(self, month: date) -> Slip:
        """One more run: this month, closed now, knowing what is known now."""
        began = self.runs[0].month if self.runs else f"{month:%Y-%m}"
        self.runs.append(Run(f"{month:%Y-%m}", datetime.now(UTC), first_month=began))
        known = [read_fact(event) for event in await facts.facts_of(self.pool, self.person)]
        return run_all(self.person, self.runs, known, rules_of(self.shelves.shipped))[-1]


async def tell(settings: Settings, now: datetime, tell_chapter: Teller) -> None:
    """Raises Problem when nothing is running."""
    token = dev_issuer(settings).mint("demo:story", ("hr",))
    headers = {"Authorization": f"Bearer {token}"}
    pool = await connect_pool(settings.database_url("gateway"), size_max=2)
    try:
        async with httpx.AsyncClient(
            base_url=settings.upstream_url("gateway"), headers=headers, timeout=15
        ) as http:
            stage = Stage(settings, http, pool, shelves_of(pool, settings.bureau), tell_chapter)
            await _play(stage, day_of(now))
    except httpx.ConnectError:
        raise Problem(
            "系统未运行；请先 ./jingheng up。",
            "It is not running: ./jingheng up first.",
            exit_code=NOT_RUNNING,
        ) from None
    finally:
        await pool.close()


async def _play(stage: Stage, today: date) -> None:
    paid = [next_day_after(first_of_month(today), months) for months in (-2, -1, 0, 1)]
    due = paid[0] - timedelta(days=21)  # So that the first month paid has the new allowance.
    await _an_officer(stage, next_day_after(due, -36))
    stage.tell("一次晋升到期", "A promotion falls due", *await stage.ask(due))
    order = {"rank": "superintendent_1", "manner": "by_time", "issued_on": due.isoformat()}
    await stage.record("rank_awarded", due, **order, order_no="演示1号")
    closed = [await stage.pay(month) for month in paid[:2]]
    stage.tell(
        "命令下达，两个月的工资已按新衔结清",
        "The order is issued; two months are paid and closed with the new allowance",
        *(_slip(slip) for slip in closed),
    )
    sanction = await stage.record("sanction_imposed", due - timedelta(days=10), kind="warning")
    stage.tell(
        "一份早已生效的处分迟到了：晋升受阻，指明事件与条款",
        "A sanction that took effect earlier arrives late: the promotion is blocked, event and "
        "clause named",
        *await stage.ask(due),
    )
    third = await stage.pay(paid[2])
    stage.tell(
        "下一次发薪追回两个已结月份，分毫不差",
        "The next run recovers both closed months, to the fen",
        _slip(third),
        *_differences(third),
    )
    await stage.record("sanction_imposed", due, path=f"/{sanction}/revocation")
    stage.tell("申诉成立，处分撤销", "An appeal takes the sanction back", *await stage.ask(due))
    fourth = await stage.pay(paid[3])
    stage.tell(
        "再下一次发薪补还", "The run after it pays back", _slip(fourth), *_differences(fourth)
    )
    stage.tell("离线核验", "An auditor's program, offline, agrees", *await verified(stage.settings))


async def _an_officer(stage: Stage, since: date) -> None:
    entered = next_day_after(since, -12)
    await stage.record("person_registered", entered, name="石敢当", sex="male", category="officer")
    await stage.record("service_entered", entered, category="officer")
    await stage.record("post_assigned", since, post_grade="section_member")
    await stage.record("rank_awarded", since, rank="superintendent_2")
    await stage.record("contribution_base_set", since, average_monthly_wage_fen=980_000)
    for item, amount in ITEMS:
        await stage.record("pay_item_set", since, item=item, monthly_fen=amount)


def _slip(slip: Slip) -> str:
    return (
        f"{slip.month}: gross {slip.gross_fen / 100:,.2f}  tax {slip.tax_fen / 100:,.2f}  "
        f"net {slip.net_fen / 100:,.2f}"
    )


def _differences(slip: Slip) -> list[str]:
    told = [tell_line(line) for line in slip.retro()]
    return [text.zh if language() == "zh" else text.en for text in told]


async def verified(settings: Settings) -> list[str]:
    """The roster's log exported, and checked by a program that shares no code with the product."""
    checkpoints = settings.home / "witness" / "roster.jsonl"
    key = witness_key(settings.secret_file("witness_roster.key"))
    witness = ("--witness", str(checkpoints), "--key", key) if key and checkpoints.exists() else ()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "roster.jsonl"
        commands = (
            (sys.executable, "-m", "services.cli", "events", "export", "roster", str(log)),
            (sys.executable, str(REPOSITORY / "verifier" / "verify_log.py"), str(log), *witness),
        )
        told = b""
        for command in commands:
            process = await asyncio.create_subprocess_exec(
                *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
            )
            told, _ = await process.communicate()
            if process.returncode:
                raise Problem(told.decode(), told.decode(), exit_code=FAILED)
    return told.decode().strip().splitlines()


def witness_key(file: Path) -> str:
    """The witness's public key in hex: what an auditor was given; empty when there is none yet."""
    if not file.exists():
        return ""
    return signing_key(file).public_key().public_bytes_raw().hex()
