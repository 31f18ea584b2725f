"""What a Chinese name is found by and sorted by: itself, its pinyin, its initials. Pure."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, pinyin

READINGS_MAX = 3  # Of one character; a rare one beyond these is found by the character.
KEYS_MAX = 16
SHORT = 2  # Letters up to which a search is for the beginning itself.
_BETWEEN = " '’·•"  # Written or left out as people please.
_AS_TYPED = str.maketrans(dict.fromkeys("üǖǘǚǜ", "v"))
# How these are read as surnames, which dictionaries of single characters get wrong.
_SURNAMES = {
    "单": "shan",
    "曾": "zeng",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "盖": "ge",
    "任": "ren",
    "区": "ou",
    "朴": "piao",
    "乐": "yue",
    "翟": "zhai",
    "缪": "miao",
    "华": "hua",
    "纪": "ji",
    "黑": "he",
    "折": "she",
    "种": "chong",
    "员": "yun",
    "召": "shao",
    "宿": "su",
    "洗": "xian",
    "冼": "xian",
    "燕": "yan",
    "应": "ying",
    "哈": "ha",
    "那": "na",
    "葛": "ge",
    "覃": "qin",
    "都": "du",
    "句": "gou",
    "逄": "pang",
    "繁": "po",
    "牟": "mu",
    "晟": "cheng",
    "谌": "chen",
    "乜": "nie",
    "隗": "wei",
    "郇": "xun",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "令狐": "ling hu",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "欧阳": "ou yang",
    "上官": "shang guan",
    "诸葛": "zhu ge",
    "皇甫": "huang fu",
    "司马": "si ma",
    "夏侯": "xia hou",
}


def syllables(name: str) -> list[list[str]]:
    """The readings of each part of a name, the likeliest first; a surname has one."""
    for length in (2, 1):
        head, rest = name[:length], name[length:]
        if head in _SURNAMES and rest:
            return [[part] for part in _SURNAMES[head].split()] + _readings(rest)
    return _readings(name)


def _readings(text: str) -> list[list[str]]:
    """As a word first, then as single characters; what is no Han character reads as it is."""
    words = [one[0] for one in pinyin(text, style=Style.NORMAL)] if text else []
    as_word = words if len(words) == len(text) else [""] * len(text)
    found = []
    for letter, likeliest in zip(text, as_word, strict=True):
        single = pinyin(letter, style=Style.NORMAL, heteronym=True)[0]
        readings = dict.fromkeys([likeliest or single[0], *single])
        found.append([reading.lower() for reading in readings][:READINGS_MAX])
    return found


@lru_cache(maxsize=20_000)
def name_keys(name: str) -> tuple[str, ...]:
    """Sorted, without repeats: the name, `zhangsan` and `zs` in every reading."""
    plain = asked_key(name)
    found = {plain}
    for reading in islice(product(*syllables(plain)), KEYS_MAX):
        found.add("".join(reading))
        found.add("".join(part[0] for part in reading))
    return tuple(sorted(found))


@lru_cache(maxsize=20_000)
def sort_key(name: str) -> str:
    """By pinyin, then by character, one after the other: 张三, 张伟, 章三."""
    return " ".join(
        f"{readings[0]}{letter}" for readings, letter in zip(syllables(name), name, strict=True)
    )


def with_short(keys: Iterable[str]) -> list[str]:
    """The keys and their beginnings of one and two letters: a short search equals one of these.

    Else a single letter would go through a quarter of all keys.
    """
    found = {key for key in keys if key}
    return sorted(found | {key[:length] for key in found for length in range(1, SHORT + 1)})


def asked_key(text: str) -> str:
    """What is looked up for what somebody typed: letters in any case, with or without spaces.

    Wide letters are narrow ones, and `lü` is `lv`, as pinyin is typed.
    """
    plain = unicodedata.normalize("NFKC", text).lower().translate(_AS_TYPED)
    return "".join(letter for letter in plain if letter not in _BETWEEN)
