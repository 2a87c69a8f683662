"""How a name is found: by its characters, by its reading (pinyin) in full or by initials, and by the beginning of each.

    search_tokens("单晓岚")   # ["shanxiaolan", "sxl", "单晓岚", "xiaolan", …]
    search_key("Shàn Xiǎo")   # "shanxiao", which the first of them begins with

Surnames are read as surnames (单 is Shàn, and dān elsewhere). A character with several readings is found by each of
them, because neither a dictionary nor a clerk knows which one the bearer uses. The first token is the most likely
reading in full, so that rows sorted by their tokens stand in the order of a telephone book.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

# Surnames that the dictionary reads otherwise. The first reading is the usual one, a second that of some families.
SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "曾": "zeng", "查": "zha", "朴": "piao pu",
    "盖": "ge gai", "缪": "miao", "翟": "zhai di", "覃": "qin tan", "种": "chong", "繁": "po", "员": "yun yuan",
    "折": "she", "黑": "he hei", "召": "shao zhao", "洗": "xian", "乜": "nie", "隗": "wei kui", "卜": "bu",
    "重": "chong", "适": "kuo", "祭": "zhai", "贠": "yun", "郇": "xun huan", "句": "gou", "厘": "xi",
    "阚": "kan", "角": "jue", "秘": "bi mi", "乐": "yue le", "薄": "bo",
}  # fmt: skip
COMPOUND_SURNAMES = {
    "尉迟": "yu chi", "万俟": "mo qi", "欧阳": "ou yang", "司马": "si ma", "上官": "shang guan", "诸葛": "zhu ge",
    "东方": "dong fang", "皇甫": "huang fu", "令狐": "ling hu", "慕容": "mu rong", "长孙": "zhang sun",
    "司徒": "si tu", "司空": "si kong", "夏侯": "xia hou", "公孙": "gong sun", "轩辕": "xuan yuan", "宇文": "yu wen",
    "澹台": "tan tai", "单于": "chan yu", "赫连": "he lian", "呼延": "hu yan", "端木": "duan mu", "独孤": "du gu",
    "南宫": "nan gong", "西门": "xi men", "濮阳": "pu yang", "公冶": "gong ye", "太叔": "tai shu", "申屠": "shen tu",
    "钟离": "zhong li", "鲜于": "xian yu", "闾丘": "lv qiu", "亓官": "qi guan", "仲孙": "zhong sun",
    "宗政": "zong zheng", "淳于": "chun yu", "公羊": "gong yang", "拓跋": "tuo ba", "百里": "bai li",
    "东郭": "dong guo", "呼和": "hu he", "第五": "di wu", "纳兰": "na lan", "完颜": "wan yan", "爱新": "ai xin",
}  # fmt: skip
# A ü is typed as v, as u, and on passports as yu.
SPELLINGS_OF_V = ("v", "u", "yu")
READINGS_AT_MOST = 24
# A list of names is written with far fewer.
CHARACTERS_REMEMBERED = 5000
# Up to so many characters a name is found from each of them on; longer ones from the beginning of their parts.
SHORT = 4

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
# 阿卜杜拉·买买提 has two parts, and so has María López; 李 明 has one, drawn out for the look of it.
_PARTS = re.compile(r"[·•・.‧,，]|(?<=[a-z])\s+(?=[a-z])")
_PIECE = re.compile(rf"{_HAN.pattern}|[^\W_]+?(?={_HAN.pattern}|[\W_]|$)")

Reading = tuple[str, ...]
"""One syllable for each character, one word for each word in Latin letters."""


def tidied(name: str) -> str:
    """李 明 is drawn out with a blank to look as long as others; the blank is no part of the name."""
    parts = name.split()
    if len(parts) == 1:
        return parts[0]
    joined = "".join(parts)
    return joined if all(map(_HAN.fullmatch, joined)) else " ".join(parts)


def masked(name: str) -> str:
    """陈志远 becomes 陈*远, 陈志 becomes 陈*: whoever knows the name can compare it, nobody else learns it."""
    if len(name) < 3:
        return name[:1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def search_tokens(name: str) -> list[str]:
    """All that the name begins with to whoever looks for it; the most likely reading first, nothing twice."""
    parts = [_PIECE.findall(part) for part in _PARTS.split(_plain(name))]
    pieces = [piece for part in parts for piece in part]
    surname_length = _surname_length(parts)
    starts = _starts(parts, surname_length)
    by_writing = ["".join(pieces[start:]) for start in starts]
    by_reading = [
        token for reading in _readings(pieces, surname_length) for token in _tokens_of(reading, starts, surname_length)
    ]
    return list(dict.fromkeys([*by_reading[:1], *by_writing, *by_reading]))


def order_key(name: str) -> tuple[tuple[str, str], ...]:
    """As a list of people is ordered in Chinese: character by character, each by its reading; who shares a reading and
    not the character does not mix (张 before 章). PostgreSQL does so by a collation that the embedded one has not."""
    parts = [_PIECE.findall(part) for part in _PARTS.split(_plain(name))]
    pieces = [piece for part in parts for piece in part]
    choices = _choices(pieces, _surname_length(parts)) if pieces else []
    # As in a dictionary ü stands between u and ua.
    return tuple((readings[0].replace("v", "u!"), piece) for readings, piece in zip(choices, pieces, strict=True))


def search_key(typed: str) -> str:
    """What was typed, as the beginning of a token; empty where it has neither letter nor digit."""
    return "".join(_PIECE.findall(_plain(typed)))


def _plain(text: str) -> str:
    """Small letters without tones and accents; ü is written v."""
    decomposed = unicodedata.normalize("NFKD", text).casefold().replace("u\u0308", "v")
    decomposed = re.sub("u([\u0300\u0301\u0304\u030c])\u0308|u\u0308", "v", decomposed)
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def _surname_length(parts: list[list[str]]) -> int:
    """In pieces. Names with a dot, and those in Latin letters, have no surname at their head."""
    if len(parts) > 1 or len(parts[0]) < 2 or not all(map(_HAN.fullmatch, parts[0])):
        return 0
    return 2 if "".join(parts[0][:2]) in COMPOUND_SURNAMES else 1


def _starts(parts: list[list[str]], surname_length: int) -> list[int]:
    """The places from which on the name is looked for."""
    ends = list(accumulate(map(len, parts)))
    everywhere = range(ends[-1]) if ends[-1] <= SHORT else ()
    return sorted({0, surname_length, *ends[:-1], *everywhere} - {ends[-1]})


def _readings(pieces: list[str], surname_length: int) -> Iterator[Reading]:
    """The most likely one, then those that differ from it in one place: two odd readings in one name are not met."""
    choices = _choices(pieces, surname_length)
    usual = tuple(each[0] for each in choices)
    found = [usual]
    for place, syllables in enumerate(choices):
        found += [(*usual[:place], other, *usual[place + 1 :]) for other in syllables[1:]]
    for reading in found[:READINGS_AT_MOST]:
        yield from _spellings(reading)


def _choices(pieces: list[str], surname_length: int) -> list[list[str]]:
    surname = "".join(pieces[:surname_length])
    known = [[each] for each in COMPOUND_SURNAMES.get(surname, "").split()]
    known = known or [SURNAMES[surname].split()] if surname in SURNAMES or known else []
    listed = _dictionary_choices(pieces)
    # As a surname first as it is used, then as the dictionary has it: not everybody knows better.
    heads = [list(dict.fromkeys([*usual, *others])) for usual, others in zip(known, listed, strict=False)]
    return [*heads, *listed[len(heads) :]]


def _dictionary_choices(pieces: list[str]) -> list[list[str]]:
    # Here and not at the head: the dictionary takes 57 MB of each process that reads it; only writing a name needs it.
    from pypinyin import Style, pinyin

    read_as_a_whole = iter(pinyin([each for each in pieces if _HAN.fullmatch(each)], style=Style.NORMAL))
    choices = []
    for piece in pieces:
        if not _HAN.fullmatch(piece):
            choices.append([piece])
            continue
        usual = next(read_as_a_whole)
        choices.append(list(dict.fromkeys([*usual, *_every_reading(piece)])))
    return choices


@lru_cache(maxsize=CHARACTERS_REMEMBERED)
def _every_reading(character: str) -> list[str]:
    from pypinyin import Style, pinyin

    return list(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def _spellings(reading: Reading) -> Iterator[Reading]:
    if not any("v" in syllable for syllable in reading):
        yield reading
        return
    for spelling in SPELLINGS_OF_V:
        yield tuple(_spelled(syllable, spelling) for syllable in reading)


def _spelled(syllable: str, spelling: str) -> str:
    return syllable.replace("v", spelling) if syllable in ("lv", "nv", "lve", "nve") else syllable


def _tokens_of(reading: Reading, starts: list[int], surname_length: int) -> Iterator[str]:
    for start in starts:
        yield "".join(reading[start:])
        if len(reading) - start > 1:
            yield "".join(syllable[0] for syllable in reading[start:])
    if family := surname_length or (1 if len(reading) > 1 else 0):
        yield "".join((*reading[family:], *reading[:family]))
