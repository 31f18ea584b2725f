"""How a slip and its lines are told, in Chinese and English. Pure."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from services.gateway.decision.decision import Decision, Outcome
from services.gateway.decision.finding import Cited, Finding
from services.gateway.decision.line import Line, LineCause, PolicyUsed
from services.gateway.decision.question import Reading
from services.gateway.pay.items import TERMS
from services.gateway.pay.rounding import yuan
from services.kernel.errors import Text
from services.kernel.event import event_types

REASONS: Final[Mapping[str, Text]] = {
    "CONFLICT": Text("档案记载互相矛盾, 本月暂缓发放", "facts contradict each other: held"),
    "NOT_IN_TABLE": Text("工资表中没有该档, 本月暂缓发放", "not in the pay table: held"),
    "NOT_SERVING": Text("本月不在职", "not serving in this month"),
    "OVERTIME_36H": Text("月加班超过三十六小时", "more than 36 hours of overtime in a month"),
    "WITHHELD": Text("由经办人暂扣, 本月不发放", "withheld by name: not paid this month"),
    "STILL_OWED": Text("尚有应退未退款项", "something is still owed by the person"),
    "ORDER_SET_ASIDE": Text(
        "警衔命令依法不应存在, 不作发放依据", "a rank order should not stand: not paid by"
    ),
}

SENTENCES: Final[Mapping[str, Callable[[Finding], Text]]] = {
    "no_conflict": lambda f: Text(
        f"{f.found.get('on')} 的记载互相矛盾, 须由人确认",
        f"facts of {f.found.get('on')} contradict each other",
    ),
    "in_pay_table": lambda f: Text(
        f"工资表中没有 {f.found.get('what')}", f"the pay table has no {f.found.get('what')}"
    ),
    "is_serving": lambda _: Text("本月不在职", "not serving in this month"),
    "overtime_within_limit": lambda f: Text(
        f"{f.found.get('month')} 加班 {_hours(f.found.get('minutes'))} 小时, "
        f"上限 {f.required.get('hours')} 小时",
        f"{_hours(f.found.get('minutes'))} hours of overtime in {f.found.get('month')}, "
        f"at most {f.required.get('hours')} are allowed",
    ),
    "released": lambda _: Text("本工资单已暂扣", "this slip is withheld"),
    "nothing_owed": lambda f: _owed(f.found),
    "order_stands": lambda f: Text(
        f"{f.found.get('on')} 的警衔命令不应存在, 津贴按应有警衔计发",
        f"the rank order of {f.found.get('on')} should not stand; paid by the rank as it should be",
    ),
}


_OWED: Final[Mapping[str, Text]] = {
    "wages_fen": Text("多发工资", "wages overpaid"),
    "advanced_fen": Text("单位垫付", "advanced by the unit"),
    "damage_fen": Text("赔偿", "damage"),
}


def _owed(found: Mapping[str, Any]) -> Text:
    parts = [(text, yuan(found[name])) for name, text in _OWED.items() if found.get(name)]
    total = yuan(found["owed_fen"])
    return Text(
        f"尚欠 {total}: " + ", ".join(f"{text.zh} {fen}" for text, fen in parts),
        f"still owed {total}: " + ", ".join(f"{text.en} {fen}" for text, fen in parts),
    )


def _hours(minutes: object) -> str:
    return f"{int(str(minutes)) / 60:g}"  # Shown only; nothing is reckoned with it.


def headline(decision: Decision) -> Text:
    """`工资 2024-08: 应发 9990.00, 实发 7398.74`"""
    month = f"{decision.as_of:%Y-%m}"
    as_known = _as_known(decision)
    if decision.outcome != Outcome.PROPOSE:
        why = [REASONS[r] for r in decision.reasons if r in REASONS]
        return Text(
            f"工资 {month}{as_known.zh}: {decision.outcome.zh}, 因为 "
            + "; ".join(w.zh for w in why),
            f"pay {month}{as_known.en}: {decision.outcome.value}, because "
            + "; ".join(w.en for w in why),
        )
    total = decision.totals
    return Text(
        f"工资 {month}{as_known.zh}: 应发 {yuan(total['gross_fen'])}, "
        f"个人缴费 {yuan(total['own_fen'])}, 个税 {yuan(total['tax_fen'])}, "
        f"实发 {yuan(total['net_fen'])}",
        f"pay {month}{as_known.en}: gross {yuan(total['gross_fen'])}, own contributions "
        f"{yuan(total['own_fen'])}, tax {yuan(total['tax_fen'])}, net {yuan(total['net_fen'])}",
    )


def _as_known(decision: Decision) -> Text:
    if decision.reading != Reading.AS_KNOWN.value or decision.known_at is None:
        return Text("", "")
    at = f"{decision.known_at:%Y-%m-%d %H:%M} UTC"
    return Text(
        f" (按 {at} 所知本月应有; 已发多少见工资条)",
        f" (as it should be by what was known at {at}; what was paid stands on the pay slips)",
    )


def tell_line(line: Line) -> Text:
    """What, of which month, how much, how reckoned, and why it differs."""
    zh_part, zh_item = TERMS.get(line.part, line.part), TERMS.get(line.item, line.item)
    zh = f"{zh_part} {zh_item} {yuan(line.amount_fen)}"
    en = f"{line.part} {line.item.replace('_', ' ')} {yuan(line.amount_fen)}"
    if line.due_fen is not None and line.settled_fen is not None:
        due, paid = yuan(line.due_fen), yuan(line.settled_fen)
        zh = f"{line.month} {zh} (应为 {due}, 已结 {paid})"
        en = f"{line.month} {en} (should be {due}, settled {paid})"
        zh += "".join(f"; {_cause(c, 'zh')}" for c in line.causes)
        en += "".join(f"; {_cause(c, 'en')}" for c in line.causes)
    if line.formula and line.inputs:
        inputs = ", ".join(f"{name}={value}" for name, value in line.inputs.items())
        zh, en = f"{zh} = {line.formula} [{inputs}]", f"{en} = {line.formula} [{inputs}]"
    return Text(zh, en)


def tell_causes(line: Line) -> Text:
    """Why a difference is one: facts by kind, day and event, policies by id."""
    zh, en = (
        "; ".join(_cause(cause, language) for cause in line.causes) for language in ("zh", "en")
    )
    return Text(zh, en)


def _cause(cause: LineCause, language: str) -> str:
    word = cause.why.zh if language == "zh" else cause.why.value
    if cause.policy is not None:
        return f"{word} {_policy(cause.policy)}"
    if cause.fact is None:
        return word
    by = f" <- {_fact(cause.by, language)}" if cause.by is not None else ""
    return f"{word} {_fact(cause.fact, language)}{by}"


def _fact(cited: Cited, language: str) -> str:
    cls = event_types().get(cited.type)
    name = cls.ZH if cls is not None and language == "zh" else cited.type.split(".")[1]
    return f"{name} {cited.effective_on} ({cited.event_id})"


def _policy(policy: PolicyUsed) -> str:
    return f"{policy.id} ({policy.sha256[:12]})"
