"""The unit tree, who leads what, quotas, and where each person serves. Pure."""

from datetime import date

from services.cli.demo_bureau.people import OFFICERS, Person
from services.cli.demo_bureau.row import Row
from services.roster.events import (
    Category,
    DutyPost,
    LeaderRole,
    UnitCreated,
    UnitKind,
    UnitLeaderAppointed,
    UnitQuotaApproved,
)

BUREAU = "bureau"
CREATED_ON = date(1990, 1, 1)
LEADERS_SINCE_DAYS = 400
TEAMS = ("team-1", "team-2", "team-3", "team-4")
# Short id -> name and kind, below the brigade.
PARTS: dict[str, tuple[str, UnitKind]] = {
    "general": ("综合办公室", UnitKind.OFFICE),
    "window": ("车驾管服务大厅", UnitKind.OFFICE),
    "command": ("指挥中心", UnitKind.OFFICE),
    "accident": ("事故处理中队", UnitKind.TEAM),
    "team-1": ("一中队", UnitKind.TEAM),
    "team-2": ("二中队", UnitKind.TEAM),
    "team-3": ("三中队", UnitKind.TEAM),
    "team-4": ("四中队", UnitKind.TEAM),
}
PLACE_OF_POST = {
    DutyPost.WINDOW: "window",
    DutyPost.ACCIDENT: "accident",
    DutyPost.CLERICAL: "general",
    DutyPost.COMMAND: "command",
    DutyPost.DRIVER: "general",
}
# Place in the brigade -> what he leads ("" is the brigade itself) and in which role.
LEADERS: dict[int, tuple[str, LeaderRole, str]] = {
    0: ("", LeaderRole.LEADER, "大队长"),
    15: ("", LeaderRole.DEPUTY, "教导员"),
    30: ("", LeaderRole.DEPUTY, "副大队长"),
    1: ("team-1", LeaderRole.LEADER, "一中队中队长"),
    26: ("team-2", LeaderRole.LEADER, "二中队中队长"),
    27: ("team-3", LeaderRole.LEADER, "三中队中队长"),
    28: ("team-4", LeaderRole.LEADER, "四中队中队长"),
    29: ("accident", LeaderRole.LEADER, "事故处理中队中队长"),
    31: ("window", LeaderRole.LEADER, "服务大厅主任"),
    32: ("general", LeaderRole.LEADER, "综合办公室主任"),
    33: ("command", LeaderRole.LEADER, "指挥中心主任"),
}
OFFICER_PLACES = (*TEAMS, *TEAMS, "accident", "accident", "command", "general")
QUOTAS = {
    Category.OFFICER: 36,
    Category.CIVIL: 6,
    Category.AUXILIARY_DUTY: 71,
    Category.AUXILIARY_CLERICAL: 44,
}
_NUMERALS = "一二三四五六七八九"


def unit_id(brigade: int, part: str = "") -> str:
    return f"brigade-{brigade}-{part}" if part else f"brigade-{brigade}"


def unit_rows(brigades: int) -> list[Row]:
    """Parents before children."""
    rows = [_created(BUREAU, "澜江市公安局", UnitKind.BUREAU, None)]
    for number in range(1, brigades + 1):
        name = "交通警察大队" if brigades == 1 else f"交通警察第{numeral(number)}大队"
        rows.append(_created(unit_id(number), name, UnitKind.BRIGADE, BUREAU))
        rows += [
            _created(unit_id(number, part), f"{name}{title}", kind, unit_id(number))
            for part, (title, kind) in PARTS.items()
        ]
        rows += [
            Row(
                unit_id(number),
                date(2020, 1, 1),
                UnitQuotaApproved(category=category, places=places),
            )
            for category, places in QUOTAS.items()
        ]
    return rows


def _created(unit: str, name: str, kind: UnitKind, parent: str | None) -> Row:
    return Row(unit, CREATED_ON, UnitCreated(name=name, kind=kind, parent_id=parent))


def numeral(number: int) -> str:
    """Chinese numerals up to 999: 1 is 一, 12 is 十二, 120 is 一百二十."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_NUMERALS[hundreds - 1]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else _NUMERALS[tens - 1]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (_NUMERALS[ones - 1] if ones else "")


def leader_row(person: Person, today: date) -> Row | None:
    """Leaders have led for a year and more, never longer than they hold a post."""
    found = LEADERS.get(person.place) if person.is_officer else None
    if found is None:
        return None
    part, role, _ = found
    on = date(today.year - 2, 3, 1 + person.place % 20)
    return Row(person.id, on, UnitLeaderAppointed(unit_id=unit_id(person.brigade, part), role=role))


def home_of(person: Person) -> str:
    """The unit in which a person serves today, or served last."""
    return unit_id(person.brigade, _part(person))


def visit_of(person: Person) -> str:
    """Where somebody served before a rotation."""
    here = _part(person)
    part = "team-2" if here != "team-2" else "team-3"
    return unit_id(person.brigade, "general" if here == "window" else part)


def position_of(person: Person) -> str:
    if person.is_officer:
        return LEADERS[person.place][2] if person.place in LEADERS else "民警"
    return person.duty_post.zh if person.duty_post is not None else "职员"


def _part(person: Person) -> str:
    if person.is_officer:
        if person.place in LEADERS:
            return LEADERS[person.place][0]
        return OFFICER_PLACES[(person.place - 2) % len(OFFICER_PLACES)]
    if person.duty_post is None:
        return ("general", "window")[(person.place - OFFICERS) % 2]
    return PLACE_OF_POST.get(person.duty_post) or TEAMS[person.place % len(TEAMS)]
