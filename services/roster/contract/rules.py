"""What a labour contract cannot be in itself, and what the law forbids to end today. Pure."""

from collections.abc import Sequence
from datetime import date

from services.kernel.errors import conflict, invalid_field
from services.kernel.fact import Fact
from services.roster.contract.doubts import bars_against
from services.roster.contract.events import ContractKind
from services.roster.history_policy import Bounds
from services.roster.whole import Whole


def days_of_the_contract(_whole: Sequence[Fact], new: Fact) -> None:
    """A fixed term has an end, an open one has none. Source: 劳动合同法 art. 13, 14."""
    fixed, last_day = new.data.kind == ContractKind.FIXED, new.data.last_day
    if fixed and last_day is None:
        raise invalid_field(
            "last_day",
            "fixed_contract_without_last_day",
            "固定期限劳动合同须约定终止时间, 请填写 last_day (劳动合同法第十三条)",
            "a fixed-term contract has an agreed last day: give last_day (劳动合同法 art. 13)",
        )
    if not fixed and last_day is not None:
        raise invalid_field(
            "last_day",
            "open_contract_with_last_day",
            "无固定期限劳动合同无确定终止时间, 不应有 last_day (劳动合同法第十四条)",
            "an open contract has no last day: leave last_day out (劳动合同法 art. 14)",
        )
    if last_day is not None and last_day < new.effective_on:
        raise invalid_field(
            "last_day",
            "contract_ends_before_it_begins",
            f"合同截止日期 {last_day} 不得早于开始日期 {new.effective_on}",
            f"a contract cannot end on {last_day}, before it begins on {new.effective_on}",
        )


def probation_is_lawful(bounds: Bounds, _whole: Sequence[Fact], new: Fact) -> None:
    """By the length of the term. Source: 劳动合同法 art. 19."""
    agreed, law = new.data.probation_months, bounds.law(new.effective_on).probation
    most = law.months_max(new.effective_on, new.data.last_day)
    if agreed > most:
        raise invalid_field(
            "probation_months",
            "probation_too_long",
            f"该期限的合同试用期最长 {most} 个月, 不能约定 {agreed} 个月 ({law.source})",
            f"a contract of this term admits {most} months of probation, not {agreed} "
            f"({law.source})",
        )


def not_barred(bounds: Bounds, whole: Sequence[Fact], new: Fact, today: date) -> None:
    """What is still to be done is not done against the law; what has been done is on file.

    An ending before today has happened, lawful or not: it is kept, and shown as a doubt.
    """
    if new.effective_on < today:
        return
    bars, source = bars_against(new, Whole(whole), bounds)
    if bars:
        bar = bars[0]
        until = bar.data.last_day or "另行登记"
        raise conflict(
            "dismissal_barred",
            f"{bar.effective_on} 起有{bar.data.bar.zh}情形 (至 {until}), "
            f"{new.effective_on} 不得解除或辞退 ({source}); 情形有误的请先更正",
            f"{bar.data.bar.value} stands from {bar.effective_on} to {bar.data.last_day or '-'}: "
            f"nobody can be let go on {new.effective_on} ({source}); correct the bar if wrong",
        )
