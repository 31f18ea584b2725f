"""What is right is told in the file's language, with the limit, never in the library's words."""

from services.kernel.errors import Text
from services.kernel.right import right


def test_a_limit_is_named_in_both_languages():
    error = {"type": "less_than_equal", "ctx": {"le": 28}, "msg": "Input should be ..."}
    assert right(error) == ("too_big", Text("应不大于 28", "must be 28 or less"))


def test_a_validators_own_two_sentences_are_believed():
    error = {"type": "amount", "ctx": {"zh": "应为金额", "en": "an amount"}, "msg": "-"}
    assert right(error) == ("amount", Text("应为金额", "an amount"))


def test_what_is_not_foreseen_is_still_not_told_in_one_language_only():
    assert right({"type": "brand_new", "msg": "Input is odd"})[1].zh == "不符合要求"
