"""What happens in the story: facts through the public door, answers from the gateway's facts."""

import asyncio
import secrets
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import msgspec

from services.cli.issuer import dev_issuer
from services.cli.language import language
from services.gateway.answer import answer, shelves_of
from services.gateway.decision.question import Question
from services.gateway.pay.slip import Slip
from services.gateway.pay.wording import tell_line
from services.gateway.shelf.known import Shelves
from services.kernel.embedded.problem import FAILED, NOT_RUNNING, Problem
from services.kernel.legal_dates import first_of_month, next_day_after
from services.kernel.settings import REPOSITORY, Settings
from services.kernel.store.postgres import connect_pool
from services.kernel.web.clocks import day_of
from services.kernel.witness import signing_key

Teller = Callable[..., None]  # (zh, en, *lines)
ACCOUNT = {"bank": "演示银行", "account_no": "6200000000000000000"}
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
    unit: str = field(default_factory=lambda: f"story-{secrets.token_hex(4)}")
    last: UUID | None = None  # The newest fact recorded: answers must know it.
    run: str = ""  # The newest pay run.

    async def record(self, slug: str, day: date, /, *, path: str = "", **data: Any) -> str:  # noqa: ANN401
        room = {"course_passed": "training", "annual_grade_decided": "assessment"}.get(
            slug, "roster"
        )
        body: dict[str, Any] = {"basis": "演示", "reason": "演示"} if path else {"basis": "演示"}
        if not path:
            body |= {"effective_on": day.isoformat(), "data": data}
        told = await self._posted(f"/{room}/v1/persons/{self.person}/facts/{slug}{path}", body)
        self.last = UUID(told["events"][0])
        return str(self.last)

    async def unit_created(self, day: date) -> None:
        data = {"name": "演示中队", "kind": "team"}
        body = {"basis": "演示", "effective_on": day.isoformat(), "data": data}
        await self._posted(f"/roster/v1/units/{self.unit}/facts/unit_created", body)

    async def _posted(self, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401  any JSON
        headers = {"Idempotency-Key": secrets.token_hex(16)}
        told = await self.http.post(path, json=body, headers=headers)
        if told.is_error:
            raise Problem(told.text, told.text, exit_code=FAILED)
        return told.json()

    async def ask(self, as_of: date) -> list[str]:
        """The explanation's headline and obstacles, once the newest fact has arrived."""
        await self.arrived()
        question = Question(kind="police_rank", person=self.person, as_of=as_of)
        found = await answer(self.pool, self.shelves, question, after=self.last)
        lines = found.explanation.lines(language())
        return [lines[0], *(line for line in lines[1:] if "✗" in line)]

    async def arrived(self) -> None:
        for _ in range(100):
            if self.last is None or await self.pool.fetchval(
                "select 1 from facts where event_id = $1", self.last
            ):
                return
            await asyncio.sleep(0.1)

    async def send(self, hand: str, path: str, body: Any = None) -> Any:  # noqa: ANN401  any JSON
        """One step of a pay run by finance or an approver, or a question when it has no body."""
        role = "finance" if hand == "finance" else "approver"
        token = dev_issuer(self.settings).mint(f"demo:story-{hand}", (role,))
        headers = {"Authorization": f"Bearer {token}"}
        if body is not None:
            headers["Idempotency-Key"] = secrets.token_hex(16)
        told = await self.http.request(
            "GET" if body is None else "POST",
            f"/v1/pay-runs{path}",
            json=body or None,
            headers=headers,
        )
        if told.is_error:
            raise Problem(told.text, told.text, exit_code=FAILED)
        return told.json()

    async def pay(self, month: date) -> Slip:
        """One pay run of the officer's unit, from opening to closing, by what is known now."""
        await self.arrived()
        opening = {"month": f"{month:%Y-%m}", "scope": "unit", "unit_id": self.unit}
        run = f"/{(await self.send('finance', '', opening))['run_id']}"
        self.run = run[1:]
        await self.send("finance", f"{run}/drawing", {})
        for line in (await self.send("finance", f"{run}/slips?open_only=true"))["items"]:
            waiver = {"people": [line["person_id"]], "exceptions": line["exceptions_open"]}
            await self.send("finance", f"{run}/waivers", waiver | {"reason": "演示"})
        await self.send("finance", f"{run}/proposal", {})
        for chief in ("chief-1", "chief-2"):
            await self.send(chief, f"{run}/approval", {"note": "演示"})
        await self.send("finance", f"{run}/release", {})
        await self.send("finance", f"{run}/closing", {"note": "演示"})
        slip = (await self.send("finance", f"{run}/slips/{self.person}"))["slip"]
        return msgspec.convert(slip, Slip)


async def tell(settings: Settings, now: datetime, tell_chapter: Teller) -> None:
    """Raises Problem when nothing is running."""
    token = dev_issuer(settings).mint("demo:story", ("hr",))
    headers = {"Authorization": f"Bearer {token}"}
    pool = await connect_pool(settings.database_url("gateway"), size_max=2)
    try:
        async with httpx.AsyncClient(
            base_url=settings.upstream_url("gateway"), headers=headers, timeout=30
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
    paid = [next_day_after(first_of_month(today), months) for months in (-3, -2, -1, 0)]
    due = paid[0] - timedelta(days=21)  # So that the first month paid has the new allowance.
    await _an_officer(stage, next_day_after(due, -36), paid)
    stage.tell("一次晋升到期", "A promotion falls due", *await stage.ask(due))
    order = {"rank": "superintendent_1", "manner": "by_time", "issued_on": due.isoformat()}
    await stage.record("rank_awarded", due, **order, order_no="演示1号")
    closed = [await stage.pay(month) for month in paid[:2]]
    stage.tell(
        "命令下达，两次发薪由两人审批、发放、关账，按新衔结清",
        "The order is issued; two pay runs, approved by two, are released and closed with it",
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
    told = [*await verified(stage.settings), *await certified(stage)]
    stage.tell("离线核验", "An auditor's programs, offline, agree", *told)


async def _an_officer(stage: Stage, since: date, paid: Sequence[date]) -> None:
    """In a unit of the story's own, so that its pay runs are about nobody else."""
    entered = next_day_after(since, -12)
    await stage.unit_created(entered)
    await stage.record("person_registered", entered, name="石敢当", sex="male", category="officer")
    await stage.record("service_entered", entered, category="officer")
    await stage.record("unit_assigned", entered, unit_id=stage.unit)
    await stage.record("bank_account_set", entered, **ACCOUNT)
    await stage.record("post_assigned", since, post_grade="section_member")
    await stage.record("rank_awarded", since, rank="superintendent_2")
    await stage.record("contribution_base_set", since, average_monthly_wage_fen=980_000)
    for item, amount in ITEMS:
        await stage.record("pay_item_set", since, item=item, monthly_fen=amount)
    for month in paid:
        await stage.record("attendance_month_recorded", month, month=f"{month:%Y-%m}")


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
        return await _checked(*commands)


async def certified(stage: Stage) -> list[str]:
    """The last slip's certificate, reckoned anew by the same auditor."""
    path = f"/v1/persons/{stage.person}/pay-slips/{stage.run}/certificate"
    told = await stage.http.get(path)
    if told.is_error:
        raise Problem(told.text, told.text, exit_code=FAILED)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "slip.json"
        file.write_text(told.text, encoding="utf-8")
        program = str(REPOSITORY / "verifier" / "verify_certificate.py")
        key = witness_key(stage.settings.secret_file("witness_gateway.key"))
        return await _checked((sys.executable, program, str(file), "--key", f"gateway={key}"))


async def _checked(*commands: Sequence[str]) -> list[str]:
    """What the last command says; Problem when one does not agree."""
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
