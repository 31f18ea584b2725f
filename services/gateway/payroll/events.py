"""What happens to a pay run and its slips, as published on the topic of decisions. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.gateway.record.events import Sha256
from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Flag, Month, Remark, ShortText

# An instant in UTC, to the microsecond, always of one length.
Instant = Annotated[
    str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$")
]
Count = Annotated[int, Field(strict=True, ge=0, le=10_000_000)]
Sum = Annotated[int, Field(strict=True, ge=-(10**15), le=10**15)]  # Fen.
Position = Annotated[int, Field(strict=True, ge=0)]


class RunScope(Term):
    """Which part of the tree a run pays."""

    UNIT = "unit", "本单位"
    SUBTREE = "subtree", "本单位及下属单位"
    BUREAU = "bureau", "全局"


class RunCategory(Term):
    """Whom a run pays."""

    ALL = "all", "全部人员"
    OFFICER = "officer", "民警"
    AUXILIARY = "auxiliary", "辅警"
    CIVIL = "civil", "事业编制"


class PayException(Term):
    """What somebody must solve, or waive by name, before a run is proposed."""

    CONFLICT = "CONFLICT", "档案记载互相矛盾"
    NOT_IN_TABLE = "NOT_IN_TABLE", "工资表中没有该档"
    OVERTIME_36H = "OVERTIME_36H", "月加班超过三十六小时"
    ORDER_SET_ASIDE = "ORDER_SET_ASIDE", "警衔命令依法不应存在"
    NEGATIVE_NET = "NEGATIVE_NET", "实发为负, 由单位垫付"
    NO_ATTENDANCE = "NO_ATTENDANCE", "没有当月考勤结果"
    NO_BANK_ACCOUNT = "NO_BANK_ACCOUNT", "没有工资账户"
    NO_UNIT = "NO_UNIT", "没有分配单位"
    NO_POLICY = "NO_POLICY", "没有生效的政策"
    FACT_UNREADABLE = "FACT_UNREADABLE", "有本系统尚不认识的记载"
    IN_ANOTHER_RUN = "IN_ANOTHER_RUN", "当月已在另一次发薪中"
    EARLIER_RUN_OPEN = "EARLIER_RUN_OPEN", "更早月份的发薪尚未关账"
    LATER_MONTH_DRAWN = "LATER_MONTH_DRAWN", "更晚月份已编制工资单"
    KNOWN_BEFORE_LAST = "KNOWN_BEFORE_LAST", "知悉时刻早于上一张工资单"
    SLIP_TOO_LARGE = "SLIP_TOO_LARGE", "工资单过大"


class PayCheck(Term):
    """What is unusual in a slip: somebody looks at it and waives it by name, as an exception."""

    STILL_OWED = "STILL_OWED", "已离职, 尚有应退未退款项"
    MONTH_SKIPPED = "MONTH_SKIPPED", "更早月份没有发放"
    YEAR_NOT_TAKEN_OVER = "YEAR_NOT_TAKEN_OVER", "年中起发, 没有接转当年已发工资"
    YEAR_COUNTED_TWICE = "YEAR_COUNTED_TWICE", "接转月数与本系统发放月份重叠"
    UNUSUAL_AMOUNT = "UNUSUAL_AMOUNT", "应发金额异常"
    UNUSUAL_DEDUCTION = "UNUSUAL_DEDUCTION", "专项附加扣除金额异常"
    SHARED_ACCOUNT = "SHARED_ACCOUNT", "工资账户与他人相同"
    NOTHING_LEFT = "NOTHING_LEFT", "有应发而实发为零"


def word_of(text: str) -> PayException | PayCheck:
    """An exception or a check by its word: lists show both alike."""
    return PayCheck(text) if text in set(PayCheck) else PayException(text)


class PayRunOpened(Event, room="gateway", about="pay_run", zh="开启发薪", recordable=False):
    """Whom it pays, for which month, and exactly what is known: the same preview at any time."""

    month: Month
    scope: RunScope
    category: RunCategory
    unit_id: ShortText | None = None
    first_month: Month  # Where runs of this part of the bureau began.
    known_at: Instant
    rules_sha256: Sha256  # Of every pay policy there is.
    approvals_needed: Annotated[int, Field(strict=True, ge=1, le=5)]
    roster_pos: Position
    assessment_pos: Position
    training_pos: Position
    roster_chain: Sha256
    assessment_chain: Sha256
    training_chain: Sha256
    policies_pos: Position | None = None  # As in DecisionRecorded.
    note: Remark = ""


class PaySlipDrawn(Event, room="gateway", zh="编制工资单", recordable=False):
    """The engine's slip, to the byte. Nothing is paid by it until its run is released."""

    run: UUID
    month: Month
    unit_id: ShortText | None = None
    category: ShortText
    outcome: ShortText
    gross_fen: Sum
    own_fen: Sum
    tax_fen: Sum
    net_fen: Sum
    unit_fen: Sum
    slip: Annotated[str, Field(max_length=500_000)]  # Canonical JSON.
    slip_sha256: Sha256
    exceptions: tuple[PayException, ...] = ()
    checks: tuple[PayCheck, ...] = ()
    withheld: Flag = False
    replaces: UUID | None = None  # The slip of the same run that this one mends.


