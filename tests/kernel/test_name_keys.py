"""Names as people look for them."""

import pytest

from services.kernel.name_keys import asked_key, name_keys, sort_key, with_short


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("单田芳", {"单田芳", "shantianfang", "stf"}),
        ("曾国藩", {"zengguofan", "zgf"}),
        ("尉迟恭", {"yuchigong", "ycg"}),
        ("重阳", {"zhongyang", "chongyang", "zy", "cy"}),
        ("𠮷野", {"𠮷野"}),
        ("阿卜杜·热合曼", {"阿卜杜热合曼", "abudureheman"}),
        ("李", {"李", "li", "l"}),
        ("Anna Li", {"annali"}),
        ("吕布", {"lvbu", "lb"}),
    ],
)
def test_a_name_is_found_by(name, keys):
    assert keys <= set(name_keys(name))


def test_the_wrong_reading_of_a_surname_finds_nobody():
    assert "dantianfang" not in name_keys("单田芳")


def test_beginnings_of_one_and_two_letters_are_keys_of_their_own():
    assert with_short(["zhang", "张三", ""]) == ["z", "zh", "zhang", "张", "张三"]


def test_many_readings_are_not_multiplied_without_end():
    assert len(name_keys("重行乐单长都率宿重行")) < 40


def test_names_are_sorted_as_a_telephone_book_is():
    names = ["章三", "张伟", "张三", "单田芳", "王五", "李四"]

    assert sorted(names, key=sort_key) == ["李四", "单田芳", "王五", "张三", "张伟", "章三"]


def test_what_is_typed_is_looked_up_in_one_spelling():
    assert [
        asked_key(text)
        for text in ("Zhang San", "xi'an", "012 345", "买买提·艾力", "Lü", "lǚ", "ｌｖ")
    ] == [
        "zhangsan",
        "xian",
        "012345",
        "买买提艾力",
        "lv",
        "lv",
        "lv",
    ]
