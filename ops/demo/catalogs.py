"""What may be studied: sites, catalogs of public subjects, guides of the industries, and Shantou's make-up of 2014.

Shantou 2014 stands as the notice has it (ST14 二, 四(六)); the other titles are invented.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone

from courses.catalogs.services import draft_catalog, publish_catalog, put_courses
from courses.enums import CatalogKind, StudyForm, SubjectCategory
from courses.models import Catalog, Course, StudySite
from courses.sites.services import amend_site, approve_site
from ops.demo import organizations as at
from ops.demo.world import World
from people.roles import Role

PUBLIC, SPECIALTY, ELECTIVE = SubjectCategory.PUBLIC, SubjectCategory.SPECIALTY, SubjectCategory.ELECTIVE
PROVINCE_PLATFORM = "广东省专业技术人员继续教育公需课平台"
VOCATIONAL_SITE = "广东职业继续教育网"
TALENT_SITE = "广东人才培训网"
LEARNING_SITE = "广东学习网"
CONSTRUCTION_SITE = "羊城住建云学堂"
XUZHOU_SITE = "彭城专技学习在线"


@dataclass(frozen=True)
class Site:
    approved_by: str
    url: str
    categories: tuple[SubjectCategory, ...]
    since: str
    until: str = ""


SITES = {
    PROVINCE_PLATFORM: Site(at.PROVINCE_BUREAU, "https://gongxu.example/", (PUBLIC,), "2018-11-01"),
    VOCATIONAL_SITE: Site(at.PROVINCE_BUREAU, "https://zhiye.example/", (SPECIALTY, ELECTIVE), "2013-01-01"),
    TALENT_SITE: Site(at.PROVINCE_BUREAU, "https://rencai.example/", (SPECIALTY, ELECTIVE), "2013-01-01"),
    LEARNING_SITE: Site(at.PROVINCE_BUREAU, "https://xuexi.example/", (PUBLIC, SPECIALTY, ELECTIVE), "2013-01-01"),
    CONSTRUCTION_SITE: Site(at.CONSTRUCTION_AUTHORITY, "https://zhujian.example/", (SPECIALTY,), "2021-03-01"),
    "木棉医学继教平台": Site("广州市卫生健康行业主管部门", "https://yixue.example/", (SPECIALTY,), "2020-01-01"),
    "五羊旧版公需课堂": Site(at.CITY_BUREAU, "https://wuyang.example/", (PUBLIC,), "2013-04-01", "2018-10-31"),
    XUZHOU_SITE: Site(at.XUZHOU_BUREAU, "https://pengcheng.example/", (PUBLIC, SPECIALTY), "2016-03-01"),
    "钟山专技云课": Site(at.JIANGSU_BUREAU, "https://zhongshan.example/", (PUBLIC, SPECIALTY), "2019-01-01"),
}


@dataclass(frozen=True)
class Subject:
    title: str
    hours: int
    site: str = ""
    fee: int | None = None
    is_mandatory: bool = False
    category: SubjectCategory | None = None
    for_year: int | None = None
    content: str = ""


@dataclass(frozen=True)
class Plan:
    publisher: str
    kind: CatalogKind
    year: int
    title: str
    subjects: tuple[Subject, ...]
    published: str
    """Month and day of that year; blank leaves a draft."""
    number: str = ""
    mandatory_hours: int | None = None
    note: str = ""
    role: Role = field(default=Role.BUREAU_CLERK)


FACE_TO_FACE_FEE = 150
MAKEUP_2014 = {
    2013: ("新时期广东生态文明建设", "自控力科学", "专业技术人员团队合作能力与创新团队建设"),
    2012: ("广东文化强省建设", "专业技术人员心理健康与心理调适", "专业技术人员突发事件应急处理"),
    2011: ("广东加快转变经济发展方式", "劳动与社会保险", "职业资格人员反腐倡廉教育"),
    2010: ("专业技术人员能力建设教程", "专业技术人员职业修养与发展", "专业技术人员创新能力培养与提高"),
}
MAKEUP_ELECTIVES = (
    "汕头发展观察与思考",
    "潮汕文化解读",
    "社会建设与社会管理创新",
    "创新力开发与创新案例",
    "低碳知识与低碳广东",
)


def _makeup_subjects() -> Iterable[Subject]:
    for year, (public, *specialty) in MAKEUP_2014.items():
        yield Subject(public, 20, category=PUBLIC, for_year=year, content="培训 3 天，开卷考试。")
        for title in specialty:
            yield Subject(title, 21, category=SPECIALTY, for_year=year, content="培训 3 天。")
    # For any of the years; one course once.
    for title in MAKEUP_ELECTIVES:
        yield Subject(title, 12, category=ELECTIVE, content="培训 2 天；可用于任一年度，同一课程只计一次。")


def _catalogs(year: int) -> tuple[Plan, ...]:
    return (
        Plan(
            at.PROVINCE_BUREAU,
            CatalogKind.PUBLIC,
            year,
            f"广东省 {year} 年专业技术人员公需科目学习指南",
            (
                Subject(
                    "新质生产力与现代化产业体系", 12, PROVINCE_PLATFORM, 0, content="产业升级、科技创新与绿色转型。"
                ),
                Subject("人工智能应用与伦理", 10, PROVINCE_PLATFORM, 0, content="大模型应用、数据安全、科技伦理。"),
                Subject("粤港澳大湾区科技创新", 8, PROVINCE_PLATFORM, 0, content="大湾区协同创新的政策与案例。"),
                Subject("知识产权保护与运用", 6, LEARNING_SITE, 0, content="专利、商标与技术合同。"),
                Subject("专业技术人员职业道德", 6, content="由各施教机构面授。", fee=FACE_TO_FACE_FEE),
            ),
            "02-18",
            note="公需科目免费学习，全年不少于 30 学时；考核合格后学时自动登记。",
        ),
        Plan(
            at.XUZHOU_BUREAU,
            CatalogKind.PUBLIC,
            year,
            f"徐州市 {year} 年专业技术人员公共科目目录",
            (
                Subject("专业技术人员数字素养", 12, XUZHOU_SITE, 60, content="网络学习，参加公共科目考试。"),
                Subject("科研诚信与学术规范", 12, XUZHOU_SITE, 60, content="网络学习，参加公共科目考试。"),
                Subject("沟通与团队协作", 24, fee=180, content="面授 3 天，考试合格发给公共科目合格证。"),
            ),
            "01-20",
            note="公共科目须考试合格。",
        ),
        Plan(
            at.CITY_BUREAU,
            CatalogKind.PUBLIC,
            2016,
            "广州市 2016 年公需科目目录",
            (
                Subject("供给侧结构性改革与创新驱动", 18, fee=120),
                Subject("互联网+时代的专业技术人员", 18, "五羊旧版公需课堂", 90),
                Subject("广州城市治理", 12, "五羊旧版公需课堂", 60),
            ),
            "04-13",
            "穗人社函〔2016〕755号",
            note="同一公需科目重复选学的，只计一次。",
        ),
        Plan(
            at.CITY_BUREAU,
            CatalogKind.PUBLIC,
            2017,
            "广州市 2017 年公需科目目录",
            (
                Subject("工匠精神与质量强市", 18, fee=120),
                Subject("大数据与专业技术工作", 18, "五羊旧版公需课堂", 90),
            ),
            "03-06",
        ),
        Plan(
            at.SHANTOU_BUREAU,
            CatalogKind.PUBLIC,
            2014,
            "汕头市 2014 年度公需科目目录",
            (
                Subject("粤东西北地区振兴战略", 20, content="培训 3 天，开卷考试；与另一科目任选其一。"),
                Subject("新型城镇化实践与发展", 20, content="培训 3 天，开卷考试；与另一科目任选其一。"),
            ),
            "04-11",
            note="专业技术人员从两门公需科目中任选一门参加学习。",
        ),
        Plan(
            at.SHANTOU_BUREAU,
            CatalogKind.MAKEUP,
            2014,
            "汕头市往年度继续教育补修目录（2010–2013 年度）",
            tuple(_makeup_subjects()),
            "04-11",
            note="由汕头市行政学院组织，2014 年底截止；自 2015 年起不再补修。",
        ),
        *_guides(year),
    )


GUIDES: dict[str, tuple[tuple[str, int, str, int | None], ...]] = {
    at.CONSTRUCTION_AUTHORITY: (
        ("既有建筑安全鉴定与加固", 8, CONSTRUCTION_SITE, 80),
        ("建筑工程质量通病防治", 6, "", 200),
        ("绿色建筑与超低能耗设计", 12, CONSTRUCTION_SITE, 120),
        ("建筑信息模型协同设计", 16, "", 480),
        ("海绵城市与排水防涝", 12, "", 360),
    ),
    "广州市教育行业主管部门": (
        ("师德师风与教育法规", 8, "", 0),
        ("新课程标准解读", 6, "", 0),
        ("课堂中的数字技术", 16, VOCATIONAL_SITE, 90),
    ),
    "广州市卫生健康行业主管部门": (
        ("医疗质量安全核心制度", 8, "木棉医学继教平台", 0),
        ("医院感染预防与控制", 6, "木棉医学继教平台", 0),
        ("老年护理新进展", 12, "", 260),
    ),
    "广州市会计行业主管部门": (
        ("企业会计准则新变化", 20, TALENT_SITE, 100),
        ("会计职业道德与内部控制", 10, TALENT_SITE, 60),
        ("增值税法与税务实务", 16, "", 300),
    ),
    "汕头市卫生健康行业主管部门": (("基层常见病规范诊疗", 8, "", 150), ("医疗文书与法律风险", 6, "", 100)),
    "汕头市住建行业主管部门": (("沿海工程防腐与抗风设计", 8, "", 220), ("建设工程消防审查", 6, "", 160)),
    "南澳县教育行业主管部门": (("海岛学校综合实践", 8, "", 0), ("学生心理健康教育", 6, "", 0)),
    "广东省农业农村行业主管部门": (
        ("岭南作物良种良法", 8, LEARNING_SITE, 0),
        ("农产品质量安全检测", 6, "", 180),
        ("智慧农业装备", 12, LEARNING_SITE, 60),
    ),
    "徐州市住建行业主管部门": (("采煤沉陷区建筑技术", 24, "", 420), ("装配式建筑施工", 16, XUZHOU_SITE, 120)),
    "徐州市运河航运协会": (("内河船舶节能技术", 16, "", 300), ("运河航道养护", 12, "", 240)),
    "江苏省生态环境行业主管部门": (("排污许可与执行报告", 16, "钟山专技云课", 100), ("水生态监测方法", 12, "", 260)),
}
DRAFTED = "广州市云帆软件行业协会"
"""Has not published its guide of the year: the home page says so."""
MANDATORY_OF_FIRST = 2
"""The first two of each guide are mandatory content."""


def _guides(year: int) -> Iterable[Plan]:
    for publisher, courses in GUIDES.items():
        yield _guide(publisher, year, courses, "03-12")
    yield _guide(DRAFTED, year, (("软件供应链安全", 8, "", 280), ("国产基础软件适配", 6, "", 260)), "")


def _guide(publisher: str, year: int, courses: tuple[tuple[str, int, str, int | None], ...], published: str) -> Plan:
    subjects = tuple(
        Subject(title, hours, site, fee, is_mandatory=number < MANDATORY_OF_FIRST)
        for number, (title, hours, site, fee) in enumerate(courses)
    )
    mandatory = sum(subject.hours for subject in subjects if subject.is_mandatory)
    title = f"{publisher.removesuffix('行业主管部门')} {year} 年专业科目学习指南"
    return Plan(
        publisher,
        CatalogKind.GUIDE,
        year,
        title,
        subjects,
        published,
        mandatory_hours=min(14, mandatory),
        role=Role.AUTHORITY_REVIEWER,
    )


def publish(world: World) -> None:
    sites = {name: _approve(world, name, site) for name, site in SITES.items()}
    for plan in _catalogs(world.today.year):
        _write(world, plan, sites)


def _approve(world: World, name: str, site: Site) -> StudySite:
    role = Role.AUTHORITY_REVIEWER if site.approved_by.endswith("主管部门") else Role.BUREAU_CLERK
    actor = world.officer(site.approved_by, role)
    facts: dict[str, Any] = {
        "name": name,
        "url": site.url,
        "categories": [category.value for category in site.categories],
        "approved_from": datetime.date.fromisoformat(site.since),
        "approved_to": None,
    }
    approved = approve_site(facts, actor=actor)
    if site.until:
        approved = amend_site(approved, {"approved_to": datetime.date.fromisoformat(site.until)}, actor=actor)
    return approved


def _write(world: World, plan: Plan, sites: dict[str, StudySite]) -> None:
    actor = world.officer(plan.publisher, plan.role)
    facts: dict[str, Any] = {"title": plan.title, "document_number": plan.number, "note": plan.note}
    facts["mandatory_hours"] = None if plan.mandatory_hours is None else Decimal(plan.mandatory_hours)
    catalog = draft_catalog(plan.kind, plan.year, facts, actor=actor)
    put_courses(catalog, list(_courses(catalog, plan, sites)), [], actor=actor)
    if plan.published:
        publish_catalog(catalog, actor=actor)
        _date_back(catalog, plan)


def _courses(catalog: Catalog, plan: Plan, sites: dict[str, StudySite]) -> Iterable[Course]:
    usual = PUBLIC if plan.kind == CatalogKind.PUBLIC else SPECIALTY
    letter = "P" if plan.kind == CatalogKind.PUBLIC else "Z"
    for number, subject in enumerate(plan.subjects, start=1):
        yield Course(
            catalog=catalog,
            # The rules know make-up courses by their names.
            code=subject.title if catalog.is_makeup else f"{letter}{catalog.area}-{plan.year}-{number:02d}",
            title=subject.title,
            category=subject.category or usual,
            hours=Decimal(subject.hours),
            is_mandatory=subject.is_mandatory,
            for_year=subject.for_year,
            form=StudyForm.ONLINE if subject.site else StudyForm.FACE_TO_FACE,
            site=sites[subject.site] if subject.site else None,
            fee=None if subject.fee is None else Decimal(subject.fee),
            content=subject.content,
        )


def _date_back(catalog: Catalog, plan: Plan) -> None:
    """It was published in its year: a catalog of 2014 that came out today would tell nothing."""
    month, day = map(int, plan.published.split("-"))
    published_at = datetime.datetime(plan.year, month, day, 9, 30, tzinfo=timezone.get_default_timezone())
    Catalog.objects.filter(pk=catalog.pk).update(published_at=min(published_at, timezone.now()))
