"""The files of a release from its slips: bank, cash, ledger and pay slips, with control totals.

Pure. Each file counts people and adds up the net by itself; the release wants them all to agree.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from services.gateway.pay.items import TERMS
from services.gateway.pay.rounding import yuan
from services.gateway.pay.slip import Slip
from services.gateway.payroll.events import PayFile
from services.gateway.payroll.ledger import Entry, Ledger
from services.gateway.payroll.population import Member
from services.gateway.payroll.sheet import CSV, XLSX, as_csv, as_xlsx, plain
from services.gateway.payroll.slip_sheet import PDF, Sheet, slip_sheets
from services.gateway.payroll.tree import Tree
from services.kernel.errors import Text, conflict

BANK = Text("银行代发", "bank payments")
CASH = Text("无账户发放", "payments without account")
UNPAID = Text("无实发", "nothing to be paid")
LEDGER = Text("工资总账", "pay ledger")
SLIPS_IN_FILE = 500


@dataclass(frozen=True, slots=True)
class Paid:
    """One slip with whom it is for, as known when it was drawn."""

    slip: Slip
    sha256: str
    member: Member


@dataclass(frozen=True, slots=True)
class Made:
    """One file, and what it says it adds up to."""

    name: str
    media_type: str
    content: bytes
    people: int
    net_fen: int

    def as_event(self) -> PayFile:
        return PayFile(
            name=self.name,
            media_type=self.media_type,
            size=len(self.content),
            sha256=hashlib.sha256(self.content).hexdigest(),
            people=self.people,
            net_fen=self.net_fen,
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """What every file is headed with."""

    run_id: str
    month: str
    units: Tree = field(default_factory=lambda: Tree({}))


def paid_of(everybody: Iterable[Paid]) -> list[Paid]:
    """By unit and number; a held slip pays nothing and stands in no file."""
    paid = [one for one in everybody if not one.slip.is_held]
    return sorted(paid, key=lambda p: (p.member.unit or "", p.member.number, p.member.person))


def files(heading: Heading, everybody: Sequence[Paid]) -> list[Made]:
    """Raises Refused `control_totals_differ`: then nothing may be released."""
    paid = paid_of(everybody)
    made = [*tables(heading, paid), *(part() for part in slip_parts(heading, paid))]
    refuse_difference(made)
    return made


def tables(heading: Heading, paid: Sequence[Paid]) -> list[Made]:
    """Bank, cash, who is paid nothing (no bank takes a payment of nothing), and ledger."""
    ledger = Ledger()
    for one in paid:
        ledger.add(one.slip, one.member.unit)
    due = [one for one in paid if one.slip.net_fen]
    nothing = [one for one in paid if not one.slip.net_fen]
    return [
        *_list(heading, "bank", BANK, [p for p in due if p.member.account is not None]),
        *_list(heading, "cash", CASH, [p for p in due if p.member.account is None]),
        *(_list(heading, "unpaid", UNPAID, nothing) if nothing else ()),
        *_ledger(heading, ledger),
    ]


def refuse_difference(made: Sequence[Made]) -> None:
    """Bank, cash and unpaid together must be what ledger and slips say, in every format."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for one in made:
        key = (one.name.partition("-")[0], one.media_type)
        people, net_fen = found.get(key, (0, 0))
        found[key] = (people + one.people, net_fen + one.net_fen)
    for form in (CSV, XLSX):
        lists = (found.get((name, form), (0, 0)) for name in ("bank", "cash", "unpaid"))
        wanted = tuple(map(sum, zip(*lists, strict=True)))
        if not found["ledger", form] == found["slips", PDF] == wanted:
            raise conflict(
                "control_totals_differ",
                "银行文件、总账与工资单的人数或金额不一致",
                "bank file, ledger and slips differ in people or in sum",
            )


def _list(heading: Heading, name: str, title: Text, paid: Sequence[Paid]) -> list[Made]:
    rows = [["序号", "警号", "姓名", "单位", "开户行", "账号", "户名", "金额(元)", "备注"]]
    total = 0
    for number, one in enumerate(paid, 1):
        member, account = one.member, one.member.account
        total += one.slip.net_fen
        rows.append(
            [
                str(number),
                plain(member.number),
                plain(member.name),
                plain(heading.units.name(member.unit)),
                plain(account.bank) if account is not None else "",
                account.account_no if account is not None else "",
                plain(account.holder or member.name) if account is not None else "",
                yuan(one.slip.net_fen),
                _remark(heading, one.slip),
            ]
        )
    rows.append(["合计", "", f"{len(paid)} 人", "", "", "", "", yuan(total), ""])
    control = (len(paid), total)
    return [
        Made(f"{name}-{heading.month}.csv", CSV, as_csv(rows), *control),
        Made(f"{name}-{heading.month}.xlsx", XLSX, as_xlsx(title, rows), *control),
    ]


def _remark(heading: Heading, slip: Slip) -> str:
    owed = f", 尚欠 {yuan(slip.owed_fen)}" if slip.owed_fen and not slip.net_fen else ""
    return f"{heading.month} 工资{owed}"


def _ledger(heading: Heading, ledger: Ledger) -> list[Made]:
    entries = ledger.entries()
    rows = [["单位", "单位名称", "类别", "项目代码", "项目", "笔数", "金额(元)"]]
    rows += [_entry(heading, entry) for entry in entries]
    rows.append(["合计", "", "实发", "", f"{ledger.people} 人", "", yuan(ledger.net_fen)])
    control = (ledger.people, ledger.net_fen)
    return [
        Made(f"ledger-{heading.month}.csv", CSV, as_csv(rows), *control),
        Made(f"ledger-{heading.month}.xlsx", XLSX, as_xlsx(LEDGER, rows), *control),
    ]


def _entry(heading: Heading, entry: Entry) -> list[str]:
    return [
        plain(entry.unit),
        plain(heading.units.name(entry.unit or None)),
        TERMS.get(entry.part, "实发"),
        entry.item,
        entry.zh,
        str(entry.lines),
        yuan(entry.amount_fen),
    ]


def slip_parts(heading: Heading, paid: Sequence[Paid]) -> list[Callable[[], Made]]:
    """The slips in files of a size that can be opened; each takes its time, so they are apart."""
    starts = range(0, max(len(paid), 1), SLIPS_IN_FILE)
    numbers = [f"-{n:02}" for n in range(1, len(starts) + 1)] if len(starts) > 1 else [""]
    return [
        partial(_slips, heading, number, paid[start : start + SLIPS_IN_FILE])
        for number, start in zip(numbers, starts, strict=True)
    ]


def _slips(heading: Heading, number: str, paid: Sequence[Paid]) -> Made:
    sheets = [sheet_of(heading, one) for one in paid]
    net = sum(one.slip.net_fen for one in paid)
    name = f"slips-{heading.month}{number}.pdf"
    return Made(name, PDF, slip_sheets(sheets), len(sheets), net)


def sheet_of(heading: Heading, one: Paid) -> Sheet:
    return Sheet(
        one.slip,
        sha256=one.sha256,
        name=one.member.name,
        number=one.member.number,
        unit=heading.units.name(one.member.unit),
        run_id=heading.run_id,
    )
