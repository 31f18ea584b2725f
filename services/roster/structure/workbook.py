"""The structure tables as sheets. Pure."""

from services.kernel.errors import Text
from services.kernel.sheet.writing import Cell, Column, Page, workbook
from services.roster.events import Category
from services.roster.structure.view import Language, LineView, StructureView, in_language

_TOTAL = Text("合计", "total")


def structure_workbook(view: StructureView, language: Language) -> bytes:
    def say(zh: str, en: str) -> str:
        return in_language(Text(zh, en), language)

    shown = [*Category]
    names = [c.zh if language == "zh" else c.value.replace("_", " ") for c in shown]
    heads = [*names, say("辅警小计", "auxiliaries"), in_language(_TOTAL, language)]

    def row(line: LineView) -> list[Cell]:
        counts: list[Cell] = [line.counts.get(category.value) for category in shown]
        return [line.label, *counts, line.auxiliary, line.total]

    pages = [
        Page(
            say("概况", "overview"),
            [Column(say("项目", "item")), Column(say("数值", "value"))],
            [[name, value] for name, value in _overview(view, language)],
        )
    ]
    for table in view.tables:
        columns = [Column(table.title), *map(Column, heads)]
        pages.append(Page(table.title, columns, [row(line) for line in table.lines]))
    left = [Column(say("离职原因", "reason")), *map(Column, heads)]
    pages.append(Page(say("离职", "left"), left, [row(line) for line in view.turnover.left]))
    titles = (
        "单位编号 unit id",
        "单位 unit",
        "类别 category",
        "核定 places",
        "在编 used",
        "余额 free",
    )
    pages.append(
        Page(
            say("员额", "quota"),
            [Column(title.split(" ", 1)[language == "en"]) for title in titles],
            [
                [use.unit_id, use.unit_name, use.label, use.places, use.used, use.free]
                for use in view.quotas
            ],
        )
    )
    return workbook(pages)


def _overview(view: StructureView, language: Language) -> list[tuple[str, Cell]]:
    lines: list[tuple[str, str, Cell]] = [
        ("单位", "unit", view.unit_name or in_language(Text("全局", "the whole bureau"), language)),
        ("截至", "as of", view.as_of.isoformat()),
        ("知悉时刻", "known at", view.known_at.isoformat()),
        ("口径", "policy", view.policy),
        ("合计", "total", view.total),
        ("辅警占比 %", "auxiliaries %", view.auxiliary_percent),
        ("未落单位", "in no unit", view.unplaced),
        ("期间自", "turnover from", view.turnover.from_on.isoformat()),
        ("期间至", "turnover until", view.turnover.until_on.isoformat()),
        ("期初", "at start", view.turnover.at_start),
        ("入职", "entered", sum(view.turnover.entered.values())),
        ("调入", "moved in", view.turnover.moved_in),
        ("离职", "left", view.turnover.left_total),
        ("调出", "moved out", view.turnover.moved_out),
        ("期末", "at end", view.turnover.at_end),
        ("基层警力 %", "grassroots %", view.grassroots.percent),
        ("基层警力下限 %", "grassroots minimum %", view.grassroots.percent_min),
    ]
    return [(zh if language == "zh" else en, value) for zh, en, value in lines]