class PaySlipMissing(Event, room="gateway", zh="未能编制工资单", recordable=False):
    """Somebody who belongs to the run and has no slip, and why: nobody is left out silently."""

    run: UUID
    month: Month
    unit_id: ShortText | None = None
    exceptions: tuple[PayException, ...]
    detail: Remark = ""


class PayRunDrawn(Event, room="gateway", about="pay_run", zh="工资单编制完毕", recordable=False):
    """Everybody of the run has a slip, or is listed without one."""

    people: Count
    slips: Count
    missing: Count
    not_serving: Count  # On the rolls of the part, but not paid in this month.


class PayExceptionWaived(Event, room="gateway", zh="例外放行", recordable=False):
    """About the person: by name, with a reason."""

    run: UUID
    exceptions: tuple[PayException, ...]
    checks: tuple[PayCheck, ...] = ()
    reason: ShortText


class PaySlipMended(Event, room="gateway", zh="重编单张工资单", recordable=False):
    """One slip drawn again at a later instant; the others stay as they are, to the byte."""

    run: UUID
    reason: ShortText
    known_at: Instant


class PaySlipWithheld(Event, room="gateway", zh="暂扣工资单", recordable=False):
    """Kept back before release; the next run pays the month."""

    run: UUID
    reason: ShortText


class PayRunProposed(Event, room="gateway", about="pay_run", zh="提请审批发薪", recordable=False):
    """What those who approve are shown."""

    slips: Count
    missing: Count
    gross_fen: Sum
    own_fen: Sum
    tax_fen: Sum
    net_fen: Sum
    unit_fen: Sum
    slips_sha256: Sha256  # Of every person's slip or reason for having none.


class PayRunApproved(Event, room="gateway", about="pay_run", zh="审批发薪", recordable=False):
    """Does not count for the approver's own slip, where there is one in the run."""

    person: ShortText | None = None
    on_run: Flag = False
    note: Remark = ""


class PayRunReturned(Event, room="gateway", about="pay_run", zh="退回发薪", recordable=False):
    reason: ShortText


class PayFile(Event):
    """One file of a release, by its bytes, with its control totals."""

    name: ShortText
    media_type: ShortText
    size: Count  # Bytes.
    sha256: Sha256
    people: Count
    net_fen: Sum


class PayRunReleased(Event, room="gateway", about="pay_run", zh="发放工资", recordable=False):
    """From here on the slips are what was paid."""

    slips: Count
    net_fen: Sum
    slips_sha256: Sha256
    files: tuple[PayFile, ...]


class PayRunClosed(Event, room="gateway", about="pay_run", zh="发薪关账", recordable=False):
    """Nothing in it changes any more: what is learnt later flows into the next run."""

    note: Remark = ""


class PayRunCancelled(Event, room="gateway", about="pay_run", zh="作废发薪", recordable=False):
    """Before its release: its slips count for nothing."""

    reason: ShortText
