"""Study years that look alive: recognized hours of Guangzhou in 2016, Shantou in 2014 and of this year, a few records
under review, and reminders. Written set by set with one refresh of the ledgers, as an upload of results does it."""

from __future__ import annotations

import datetime
import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from django.core.files.base import ContentFile
from django.db.models import Q

from ops.demo import organizations as at
from ops.demo.world import World
from people.bulk import insert_all
from people.models import Employment, Professional
from people.roles import Role
from records.enums import FileType, RecordSource, RecordState
from records.ledger.services import refresh_ledger
from records.models import Evidence, LearningRecord
from records.reminders.services import send_reminders
from records.services import draft_record, submit_record
from records.sorting.services import hand_over
from records.spend.services import note_spend

SEED = 755
ONE_PROOF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


@dataclass(frozen=True)
class Study:
    """What somebody did: month and day of its end, and what the rules want to know."""

    activity: str
    category: str
    title: str
    month: int
    day: int
    facts: Mapping[str, object]
    source: str = RecordSource.INSTITUTION
    course: str = ""


# The year of the mockup: 12 hours short of specialty subjects, 8 of them under review.
OF_XIAOLAN = (
    Study("online", "public", "人工智能赋能制造业高质量发展", 3, 18, {"hours": "18"}, RecordSource.PLATFORM, "GX-1"),
    Study("online", "public", "新质生产力与现代化产业体系", 4, 2, {"hours": "12"}, RecordSource.PLATFORM, "GX-2"),
    Study("online", "elective", "工程项目管理前沿", 6, 8, {"hours": "10"}, RecordSource.PERSON),
    Study(
        "class", "specialty", "BIM 正向设计实务", 6, 13, {"hours": "16", "days": 2}, RecordSource.INSTITUTION, "BIM-6"
    ),
    Study("class", "specialty", "BIM 正向设计实务（自己填报）", 6, 13, {"hours": "16"}, RecordSource.PERSON, "BIM-6"),
    Study(
        "paper",
        "specialty",
        "论文《既有混凝土框架抗震加固的试验研究》（第二作者）",
        8,
        15,
        {"venue": "issn_cn", "level": "provincial", "rank": 2, "role": "other"},
        RecordSource.PERSON,
    ),
    Study("meeting", "elective", "设计质量通病与防治专题讲座", 9, 4, {"days": 1}, RecordSource.EMPLOYER),
)
PUBLIC = (
    "新时代工匠精神与职业素养",
    "数字经济与产业升级",
    "绿色低碳发展导论",
    "知识产权保护实务",
    "安全生产与应急管理",
)
SPECIALTY = ("专业技术规范与标准解读", "行业新技术新工艺", "工程质量与风险管理", "专业案例研讨", "信息化工具应用")
ELECTIVE = ("科技写作与表达", "项目管理基础", "心理健康与压力管理")
HELD_BY = ("南洲继续教育学院", "羊城专业技术培训中心", "珠江继续教育基地")
PLANTED_AT = (at.DESIGN_INSTITUTE, at.SURVEY_INSTITUTE, at.BRIDGE_BUILDERS, at.ENERGY_COMPANY, at.HOSPITAL)


def plant_years(world: World) -> None:
    random = Random(SEED)  # noqa: S311 - drawn to be repeatable
    rows = [
        *_of_xiaolan(world),
        *_of_this_year(world, random),
        *_of_last_year(world, random),
        *_of_the_past(world, random),
    ]
    insert_all(rows)
    people = Professional.objects.filter(employments__isnull=False).values_list("pk", flat=True)
    refresh_ledger(set(people), years=[world.today.year])
    _under_review(world)
    _hr(world)


def _of_xiaolan(world: World) -> Iterator[LearningRecord]:
    person = world.demo_user("lin.xiaolan").professional
    this = world.today.year
    for study in OF_XIAOLAN:
        yield row_of(person, this, study, "南洲继续教育学院")
    for year in range(2017, this):
        elective = 8 if year == this - 3 else 18
        for study in ordinary(year, public=30, specialty=44, elective=elective):
            yield row_of(person, year, study, HELD_BY[year % 3])
    for study in ordinary(2016, public=18, specialty=48, elective=6):
        yield row_of(person, 2016, study, HELD_BY[0])


def _of_this_year(world: World, random: Random) -> Iterator[LearningRecord]:
    xiaolan = world.demo_user("lin.xiaolan").professional.pk
    for name in PLANTED_AT:
        staff = Professional.objects.filter(employments__employer=world.employer(name), employments__ended_on=None)
        for person in staff.exclude(pk=xiaolan).order_by("pk")[:40]:
            share = random.choice((0, 0.3, 0.6, 0.6, 1, 1, 1))
            hours = (int(30 * share), int(48 * min(1, share + random.choice((0, 0.2)))), int(18 * share))
            for study in ordinary(world.today.year, *hours):
                yield row_of(person, world.today.year, study, random.choice(HELD_BY))


