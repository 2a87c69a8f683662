"""Classes that are over: one reported, one whose file waits for a decision with rows at fault, one that is late."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from decimal import Decimal

import xlsxwriter
from django.conf import settings
from django.db.models import Case, When
from django.utils import timezone, translation

from audit.actors import Actor
from courses.enums import ClassState, EnrolledBy, SubjectCategory
from courses.models import RosterEntry, TrainingClass
from jobs.models import Job
from jobs.worker import work_once
from ops.demo import organizations as at
from ops.demo.world import World
from people.enums import Industry
from people.models import Institution, Professional
from people.professionals.numbers import number_in
from people.professionals.queries import present_employment
from people.roles import Role
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import decide_upload, receive_upload

HEADS = ("姓名", "证件号码", "单位", "出勤学时", "考核成绩", "学时", "合格", "备注")
LATE_SCHOOL = "红头船继续教育学院"
REPORTED, WAITING, LATE = 26, 14, 9
"""How many took part."""
DAY = datetime.timedelta(days=1)
RUINED_NUMBER = "4.40105E+17"

Row = list[str]


def report(world: World) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        clerk = world.officer(at.SCHOOL, Role.INSTITUTION_CLERK)
        people = _people(world)
        own = world.demo_user("lin.xiaolan").professional
        reported = _public_class(world)
        _report_all(reported, [own, *people[: REPORTED - 1]], clerk)
        _leave_waiting(_specialty_class(world), people[REPORTED : REPORTED + WAITING], clerk)
        _enrol(_late_class(world), people[-LATE:])


def _people(world: World) -> list[Professional]:
    """Of Shantou as far as there are any, then of the province; of an industry whose hours institutions report."""
    found = Professional.objects.filter(employments__employer__area__startswith="44", employments__ended_on=None)
    usual = found.exclude(industry__in=(Industry.HEALTH, Industry.EDUCATION)).exclude(user__is_demo=True)
    is_near = Case(When(employments__employer__area__startswith="4405", then=0), default=1)
    return list(usual.order_by(is_near, "pk")[: REPORTED + WAITING + LATE])


# Classes


def _class(world: World, school: str, *, ended: int, days: int, **facts: object) -> TrainingClass:
    institution = world.organizations[school]
    assert isinstance(institution, Institution)
    assert institution.division is not None
    last = world.today - ended * DAY
    return TrainingClass.objects.create(
        institution=institution,
        area=institution.area,
        division=institution.division,
        starts_on=last - (days - 1) * DAY,
        ends_on=last,
        days=days,
        state=ClassState.PUBLISHED,
        filed_on=last - 40 * DAY,
        published_at=timezone.now() - datetime.timedelta(days=ended + 30),
        expected_number=60,
        exam_form="开卷考试",
        contact="许文涛" if school == at.SCHOOL else "陈晓东",
        phone="0754-00000000",
        **facts,
    )


def _public_class(world: World) -> TrainingClass:
    return _class(
        world,
        at.SCHOOL,
        ended=9,
        days=3,
        title="新型城镇化实践与发展（第6期）",
        category=SubjectCategory.PUBLIC,
        content="新型城镇化的政策、规划与案例",
        hours=Decimal(20),
        venue="汕头市南澳县海滨路 6 号",
        teachers="蔡副教授",
    )


def _specialty_class(world: World) -> TrainingClass:
    return _class(
        world,
        at.SCHOOL,
        ended=4,
        days=3,
        title="既有建筑结构安全鉴定",
        category=SubjectCategory.SPECIALTY,
        industry=Industry.CONSTRUCTION,
        content="鉴定标准、检测方法和加固案例",
        hours=Decimal(18),
        mandatory_hours=Decimal(6),
        venue="汕头市南澳县海滨路 6 号",
        teachers="林高级工程师",
    )


def _late_class(world: World) -> TrainingClass:
    return _class(
        world,
        LATE_SCHOOL,
        ended=23,
        days=2,
        title="农田水利新技术应用",
        category=SubjectCategory.SPECIALTY,
        industry=Industry.AGRICULTURE,
        content="节水灌溉与信息化管护",
        hours=Decimal(12),
        venue="汕头市金平区红领巾路 2 号",
        teachers="黄高级农艺师",
    )


def _enrol(training_class: TrainingClass, people: Sequence[Professional]) -> None:
    for person in people:
        employment = present_employment(person)
        RosterEntry.objects.create(
            training_class=training_class,
            professional=person,
            employer=employment.employer if employment else None,
            enrolled_by=EnrolledBy.PERSON,
            enrolled_by_user=person.user,
        )


# Files


def _report_all(training_class: TrainingClass, people: Sequence[Professional], clerk: Actor) -> None:
    """Some failed, one was ill on the last day."""
    _enrol(training_class, people)
    rows = [_row(training_class, person, place) for place, person in enumerate(people)]
    rows[7][4:7] = ["52", "20", "不合格"]
    rows[11][3], rows[11][5], rows[11][7] = "14", "14", "第三天病假"
    upload = _send(training_class, "名册表-第6期.xlsx", rows, clerk)
    decide_upload(upload, is_whole=False, actor=clerk)
    _work_on(Upload.objects.get(pk=upload.pk).commit_job)


def _leave_waiting(training_class: TrainingClass, people: Sequence[Professional], clerk: Actor) -> None:
    """What people get wrong: a number ruined by Excel, a name beside another number, too many hours, a row doubled."""
    _enrol(training_class, people[:-1])
    rows = [_row(training_class, person, place) for place, person in enumerate(people)]
    rows[2][1] = RUINED_NUMBER
    rows[4][0] = people[5].name
    rows[6][5] = "21"
    rows[7][4], rows[7][6] = "58", "不合格"
    rows[8][3] = "１２"
    rows[9][2] = "潮州市某设计室"
    rows[10][5] = "十八"
    _send(training_class, "结构安全鉴定-名册表.xlsx", [*rows, list(rows[0])], clerk)


def _row(training_class: TrainingClass, person: Professional, place: int) -> Row:
    employment = present_employment(person)
    number = number_in(person.documents.get(replaced_at=None))
    hours = f"{training_class.hours.normalize():f}"
    employer = employment.employer.name if employment else ""
    return [person.name, number, employer, hours, str(70 + place * 7 % 29), hours, "合格", ""]


def _send(training_class: TrainingClass, name: str, rows: list[Row], clerk: Actor) -> Upload:
    upload, _is_new = receive_upload(
        kind_of("class_results"), name, _workbook(rows), actor=clerk, subject_id=training_class.pk
    )
    _work_on(upload.check_job)
    return Upload.objects.get(pk=upload.pk)


def _work_on(job: Job | None) -> None:
    assert job is not None
    while work_once("demo", job_id=job.pk):
        pass


def _workbook(rows: list[Row]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("附件4")
        for number, row in enumerate([HEADS, *rows]):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)
    return target.getvalue()
