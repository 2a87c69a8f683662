"""Places. Their names are real where the code is: a test that says 440105 means Haizhu."""

import datetime

import factory

from people.enums import DivisionKind, Level
from people.models import Division

KNOWN = {
    "320000": "江苏省",
    "320300": "徐州市",
    "320303": "云龙区",
    "320371": "徐州经济技术开发区",
    "440000": "广东省",
    "440100": "广州市",
    "440105": "海珠区",
    "440106": "天河区",
    "440118": "增城区",
    "440183": "增城市",
    "440500": "汕头市",
    "440511": "金平区",
    "441900": "东莞市",
}


def level_of(code: str) -> Level:
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def parent_of(code: str) -> str:
    return {Level.PROVINCE: "", Level.CITY: code[:2] + "0000", Level.COUNTY: code[:4] + "00"}[level_of(code)]


class DivisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Division
        django_get_or_create = ("code", "valid_from")

    code = "440105"
    name = factory.LazyAttribute(lambda division: KNOWN.get(division.code, f"测试{division.code}"))
    pinyin = "Ceshi"
    level = factory.LazyAttribute(lambda division: level_of(division.code))
    kind = factory.LazyAttribute(
        lambda division: DivisionKind.ZONE if division.code == "320371" else DivisionKind.ORDINARY
    )
    parent_code = factory.LazyAttribute(lambda division: parent_of(division.code))
    valid_from = datetime.date(1988, 12, 31)
