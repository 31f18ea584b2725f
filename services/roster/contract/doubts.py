"""What of the labour contracts on file cannot all be so, or is against the law. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from services.kernel.doubt import Doubt, doubt
from services.kernel.fact import Fact
from services.kernel.legal_dates import ONE_DAY
from services.roster.contract.events import ContractEnded, ContractSigned, EndingPath
from services.roster.health.events import DismissalBarBegan
from services.roster.history_policy import Bounds
from services.roster.person.events import LeavingKind, ServiceLeft
from services.roster.whole import Whole


@dataclass
class _Contract:
    """One contract, and what is said to have ended it."""

    signed: Fact
    endings: list[Fact] = field(default_factory=list)
    left_on: date | None = None

    @property
    def last_day(self) -> date:
        """The day after which it does not run any more, as far as the file says."""
        days = [self.signed.data.last_day, self.left_on, *(f.effective_on for f in self.endings)]
        return min((day for day in days if day is not None), default=date.max)


def of_contracts(whole: Whole, bounds: Bounds | None) -> Iterator[Doubt]:
    contracts, homeless = _contracts(whole)
    for fact in homeless:
        zh = "该日没有已登记的劳动合同: 请补登合同, 或更正日期"
        en = "no contract on file had begun by that day: record the contract, or correct the day"
        yield doubt("ending_without_contract", zh, en, (fact,), holds=False)
    for contract in contracts:
        yield from _endings(contract, whole)
    for before, after in pairwise(contracts):
        if _overlap(before, after):
            zh = f"两份劳动合同重叠 (前一份至 {_shown(before.last_day)})"
            en = f"two contracts overlap (the first runs to {_shown(before.last_day)})"
            yield doubt("contracts_overlap", *_mending(zh, en), (before.signed, after.signed))
    yield from _second_probation(contracts)
    if bounds is not None:
        yield from barred(whole, bounds)


def _contracts(whole: Whole) -> tuple[list[_Contract], list[Fact]]:
    """The contracts in order of their first day; and endings that none had begun before."""
    contracts = [_Contract(fact) for fact in whole.of(ContractSigned)]
    homeless: list[Fact] = []
    for left in whole.of(ServiceLeft):
        begun = [c for c in contracts if c.signed.effective_on <= left.effective_on]
        if begun and begun[-1].left_on is None:
            begun[-1].left_on = left.effective_on
    for ended in whole.of(ContractEnded):
        found = _ended_by(contracts, ended)
        if found is None:
            homeless.append(ended)
        else:
            found.endings.append(ended)
    return contracts, homeless


def _ended_by(contracts: Sequence[_Contract], ended: Fact) -> _Contract | None:
    """The last one begun; the one before where the next begins that very day."""
    begun = [c for c in contracts if c.signed.effective_on <= ended.effective_on]
    if len(begun) > 1 and begun[-1].signed.effective_on == ended.effective_on:
        before = begun[-2]
        if not before.endings and before.last_day >= ended.effective_on - ONE_DAY:
            return before
    return begun[-1] if begun else None


def _endings(contract: _Contract, whole: Whole) -> Iterator[Doubt]:
    if len(contract.endings) > 1:
        zh, en = "同一份劳动合同有多次终止", "one contract is said to have ended more than once"
        yield doubt("contract_ended_twice", *_mending(zh, en), contract.endings)
    last_day = contract.signed.data.last_day
    for ended in contract.endings:
        expired = ended.data.path == EndingPath.EXPIRY
        if expired and (last_day is None or ended.effective_on < last_day):
            shown = "无固定期限" if last_day is None else f"合同至 {last_day}"
            zh = f"{ended.effective_on} 尚未期满 ({shown}), 不能期满终止"
            en = f"cannot have expired on {ended.effective_on}: it runs to {last_day or 'no day'}"
            yield doubt("expired_in_mid_term", *_mending(zh, en), (contract.signed, ended))
        elif last_day is not None and ended.effective_on > last_day + ONE_DAY:
            if _bars_on(whole, last_day):  # 劳动合同法 art. 45: it runs on while a bar stands.
                continue
            zh = f"合同已于 {last_day} 期满, 却于 {ended.effective_on} 终止"
            en = f"it had run out on {last_day}, yet is said to end on {ended.effective_on}"
            facts = (contract.signed, ended)
            yield doubt("ended_after_expiry", *_mending(zh, en), facts, holds=False)


def _overlap(before: _Contract, after: _Contract) -> bool:
    begins_on = after.signed.effective_on
    if before.signed.effective_on == begins_on:
        return False  # Two of one day: said differently.
    if begins_on in (before.left_on, *(f.effective_on for f in before.endings)):
        return False  # One ends on the day, the next begins.
    return before.last_day >= begins_on


def _second_probation(contracts: Sequence[_Contract]) -> Iterator[Doubt]:
    """劳动合同法 art. 19(2): once between the same two; void beyond, and yet it may be agreed."""
    probations = [c.signed for c in contracts if c.signed.data.probation_months]
    if len(probations) > 1:
        zh = "同一用人单位与同一劳动者只能约定一次试用期 (劳动合同法第十九条第二款)"
        en = "one employer and one employee agree on a probation once (劳动合同法 art. 19(2))"
        yield doubt("second_probation", *_mending(zh, en), probations, holds=False)


def barred(whole: Whole, bounds: Bounds) -> Iterator[Doubt]:
    """Let go while the law forbade it: it may have happened, and then it has consequences."""
    for fact in whole.of(ContractEnded, ServiceLeft):
        bars, source = bars_against(fact, whole, bounds)
        if bars:
            named = "、".join(bar.data.bar.zh for bar in bars)
            zh = f"{fact.effective_on} 仍有{named}情形, 不得解除或辞退 ({source}); "
            zh += "情形有误的请更正; 确已解除的属违法解除 (劳动合同法第四十八条), 请人事部门处理"
            en = f"let go on {fact.effective_on} while {', '.join(b.data.bar for b in bars)} stood "
            en += f"({source}): correct the bar if it is wrong; else HR deals with it (art. 48)"
            yield doubt("let_go_while_barred", zh, en, (fact, *bars), holds=False)


def bars_against(fact: Fact, whole: Whole, bounds: Bounds) -> tuple[list[Fact], str]:
    """The bars that stand against this ending of a contract or service, and the clause."""
    law = bounds.law(fact.effective_on)
    if fact.type == ContractEnded.TYPE and fact.data.path in law.barred_contract_endings.paths:
        kinds, source = law.barred_contract_endings.bar_kinds, law.barred_contract_endings.source
    elif fact.type == ServiceLeft.TYPE and fact.data.kind == LeavingKind.DISMISSED:
        kinds, source = law.barred_dismissals.bar_kinds, law.barred_dismissals.source
    else:
        return [], ""
    return [b for b in _bars_on(whole, fact.effective_on) if b.data.bar in kinds], source


def _bars_on(whole: Whole, day: date) -> list[Fact]:
    return [
        bar
        for bar in whole.of(DismissalBarBegan)
        if bar.effective_on <= day and (bar.data.last_day is None or day <= bar.data.last_day)
    ]


def _shown(day: date) -> str:
    return "-" if day == date.max else str(day)


def _mending(zh: str, en: str) -> tuple[str, str]:
    return (
        f"{zh}: 请人事部门核对合同原件, 更正或撤销不实的记载",
        f"{en}: HR looks at the papers, and corrects or revokes what is wrong",
    )
