"""What titles are called, from the lowest to the highest of a series, and who comes to hold which."""

from __future__ import annotations

import datetime
from random import Random

from people.enums import Industry, TitleLevel, TitleSeries
from people.professionals.services import ObtainedTitle

LADDERS = {
    TitleSeries.ENGINEERING: "技术员 助理工程师 工程师 高级工程师 正高级工程师",
    TitleSeries.HEALTH: "护士 护师 主管护师 副主任护师 主任护师",
    TitleSeries.SCHOOL_TEACHER: "三级教师 二级教师 一级教师 高级教师 正高级教师",
    TitleSeries.ACCOUNTING: "会计员 助理会计师 会计师 高级会计师 正高级会计师",
    TitleSeries.AGRICULTURE: "农业技术员 助理农艺师 农艺师 高级农艺师 正高级农艺师",
    TitleSeries.ARCHIVES: "管理员 助理馆员 馆员 副研究馆员 研究馆员",
    TitleSeries.CRAFTS: "工艺美术员 助理工艺美术师 工艺美术师 高级工艺美术师 正高级工艺美术师",
    TitleSeries.ECONOMICS: "经济员 助理经济师 经济师 高级经济师 正高级经济师",
    TitleSeries.PUBLIC_LAW: "律师助理 四级律师 三级律师 二级律师 一级律师",
    TitleSeries.SHIPPING: "驾驶员 三副 二副 大副 船长",
    TitleSeries.NATURAL_SCIENCE: "实验员 研究实习员 助理研究员 副研究员 研究员",
}
SERIES_OF_INDUSTRY = {
    Industry.ACCOUNTING: (TitleSeries.ACCOUNTING,),
    Industry.EDUCATION: (TitleSeries.SCHOOL_TEACHER,),
    Industry.HEALTH: (TitleSeries.HEALTH,),
    Industry.AGRICULTURE: (TitleSeries.AGRICULTURE, TitleSeries.NATURAL_SCIENCE),
    Industry.CULTURE: (TitleSeries.ARCHIVES, TitleSeries.CRAFTS),
    Industry.LAW: (TitleSeries.PUBLIC_LAW,),
    Industry.TRANSPORT: (TitleSeries.SHIPPING, TitleSeries.ENGINEERING),
}
OTHERS = (TitleSeries.ENGINEERING, TitleSeries.ENGINEERING, TitleSeries.ECONOMICS)
# Years on the way to each level, counted from the first day at work.
YEARS = {
    TitleLevel.STAFF: (0, 1),
    TitleLevel.ASSISTANT: (1, 3),
    TitleLevel.INTERMEDIATE: (6, 9),
    TitleLevel.DEPUTY_SENIOR: (11, 16),
    TitleLevel.SENIOR: (18, 25),
}
GOES_ON = 0.85
"""The chance that somebody who could obtain the next title does."""
SECOND_SERIES = 0.06


def drawn_titles(
    random: Random, industry: Industry, at_work_since: datetime.date, today: datetime.date
) -> list[ObtainedTitle]:
    """From the lowest up, as far as years and luck have led; of one in ten nothing is entered yet."""
    if random.random() < 0.1:
        return []
    titles = _climbed(random, random.choice(SERIES_OF_INDUSTRY.get(industry, OTHERS)), at_work_since, today)
    if titles and titles[-1].series != TitleSeries.ECONOMICS and random.random() < SECOND_SERIES:
        titles.append(_obtained(TitleSeries.ECONOMICS, TitleLevel.INTERMEDIATE, titles[-1].obtained_on))
    return titles


def _climbed(
    random: Random, series: TitleSeries, at_work_since: datetime.date, today: datetime.date
) -> list[ObtainedTitle]:
    starts_lowest = random.random() < 0.15
    titles = []
    for level, years in YEARS.items():
        if level == TitleLevel.STAFF and not starts_lowest:
            continue
        obtained_on = datetime.date(
            at_work_since.year + random.randint(*years), random.choice((6, 9, 11, 12)), random.randint(1, 28)
        )
        if obtained_on > today or random.random() > GOES_ON:
            break
        titles.append(_obtained(series, level, obtained_on))
    return titles


def _obtained(series: TitleSeries, level: TitleLevel, obtained_on: datetime.date) -> ObtainedTitle:
    name = LADDERS[series].split()[list(TitleLevel).index(level)]
    return ObtainedTitle(series=series, level=level, name=name, obtained_on=obtained_on)
