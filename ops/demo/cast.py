"""Those who can be signed in to: one account for every role, and a few more where the level or the place matters."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ops.demo import organizations as at
from people.enums import Industry, TitleLevel, TitleSeries
from people.professionals.services import ObtainedTitle
from people.roles import Role

# Public on purpose. people.accounts refuses every demo account outside demo mode.
DEMO_PASSWORD = "xueshi-demo-2026"  # noqa: S105


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _title(series: TitleSeries, level: TitleLevel, name: str, obtained_on: str) -> ObtainedTitle:
    return ObtainedTitle(series=series, level=level, name=name, obtained_on=_day(obtained_on))


@dataclass(frozen=True)
class Hat:
    role: Role
    organization: str | None
    started_on: datetime.date


@dataclass(frozen=True)
class Career:
    """Of somebody who is a professional."""

    born_on: datetime.date
    industry: Industry
    employers: tuple[tuple[str, datetime.date], ...]
    """One after the other, each with the first day there."""
    titles: tuple[ObtainedTitle, ...] = ()
    position: str = ""
    left_on: datetime.date | None = None
    """The last day with the last employer."""


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    hats: tuple[Hat, ...] = ()
    career: Career | None = None


CAST = (
    Person(
        "lin.xiaolan",
        "林晓岚",
        career=Career(
            _day("1993-05-16"),
            Industry.CONSTRUCTION,
            ((at.SURVEY_INSTITUTE, _day("2016-07-01")), (at.DESIGN_INSTITUTE, _day("2021-03-01"))),
            (
                _title(TitleSeries.ENGINEERING, TitleLevel.ASSISTANT, "助理工程师", "2017-10-20"),
                _title(TitleSeries.ENGINEERING, TitleLevel.INTERMEDIATE, "工程师", "2022-12-02"),
            ),
            "结构设计",
        ),
    ),
    Person(
        "ouyang.jinglan",
        "欧阳静澜",
        career=Career(
            _day("1988-11-03"),
            Industry.HEALTH,
            ((at.HOSPITAL, _day("2012-08-01")),),
            (_title(TitleSeries.HEALTH, TitleLevel.INTERMEDIATE, "主管护师", "2018-06-30"),),
            "护理",
            left_on=_day("2025-08-31"),
        ),
    ),
    Person(
        "shan.siqi",
        "单思齐",
        career=Career(
            _day("1990-02-27"),
            Industry.MANUFACTURING,
            ((at.ENERGY_COMPANY, _day("2015-03-16")),),
            (_title(TitleSeries.ENGINEERING, TitleLevel.DEPUTY_SENIOR, "高级工程师", "2024-12-18"),),
            "电池测试",
        ),
    ),
    Person(
        "chen.jieyi",
        "陈洁仪",
        (Hat(Role.HR_CLERK, at.DESIGN_INSTITUTE, _day("2019-09-02")),),
        Career(
            _day("1991-09-09"),
            Industry.CONSTRUCTION,
            ((at.DESIGN_INSTITUTE, _day("2020-01-01")),),
            (_title(TitleSeries.ECONOMICS, TitleLevel.INTERMEDIATE, "经济师", "2020-11-22"),),
            "人力资源",
        ),
    ),
    Person("huang.guodong", "黄国栋", (Hat(Role.HR_HEAD, at.DESIGN_INSTITUTE, _day("2018-04-01")),)),
    Person("qiu.muyuan", "仇慕远", (Hat(Role.HR_HEAD, at.ENERGY_COMPANY, _day("2021-05-06")),)),
    Person("luo.peiran", "骆沛然", (Hat(Role.HR_CLERK, at.SHIPPING_COMPANY, _day("2020-06-15")),)),
    Person("ma.qiuyun", "马秋云", (Hat(Role.HR_CLERK, at.AGENCY, _day("2020-03-02")),)),
    Person("xu.wentao", "许文涛", (Hat(Role.INSTITUTION_CLERK, at.SCHOOL, _day("2022-08-15")),)),
    Person("fang.yongkang", "方永康", (Hat(Role.AUTHORITY_REVIEWER, at.CONSTRUCTION_AUTHORITY, _day("2017-03-01")),)),
    Person("liang.wenbo", "梁文博", (Hat(Role.BUREAU_CLERK, at.CITY_BUREAU, _day("2020-06-01")),)),
    Person("he.jingyi", "何静仪", (Hat(Role.BUREAU_HEAD, at.CITY_BUREAU, _day("2015-01-05")),)),
    Person("tan.yuewei", "谭悦薇", (Hat(Role.BUREAU_CLERK, at.CITY_BUREAU, _day("2021-07-12")),)),
    Person("zhou.jingzhi", "周敬之", (Hat(Role.BUREAU_CLERK, at.DISTRICT_BUREAU, _day("2023-02-01")),)),
    Person("zeng.wangshu", "曾望舒", (Hat(Role.BUREAU_HEAD, at.PROVINCE_BUREAU, _day("2016-09-01")),)),
    Person("ou.chaosheng", "区潮生", (Hat(Role.BUREAU_CLERK, at.SHANTOU_BUREAU, _day("2019-04-08")),)),
    Person("xie.yunfan", "解云帆", (Hat(Role.BUREAU_HEAD, at.XUZHOU_BUREAU, _day("2018-10-08")),)),
    Person("shen.yiming", "沈一鸣", (Hat(Role.AUDITOR, None, _day("2024-01-01")),)),
    Person("luo.siyuan", "罗思源", (Hat(Role.SYSTEM_ADMINISTRATOR, at.OPERATOR, _day("2024-01-01")),)),
)
