"""What the organisation cannot be: each refusal with its numbers and names. Pure."""

from collections.abc import Sequence

from services.kernel.errors import Refused, conflict, invalid
from services.roster.events import Category, UnitKind

NAMED_MAX = 20


def loop(line: Sequence[str]) -> Refused:
    way = " → ".join(line)
    return conflict(
        "unit_loop",
        f"单位隶属关系成环: {way}",
        f"the unit would be below itself: {way}",
    )


def too_deep(unit_id: str, depth: int, most: int) -> Refused:
    return conflict(
        "unit_too_deep",
        f"单位 {unit_id} 位于第 {depth} 层, 最多 {most} 层",
        f"unit {unit_id} would be {depth} levels deep; at most {most}",
    )


def parent_closed(unit_id: str) -> Refused:
    return conflict(
        "parent_unit_closed",
        f"上级单位 {unit_id} 届时已撤销",
        f"the unit above, {unit_id}, is closed by then",
    )


def parent_unknown(unit_id: str, parent_id: str, day: str) -> Refused:
    return conflict(
        "parent_unit_unknown",
        f"单位 {unit_id} 的上级单位 {parent_id} 在 {day} 尚未设立; 请先设立上级单位",
        f"{parent_id}, above unit {unit_id}, is not there on {day}: set it up first",
    )


def kind_above(name: str, kind: UnitKind, above: str, kind_of_above: UnitKind) -> Refused:
    return conflict(
        "unit_kind_above",
        f"{name} ({kind.zh}) 不能隶属于 {above} ({kind_of_above.zh})",
        f"{name} ({kind.value}) cannot be below {above} ({kind_of_above.value})",
    )


def had_people_before(unit_id: str, first: str) -> Refused:
    return conflict(
        "unit_had_people_before",
        f"单位 {unit_id} 自 {first} 起已有人员, 设立日期不能晚于该日",
        f"people serve in unit {unit_id} since {first}: it cannot have been set up later",
    )


def unit_closed(unit_id: str, day: str) -> Refused:
    return conflict(
        "unit_closed",
        f"单位 {unit_id} 自 {day} 起已撤销, 不能分配人员",
        f"unit {unit_id} is closed from {day} on: nobody can be posted to it",
    )


def has_parts(names: Sequence[str]) -> Refused:
    shown = listed(names)
    return conflict(
        "unit_has_parts",
        f"尚有 {len(names)} 个下属单位, 请先划转或撤销: {shown}",
        f"{len(names)} units are still below it, move or close them first: {shown}",
    )


def has_people(names: Sequence[str]) -> Refused:
    shown = listed(names)
    return conflict(
        "unit_has_people",
        f"尚有 {len(names)} 人在该单位, 请先调整去向或使用合并: {shown}",
        f"{len(names)} people are still there, post them elsewhere or merge the unit: {shown}",
    )


def has_leaders(names: Sequence[str]) -> Refused:
    shown = listed(names)
    return conflict(
        "unit_has_leaders",
        f"尚有领导任职未免: {shown}",
        f"its leaders have not been relieved: {shown}",
    )


def over_quota(unit: str, category: Category, places: int, would_be: int) -> Refused:
    return conflict(
        "over_quota",
        f"{unit} 核定{category.zh}员额 {places}, 分配后为 {would_be}, 超出 {would_be - places}; "
        "确需超员须由有权人注明 over_quota_reason",
        f"{unit} has {places} places for {category.value}, this would make {would_be}, "
        f"{would_be - places} too many; somebody entitled may state over_quota_reason",
    )


def not_an_officer(officer_id: str) -> Refused:
    return invalid(
        "responsible_not_an_officer",
        f"带辅民警须为当日在职民警: {officer_id}",
        f"whoever answers for an auxiliary must serve as an officer that day: {officer_id}",
    )


def listed(names: Sequence[str]) -> str:
    """The first of them, so that an answer stays short."""
    shown = ", ".join(names[:NAMED_MAX])
    return f"{shown} ..." if len(names) > NAMED_MAX else shown
