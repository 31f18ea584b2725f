"""What is known of a person beside the bars: the last word, and none where nothing is said."""

from tests.gateway.dismissal.files import around
from tests.gateway.on_file import DAY


def test_birth_and_sex_are_of_the_file_or_not_known():
    who = "{name: 甲, sex: 女, category: 勤务辅警, birth_on: 1980-01-01}"
    s = around("2024-01-01", f"{{person_registered: {who}, on: 2019-01-01}}")
    assert (s.birth_on, s.sex) == (DAY("1980-01-01"), "female")
    assert (around("2024-01-01").birth_on, around("2024-01-01").sex) == (None, None)
