"""How findings of a contract renewal are told, in Chinese and English, by claim. Pure."""

from collections.abc import Mapping
from typing import Final

from services.assessment.events import Grade
from services.gateway.decision.sentences import Sentence, Teller
from services.kernel.errors import Text
from services.roster.events import BarKind, ContractKind

TARGETS: Final[Mapping[str, str]] = {kind.value: kind.zh for kind in ContractKind}
TERMS: Final[Mapping[str, str]] = {
    **TARGETS,
    **{term.value: term.zh for terms in (Grade, BarKind) for term in terms},
    "renewal": "续订",
}
REASONS: Final[Mapping[str, Text]] = {
    "NOT_DUE": Text("未到提出续订的时间", "too early to propose"),
    "FAILED_YEAR": Text("最近年度考核不合格, 是否续订由人决定", "failed year: a person decides"),
    "NO_CONTRACT": Text("没有劳动合同记载", "no contract on file"),
    "OPEN_CONTRACT": Text("已是无固定期限合同", "the contract has no fixed term"),
    "CONTRACT_ENDED": Text("合同已解除或终止", "the contract has ended"),
    "NOT_SERVING": Text("已不在职", "no longer serving"),
    "NOT_AUXILIARY": Text("不是辅警", "not an auxiliary"),
    "CONFLICT": Text("档案记载互相矛盾", "facts on file contradict each other"),
}
PARTICULARS: Final[Mapping[str, Text]] = {
    "contract": Text("应续订的种类", "kind of the next contract"),
    "fixed_contracts": Text("已订固定期限合同次数", "fixed-term contracts so far"),
    "last_day": Text("合同最后一日", "last day of the contract"),
    "expired": Text("合同已期满", "the contract has run out"),
}
_tell = Teller(TERMS)
SENTENCES: Final[Mapping[str, Sentence]] = {
    "renewal_due": _tell.says(
        "合同至 {f.last_day}, 自 {f.due_on} 起提出续订",
        "the contract runs to {f.last_day}: renewal is proposed from {f.due_on}",
    ),
    "fixed_term_possible": _tell.says(
        "已订固定期限合同 {f.contracts} 次, 在本单位满 {f.years} 年, 可订固定期限",
        "{f.contracts} fixed terms, {f.years} years: a fixed term is possible",
        "已订固定期限合同 {f.contracts} 次, 在本单位满 {f.years} 年, 应订无固定期限",
        "{f.contracts} fixed terms, {f.years} years: the next has no fixed term",
    ),
    "latest_year_passed": _tell.says(
        "最近年度({f.year})考核{f.grade}", "latest annual grade ({f.year}): {f.grade}"
    ),
    "runs_on_by_law": _tell.says(
        "{f.bar}, 合同续延至该情形消失", "{f.bar}: the contract runs on until it ends"
    ),
    "renewable": _tell.says("没有可续订的合同", "there is no contract to renew"),
    "no_conflict": _tell.says("记载互相矛盾, 须由人确认", "facts contradict each other"),
}
