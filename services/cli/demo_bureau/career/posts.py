"""Post grades over an officer's career: old names until 2019, the grades of 职级 since. Pure."""

from dataclasses import dataclass
from datetime import date

from services.cli.demo_bureau.career.stories import Story
from services.cli.demo_bureau.people import Person
from services.cli.demo_bureau.row import Row
from services.kernel.legal_dates import next_day_after
from services.roster.events import PostAssigned, PostGrade, PostManner

GRADES_SINCE = date(2019, 6, 1)  # 公务员职务与职级并行规定 in force.
# Years since confirmation -> post grade; each is reached after the rank is inside its range.
USUAL = {
    0: PostGrade.CONSTABLE_GRADE_1,
    5: PostGrade.SERGEANT_4,
    8: PostGrade.SERGEANT_3,
    12: PostGrade.SERGEANT_2,
    18: PostGrade.SERGEANT_1,
    26: PostGrade.SENIOR_SERGEANT_4,
}
LADDERS = {
    "ceiling": {0: PostGrade.CONSTABLE_GRADE_1},
    "selection": {**USUAL, 20: PostGrade.SENIOR_SERGEANT_2},
    "master": {0: PostGrade.SERGEANT_4, 4: PostGrade.SERGEANT_3, 10: PostGrade.SERGEANT_2},
    "vocational": {
        0: PostGrade.CONSTABLE_GRADE_2,
        7: PostGrade.CONSTABLE_GRADE_1,
        10: PostGrade.SERGEANT_4,
        13: PostGrade.SERGEANT_3,
        17: PostGrade.SERGEANT_2,
    },
}
BEFORE_2019 = {
    PostGrade.CONSTABLE_GRADE_2: PostGrade.CLERK,
    PostGrade.CONSTABLE_GRADE_1: PostGrade.SECTION_MEMBER,
    PostGrade.SERGEANT_4: PostGrade.SECTION_DEPUTY,
    PostGrade.SERGEANT_3: PostGrade.SECTION_DEPUTY,
    PostGrade.SERGEANT_2: PostGrade.SECTION_CHIEF,
    PostGrade.SERGEANT_1: PostGrade.SECTION_CHIEF,
    PostGrade.SENIOR_SERGEANT_4: PostGrade.DIVISION_DEPUTY,
    PostGrade.SENIOR_SERGEANT_2: PostGrade.DIVISION_CHIEF,
}


@dataclass(frozen=True, slots=True)
class Held:
    """A post grade from a day on."""

    on: date
    grade: PostGrade
    manner: PostManner


def posts_of(story: Story, today: date) -> list[Held]:
    """In order; none before confirmation."""
    ladder = LADDERS.get(story.name, USUAL)
    reached = [(next_day_after(story.confirmed_on, 12 * y), grade) for y, grade in ladder.items()]
    current = [(on, grade) for on, grade in reached if on < GRADES_SINCE]
    if current:
        reached.append((GRADES_SINCE, max(current)[1]))
    found: list[Held] = []
    for on, grade in sorted(reached, key=lambda pair: pair[0]):
        named = BEFORE_2019[grade] if on < GRADES_SINCE else grade
        if on > today or (found and found[-1].grade == named):
            continue
        manner = PostManner.LATERAL if on == GRADES_SINCE else PostManner.APPOINTED
        found.append(Held(on, named, manner if found else PostManner.CONFIRMED))
    return found


def post_rows(person: Person, today: date) -> list[Row]:
    if person.story is None:
        return []
    return [
        Row(
            person.id,
            held.on,
            PostAssigned(
                post_grade=held.grade,
                manner=held.manner,
                order_no=f"任字〔{held.on.year}〕{person.place + 1}号",
            ),
        )
        for held in posts_of(person.story, today)
    ]
