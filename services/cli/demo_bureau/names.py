"""Invented names, some with the characters that break systems. Pure."""

import random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹"
    "袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
)
TWO_CHARACTER_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫", "尉迟")
MALE = "伟强磊军勇涛斌鹏浩宇杰明辉建国志刚海峰健飞文博俊凯旭东晨阳昊天振华立群永庆长林"
FEMALE = "芳娜敏静丽艳娟霞燕玲婷雪颖倩琳欣怡佳慧梅兰英红云洁莹萍蓉雯悦思雨"
# Outside the Basic Multilingual Plane, in an extension block, or with a middle dot: all on purpose.
RARE_NAMES = (
    ("𠮷永强", "male"),
    ("李㛃", "female"),
    ("阿卜杜拉·买买提", "male"),
    ("王𬭚", "male"),
    ("张䶮", "male"),
    ("古丽娜尔·艾山", "female"),
    ("陈𣲗", "male"),
    ("赵喆堃", "male"),
)
_TWO_CHARACTERS = 0.03
_SINGLE_GIVEN = 0.25


def draw_name(dice: random.Random, sex: str) -> str:
    surname = (
        dice.choice(TWO_CHARACTER_SURNAMES)
        if dice.random() < _TWO_CHARACTERS
        else dice.choice(SURNAMES)
    )
    letters = MALE if sex == "male" else FEMALE
    given = dice.choice(letters)
    if dice.random() > _SINGLE_GIVEN:
        given += dice.choice(letters)
    return surname + given


def rare_name(place: int, sex: str) -> str | None:
    """Every nineteenth person has one, where the sex fits."""
    every, offset = 19, 5
    if place % every != offset:
        return None
    name, whose = RARE_NAMES[place // every % len(RARE_NAMES)]
    return name if whose == sex else None
