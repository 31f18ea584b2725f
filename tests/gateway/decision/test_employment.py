"""The present service: entries, leaving, coming back, other categories."""

import pytest

from services.gateway.decision.employment import AUXILIARY, OFFICER, employment
from tests.gateway.on_file import DAY, dossier

ENTERED = "{service_entered: 勤务辅警, on: 2021-03-01}"


def since(as_of, *lines):
    found = employment(dossier(as_of, *lines), AUXILIARY)
    return found.since, found.left is not None, found.other is not None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), (DAY("0001-01-01"), False, False)),
        ((ENTERED,), (DAY("2021-03-01"), False, False)),
        (
            (ENTERED, "{service_entered: 文职辅警, on: 2023-01-01}"),
            (DAY("2021-03-01"), False, False),
        ),
        ((ENTERED, "{service_left: 辞职, on: 2024-05-31}"), (DAY("0001-01-01"), True, False)),
        ((ENTERED, "{service_left: 辞职, on: 2024-06-01}"), (DAY("2021-03-01"), False, False)),
        (
            (
                ENTERED,
                "{service_left: 辞职, on: 2023-05-31}",
                "{service_entered: 文职辅警, on: 2023-05-31}",
            ),
            (DAY("2023-05-31"), False, False),
        ),
        ((ENTERED, "{service_entered: 民警, on: 2023-01-01}"), (DAY("0001-01-01"), False, True)),
        (
            ("{service_entered: 民警, on: 2020-01-01}", ENTERED),
            (DAY("2021-03-01"), False, False),
        ),
        (("{person_registered: 张三 男 民警, on: 2020-01-01}",), (DAY("0001-01-01"), False, True)),
    ],
)
def test_the_last_period_is_the_present_one(lines, expected):
    assert since("2024-06-01", *lines) == expected


def test_an_officer_serves_as_an_officer():
    found = employment(dossier("2024-06-01", "{service_entered: 民警, on: 2020-01-01}"), OFFICER)
    assert found.since == DAY("2020-01-01")
    assert found.other is None
