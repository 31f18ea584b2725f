"""Every word is there in both languages, and every sentence takes an empty finding."""

import pytest

from tests.gateway.wording import assert_worded


@pytest.mark.parametrize("name", ["termination", "dismissal"])
def test_every_word_is_there(name):
    assert_worded(name)