def _of_last_year(world: World, random: Random) -> Iterator[LearningRecord]:
    """Of everybody at work then: what the year-end batch was about."""
    year = world.today.year - 1
    at_work = Employment.objects.current(datetime.date(year, 12, 31)).filter(started_on__lt=datetime.date(year, 3, 1))
    for employment in at_work.exclude(professional__user__username="lin.xiaolan").order_by("pk"):
        public, specialty, elective = random.choices(
            ((30, 44, 18), (30, 36, 18), (18, 44, 12), (0, 0, 0)), (8, 2, 1, 1)
        )[0]
        for study in ordinary(year, public, specialty, elective):
            yield row_of(employment.professional, year, study, random.choice(HELD_BY))


def _of_the_past(world: World, random: Random) -> Iterator[LearningRecord]:
    """2016 in Guangzhou, 2014 in Shantou: of those who were at work there then."""
    for year, area in ((2016, "4401"), (2014, "4405")):
        last_day = datetime.date(year, 12, 31)
        there = Employment.objects.filter(
            Q(ended_on=None) | Q(ended_on__gte=last_day), employer__area__startswith=area, started_on__lt=last_day
        )
        for employment in there.exclude(professional__user__username="lin.xiaolan").order_by("pk")[:20]:
            wanting = random.choice((0, 0, 12))
            public = 20 if year == 2014 else 18
            for study in ordinary(year, public, 42, 12 - wanting):
                yield row_of(employment.professional, year, study, random.choice(HELD_BY))


def ordinary(year: int, public: int, specialty: int, elective: int) -> Iterator[Study]:
    """Public subjects first; of the specialty subjects a third is what the guide demands (GD10 六)."""
    if public:
        kind = "online" if year >= 2018 else "class"
        source = RecordSource.PLATFORM if year >= 2018 else RecordSource.INSTITUTION
        course = "粤东西北地区振兴战略" if year == 2014 else f"GX-{year}"
        yield Study(kind, "public", PUBLIC[year % 5], 4, 20, {"hours": str(public)}, source, course)
    first = specialty // 2
    for number, hours in enumerate((first, specialty - first)):
        if hours:
            facts = {"hours": str(hours), "mandatory": str(min(hours, 14))}
            title = SPECIALTY[(year + number) % 5]
            yield Study(
                "class", "specialty", title, 6 + number, 12, facts, RecordSource.INSTITUTION, f"ZY-{year}-{number}"
            )
    if elective:
        facts = {"hours": str(elective)}
        yield Study("class", "elective", ELECTIVE[year % 3], 9, 10, facts, RecordSource.INSTITUTION, f"XX-{year}")


def row_of(person: Professional, year: int, study: Study, held_by: str) -> LearningRecord:
    ended_on = datetime.date(year, study.month, study.day)
    return LearningRecord(
        professional=person,
        activity=study.activity,
        category=study.category,
        title=study.title,
        held_by=held_by,
        ended_on=ended_on,
        study_year=year,
        facts=study.facts,
        course_key=study.course,
        source=study.source,
        state=RecordState.RECOGNIZED,
        recognized_on=ended_on + datetime.timedelta(days=6),
    )


def _under_review(world: World) -> None:
    """The meeting for which Lin Xiaolan waits, with its proof."""
    person = world.demo_user("lin.xiaolan").professional
    actor = world.as_professional(person)
    said = {
        "activity": "meeting",
        "category": "specialty",
        "title": "装配式建筑结构学术年会",
        "ended_on": world.today - datetime.timedelta(days=8),
        "facts": {"days": 1},
    }
    draft = draft_record(person, said, actor=actor)
    Evidence.objects.create(
        record=draft,
        file=ContentFile(ONE_PROOF, "proof.pdf"),
        file_type=FileType.PDF,
        size=len(ONE_PROOF),
        sha256=hashlib.sha256(ONE_PROOF).hexdigest(),
        uploaded_by=person.user,
    )
    submit_record(draft, actor=actor)
    words = "上个月参加了省里组织的乡村建设评价志愿服务，在清远住了四天，讲了两堂课。不知道算实践还是授课，请帮忙看看。"
    hand_over(person, uuid.uuid5(uuid.NAMESPACE_OID, words), words, actor=actor)


def _hr(world: World) -> None:
    actor = world.officer(at.DESIGN_INSTITUTE, Role.HR_CLERK)
    employer = world.employer(at.DESIGN_INSTITUTE)
    at_work = Employment.objects.current(world.today).filter(employer=employer)
    short = Professional.objects.filter(
        ledger_years__study_year=world.today.year,
        ledger_years__outcome="fail",
        pk__in=at_work.values("professional"),
    )
    numbers = [world.demo_user("lin.xiaolan").professional.pk, *short.order_by("pk").values_list("pk", flat=True)[:4]]
    send_reminders(numbers, world.today.year, words="请在年底前补齐学时，有困难请找人事部门。", actor=actor)
    note_spend(employer, world.today.year - 1, wages=Decimal(8_000_000), spent=Decimal(110_000), actor=actor)
    note_spend(employer, world.today.year - 2, wages=Decimal(7_600_000), spent=Decimal(121_500), actor=actor)
