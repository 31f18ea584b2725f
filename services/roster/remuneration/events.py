"""Pay facts of one person that no other room produces, as published. Pure."""

from typing import Annotated

from pydantic import Field

from services.kernel.event import Event
from services.kernel.term import Term
from services.kernel.values import Day, Fen, Flag, Month, Remark, ShortText, Year


class OfficerPayItem(Term):
    """Fixed monthly items of an officer (公务员法 art. 80)."""

    POST = "post", "职务工资", "职级工资"
    GRADE = "grade", "级别工资"
    WORK_ALLOWANCE = "work_allowance", "工作性津贴"
    LIVING_ALLOWANCE = "living_allowance", "生活性补贴"
    DUTY_ALLOWANCE = "duty_allowance", "值勤岗位津贴"
    HARDSHIP = "hardship", "艰苦边远地区津贴"
    HOUSING = "housing", "住房补贴"
    TRANSPORT = "transport", "交通补贴"
    PERFORMANCE = "performance", "基础绩效奖"
    OTHER = "other", "其他固定项目"


class PayItemSet(Event, room="roster", zh="固定工资项目", one_by=("effective_on", "item")):
    """The monthly amount of one item from the effective day; 0 ends it."""

    item: OfficerPayItem
    monthly_fen: Fen


class ContributionBaseSet(Event, room="roster", zh="缴费工资", one_by=("effective_on",)):
    """Own average monthly wage of the year before, from which the bases are derived."""

    average_monthly_wage_fen: Fen


class OwnContributionsGiven(Event, room="roster", zh="个人缴费合计"):
    """Own contributions of a month as taken over from another system, instead of derived ones."""

    monthly_fen: Fen


class GrossGiven(Event, room="roster", zh="应发合计"):
    """A month's gross wage as taken over from another system, instead of derived items."""

    monthly_fen: Fen


class DeductionKind(Term):
    """专项附加扣除 and other lawful deductions."""

    CHILD_EDUCATION = "child_education", "子女教育"
    INFANT = "infant", "婴幼儿照护"
    ELDERLY = "elderly", "赡养老人"
    MORTGAGE = "mortgage", "住房贷款利息"
    RENT = "rent", "住房租金"
    EDUCATION = "education", "继续教育"
    OTHER = "other", "其他扣除"


class SpecialDeductionDeclared(Event, room="roster", zh="专项附加扣除"):
    """A monthly amount for the months named, first and last included."""

    kind: DeductionKind
    monthly_fen: Fen
    first_month: Month
    last_month: Month | None = None


class YearWagesTakenOver(Event, room="roster", zh="年度工资扣缴情况"):
    """What this unit paid and withheld in a calendar year before our own runs.

    Of a year that our runs go on with, the last three open the cumulative tax.
    """

    year: Year
    wages_fen: Fen
    months_withheld: Annotated[int, Field(strict=True, ge=0, le=12)]
    own_contributions_fen: Fen = 0
    special_deductions_fen: Fen = 0
    tax_withheld_fen: Fen = 0


class DamageOrdered(Event, room="roster", zh="赔偿扣款"):
    """Compensation for damage to be taken from wages (工资支付暂行规定 art. 16)."""

    amount_fen: Fen
    document_no: Remark = ""


class BonusGranted(Event, room="roster", zh="奖金"):
    """Paid with the month named."""

    month: Month
    amount_fen: Fen
    taxed_alone: Flag = False  # 全年一次性奖金单独计税.
    title: Remark = ""


class LeavePayGranted(Event, room="roster", zh="未休年假报酬"):
    """Unused annual leave by the unit's cause, paid with the month named."""

    month: Month
    days: Annotated[int, Field(strict=True, ge=0, le=30)]
    average_monthly_wage_fen: Fen  # Last twelve months without overtime.
    own_wish: Flag = False


class SeveranceGranted(Event, room="roster", zh="经济补偿"):
    """Owed for a contract that ended on the effective day, paid with the month named.

    Source: 劳动合同法 art. 46, 47. How many months it is follows from the service on file.
    """

    month: Month
    average_monthly_wage_fen: Fen  # Last twelve months before the end.


class PaySettled(Event, room="roster", zh="已结工资"):
    """A month paid before our own runs, line by line, as the other system paid it."""

    month: Month
    paid_in: Month
    line: ShortText
    amount_fen: Annotated[int, Field(strict=True, ge=-10_000_000_000, le=10_000_000_000)]
    paid_on: Day | None = None


class BankAccountSet(
    Event, room="roster", zh="工资账户", masked=("account_no",), one_by=("effective_on",)
):
    """Where wages are paid to from the effective day; answers show the last four digits only."""

    bank: ShortText
    account_no: Annotated[str, Field(pattern=r"^[0-9]{8,30}$")]
    holder: ShortText | None = None  # Where it is not the person's own name.
