"""Annual policies and dossiers for the tests of this folder."""

from tests.gateway.on_file import DAY, SHELF

POLICY = SHELF.in_force("annual_consequences", DAY("2024-06-01"))
LAW, CHOICE = POLICY.law, POLICY.choice


def graded(**grades: str) -> list[str]:
    """`graded(y2022="优秀")`: decided on 18 January of the year after."""
    return [
        f"{{annual_grade_decided: {y[1:]} {g}, on: {int(y[1:]) + 1}-01-18}}"
        for y, g in grades.items()
    ]
