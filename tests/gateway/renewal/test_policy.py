"""The renewal policy: the law apart from the choice."""

import pytest

from services.gateway.renewal.policy import RENEWAL
from services.kernel.policy_files import read_version
from services.kernel.yaml_tree import SourceWrong
from tests.gateway.on_file import POLICIES

CHOICE = POLICIES / "bureaus/r0/contract_renewal/2016-01-11.yaml"


@pytest.mark.parametrize("key", ["open_contract", "after_years", "extending"])
def test_what_the_law_fixes_is_not_a_choice(key):
    text = CHOICE.read_text(encoding="utf-8")
    with pytest.raises(SourceWrong, match="单位不可改"):
        read_version(f"{text}{key}: 1\n", str(CHOICE), RENEWAL, bureau="r0")
