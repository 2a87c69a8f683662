"""Class plans in every state, the rosters of those that are published, inspections, and some classes of long ago.

What lies ahead is drafted, filed, decided and enrolled into by the people themselves, through the verbs behind the
pages. What has begun or is over was filed before the planting; it is set down as those verbs would have left it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from approvals.models import Run, Step
from approvals.services import approve, reject, return_run, withdraw
from audit.actors import SYSTEM, Actor
from audit.services import record
from courses.classes.changes import cancel_class, change_class
from courses.classes.inspections import note_inspection, report_correction, withdraw_commission
from courses.classes.plans import draft_class, facts_of, file_class
from courses.classes.rulings import results_deadline
from courses.enrolment.services import enrol_listed, enrol_oneself, enrol_staff
from courses.enums import ClassState, EnrolledBy
from courses.models import RosterEntry, TrainingClass
from ops.demo import organizations as at
from ops.demo.world import World
from people.enums import Industry, OrganizationKind
from people.models import Institution, Professional
from people.organizations.services import commission_institution
from people.roles import Role

COLLEGE = "珠江潮继续教育学院"
RED_BOAT = "红头船继续教育学院"
ACCOUNTING_SCHOOL = "越秀五羊会计学校"
XUZHOU_COLLEGE = "汉风继续教育学院"
KAPOK_CENTER = "岭南木棉培训中心"
LINES = {
    COLLEGE: ("住房和城乡建设", "信息技术"),
    at.SCHOOL: ("教育", "卫生健康"),
    RED_BOAT: ("住房和城乡建设", "农业农村"),
    ACCOUNTING_SCHOOL: ("会计",),
    XUZHOU_COLLEGE: ("住房和城乡建设",),
}
VENUES = {
    COLLEGE: "天河区凤凰路 88 号实训楼 3 楼",
    at.SCHOOL: "南澳县海滨路 6 号 2 号教学楼",
    RED_BOAT: "金平区红头船路 12 号报告厅",
    ACCOUNTING_SCHOOL: "越秀区五羊街 5 号",
    XUZHOU_COLLEGE: "云龙区汉风路 1 号",
    KAPOK_CENTER: "海珠区木棉巷 9 号",
}
CONSTRUCTION: dict[str, Any] = {"category": "specialty", "industry": Industry.CONSTRUCTION, "line": "住房和城乡建设"}
HEALTH: dict[str, Any] = {"category": "specialty", "industry": Industry.HEALTH, "line": "卫生健康"}
ACCOUNTING: dict[str, Any] = {"category": "specialty", "industry": Industry.ACCOUNTING, "line": "会计"}
DECIDERS = {
    OrganizationKind.INDUSTRY_AUTHORITY: Role.AUTHORITY_REVIEWER,
    OrganizationKind.BUREAU: Role.BUREAU_CLERK,
}
DAY = datetime.timedelta(days=1)

Ending = Callable[[World, TrainingClass, Run], None]


def hold_classes(world: World) -> None:
    for school, lines in LINES.items():
        commission_institution(_institution(world, school), world.today.year + 1, lines, actor=SYSTEM)
    plans(world)
    published(world)
    under_way(world)
    long_ago(world)
    next_year = world.today.year + 1
    officer = world.officer(at.SHANTOU_BUREAU, Role.BUREAU_CLERK)
    unfit = _institution(world, "小公园培训社")
    withdraw_commission(unfit, next_year, reason="本年度办班计划三期仅举办一期", actor=officer)


# Plans on their way


def plans(world: World) -> None:
    """One in every state at the school and at the college."""
    _plan(world, at.SCHOOL, "基层护理急救技能提升班", 24, **HEALTH)
    _plan(world, at.SCHOOL, "海岛常见病防治新进展", 62, **HEALTH, content="")
    for title, ending, facts in (
        ("医院感染防控实务", _waits, HEALTH),
        ("中医适宜技术推广班", _waits, HEALTH | {"hours": Decimal(30), "fee": Decimal(380)}),
        ("慢性病健康管理", _at_bureau, HEALTH),
        ("医学影像读片强化班", _returned, HEALTH | {"hours": Decimal(40)}),
        ("养生文化漫谈", _refused, HEALTH),
        ("社区康复技术", _withdrawn, HEALTH),
        ("公需科目：人工智能与数字中国（第二期）", _waits, {"category": "public"}),
    ):
        _file(world, at.SCHOOL, title, 26, ending, **facts)
    _plan(world, COLLEGE, "装配式建筑深化设计", 28, **CONSTRUCTION)
    for title, ending, facts in (
        ("绿色建筑评价标准宣贯", _waits, CONSTRUCTION),
        ("超限高层结构抗震设计", _waits, CONSTRUCTION | {"teachers": "冯总工、曹教授"}),
        ("城市更新与既有建筑改造", _at_bureau, CONSTRUCTION),
        ("建筑信息模型正向设计", _at_bureau, CONSTRUCTION | {"fee": Decimal(600), "teachers": "冯总工、蓝工程师"}),
        ("海绵城市雨水系统设计", _returned, CONSTRUCTION),
    ):
        _file(world, COLLEGE, title, 27, ending, **facts)
    _file(world, ACCOUNTING_SCHOOL, "政府会计准则制度实务", 20, _waits, **ACCOUNTING)
    _file(world, RED_BOAT, "农村建房质量安全管理", 22, _waits, **CONSTRUCTION)


def _plan(world: World, school: str, title: str, ahead: int, **facts: Any) -> TrainingClass:
    institution = _institution(world, school)
    return draft_class(institution, _said(world, school, title, ahead, **facts), actor=_clerk(world, school))


def _said(world: World, school: str, title: str, ahead: int, **facts: Any) -> dict[str, Any]:
    first = world.today + ahead * DAY
    return {
        "title": title,
        "content": f"第一天：{title}的政策与标准；第二天：方法与案例；第三天：实操与考核。",
        "hours": Decimal(18),
        "mandatory_hours": Decimal(6) if facts.get("category") == "specialty" else Decimal(0),
        "form": "face_to_face",
        "starts_on": first,
        "ends_on": first + 2 * DAY,
        "days": 3,
        "division": _institution(world, school).division,
        "venue": VENUES[school],
        "expected_number": 60,
        "capacity": 80,
        "enrol_until": first - 3 * DAY,
        "teachers": f"{world.names.draw()}、{world.names.draw()}",
        "textbook": f"《{title}讲义》，学苑出版社",
        "exam_form": "闭卷考试",
        "fee": Decimal(0),
        "contact": _clerk(world, school).label,
        "phone": "0754-88000000" if school in (at.SCHOOL, RED_BOAT) else "020-38000000",
        "notes": "",
        **facts,
    }


def _file(world: World, school: str, title: str, ahead: int, ending: Ending, **facts: Any) -> TrainingClass:
    draft = _plan(world, school, title, ahead, **facts)
    ending(world, draft, file_class(draft, actor=_clerk(world, school)))
    draft.refresh_from_db()
    return draft


def _waits(world: World, plan: TrainingClass, run: Run) -> None:
    """Nobody has looked at it yet."""


def _at_bureau(world: World, plan: TrainingClass, run: Run) -> None:
    approve(run, version=1, comment="同意，请备案。", actor=_decider(world, run))


def _returned(world: World, plan: TrainingClass, run: Run) -> None:
    comment = "学时与授课天数不符，请核对后重新提交。"
    return_run(run, version=1, reasons=["hours"], comment=comment, actor=_decider(world, run))


def _refused(world: World, plan: TrainingClass, run: Run) -> None:
    reject(run, version=1, reasons=["off_guide"], comment="不属于专业科目指南内容。", actor=_decider(world, run))


def _withdrawn(world: World, plan: TrainingClass, run: Run) -> None:
    withdraw(run, comment="师资调整，另行安排。", actor=_clerk(world, _school_of(plan)))


def _published(world: World, plan: TrainingClass, run: Run) -> None:
    while Run.objects.get(pk=run.pk).state == "under_way":
        approve(run, version=1, actor=_decider(world, run))


def _decider(world: World, run: Run) -> Actor:
    """Of the body where it lies."""
    body = Step.objects.waiting().get(run=run).organization
    assert body is not None
    return world.officer(body.name, DECIDERS[OrganizationKind(body.kind)])


# Published, and still to come


def published(world: World) -> None:
    own = world.demo_user("lin.xiaolan").professional
    hr_clerk = world.officer(at.DESIGN_INSTITUTE, Role.HR_CLERK)
    staff = _staff(world, at.DESIGN_INSTITUTE)

    open_class = _file(world, COLLEGE, "结构设计规范新旧对照", 14, _published, **CONSTRUCTION)
    enrol_oneself(open_class, own, actor=world.as_professional(own))
    enrol_staff(open_class, staff[:6], actor=hr_clerk)

    moved = _file(world, COLLEGE, "钢结构防火与防腐", 18, _published, **CONSTRUCTION)
    enrol_staff(moved, [own, *staff[4:9]], actor=hr_clerk)
    change_class(moved, {"venue": "天河区凤凰路 90 号学术报告厅"}, reason="原教室维修", actor=_clerk(world, COLLEGE))

    cancelled = _file(world, COLLEGE, "岩土工程勘察数字化", 21, _published, **CONSTRUCTION)
    enrol_staff(cancelled, staff[10:13], actor=hr_clerk)
    cancel_class(cancelled, reason="主讲教师因公出差", actor=_clerk(world, COLLEGE))

    full = _file(world, COLLEGE, "幕墙工程精品小班", 12, _published, **CONSTRUCTION, capacity=8, expected_number=8)
    enrol_staff(full, staff[14:22], actor=hr_clerk)

    public = {"category": "public", "fee": Decimal(0)}
    _file(
        world,
        COLLEGE,
        "公需科目：人工智能与数字中国",
        16,
        _published,
        **public,
        hours=Decimal(30),
        days=5,
        ends_on=_ahead(world, 20),
    )
    _file(
        world,
        COLLEGE,
        "施工图审查要点解析",
        25,
        _published,
        **CONSTRUCTION,
        fee=Decimal(480),
        fee_basis="粤价函〔2019〕12号",
    )
    _file(world, ACCOUNTING_SCHOOL, "企业所得税汇算清缴", 15, _published, **ACCOUNTING)
    _file(world, at.SCHOOL, "突发公共卫生事件应急处置", 13, _published, **HEALTH)
    _file(world, RED_BOAT, "市政道路养护新技术", 17, _published, **CONSTRUCTION)
    bridge = _file(world, RED_BOAT, "桥梁检测与加固", 19, _published, **CONSTRUCTION)
    enrol_listed(bridge, _staff(world, at.BRIDGE_BUILDERS)[:5], actor=_clerk(world, RED_BOAT))
    _file(world, XUZHOU_COLLEGE, "徐州城市更新案例研修", 16, _published, **CONSTRUCTION)
    craft = {"category": "elective", "industry": Industry.CULTURE, "line": "文化"}
    commission_institution(_institution(world, KAPOK_CENTER), world.today.year + 1, ["文化"], actor=SYSTEM)
    _file(
        world,
        KAPOK_CENTER,
        "岭南建筑装饰艺术赏析",
        14,
        _published,
        **craft,
        hours=Decimal(12),
        days=2,
        ends_on=_ahead(world, 15),
    )


# Under way, or over


def under_way(world: World) -> None:
    """Inspected: one in order, one to be put right, one that was put right, one that lost its status."""
    inspector = world.officer(at.CITY_BUREAU, Role.BUREAU_CLERK)
    staff = _staff(world, at.DESIGN_INSTITUTE)
    running = _held(world, COLLEGE, "建筑节能与可再生能源", -1, **CONSTRUCTION)
    enrol_listed(running, staff[:12], actor=_clerk(world, COLLEGE))
    note_inspection(
        running,
        inspected_on=world.today,
        finding="off_plan",
        outcome="correction",
        words="第一天下午改为自习，与教学计划不符。",
        correct_by=world.today + 3 * DAY,
        actor=inspector,
    )
    sound = _held(world, COLLEGE, "工程造价改革新政", -8, **CONSTRUCTION)
    _seat(sound, staff[6:20], done=True)
    note_inspection(
        sound,
        inspected_on=sound.starts_on,
        finding="in_order",
        outcome="nothing",
        words="签到、课件齐全。",
        actor=inspector,
    )
    mended = _held(world, COLLEGE, "无障碍环境设计", -20, **CONSTRUCTION)
    _seat(mended, staff[20:30], done=True)
    found = note_inspection(
        mended,
        inspected_on=mended.starts_on,
        finding="textbook",
        outcome="correction",
        words="教材为复印件。",
        correct_by=world.today + 5 * DAY,
        actor=inspector,
    )
    report_correction(found, words="已从正规渠道购入教材并更换。", actor=_clerk(world, COLLEGE))
    own = _held(world, at.SCHOOL, "家庭医生签约服务规范", -1, **HEALTH)
    note_inspection(
        own,
        inspected_on=world.today,
        finding="no_exam",
        outcome="correction",
        words="未安排结业考核，请补考并报送名册。",
        correct_by=world.today + 4 * DAY,
        actor=world.officer(at.SHANTOU_BUREAU, Role.BUREAU_CLERK),
    )
    lost = _held(world, "流溪云课堂", "三小时速成取证班", -15, **CONSTRUCTION | {"line": ""}, venue="线上")
    _seat(lost, _staff(world, at.SURVEY_INSTITUTE)[:5], done=True)
    words = "未组织培训即发放证明。"
    note_inspection(
        lost, inspected_on=lost.ends_on, finding="no_training", outcome="status_lost", words=words, actor=inspector
    )


def long_ago(world: World) -> None:
    """Shantou 2014, and a make-up of 2013 (ST14 二, 四(六)); the spring of this year in Guangzhou."""
    bridge_builders = _staff(world, at.BRIDGE_BUILDERS)
    public = {"category": "public", "hours": Decimal(20), "industry": Industry.GENERAL, "exam_form": "开卷考试"}
    for first, title, facts in (
        ("2014-05-12", "粤东西北地区振兴战略（第一期）", public),
        ("2014-06-16", "新型城镇化实践与发展（第一期）", public),
        ("2014-07-07", "专业科目：桥梁施工新技术", CONSTRUCTION | {"hours": Decimal(21)}),
        ("2014-08-11", "补修：新时期广东生态文明建设", public | {"makeup_for": 2013}),
    ):
        day = datetime.date.fromisoformat(first)
        one = _held(world, RED_BOAT, title, (day - world.today).days, **facts)
        _seat(one, bridge_builders[:8], done=True)
    for ahead, title in ((-190, "建筑结构加固技术"), (-160, "消防技术标准解读"), (-70, "智能建造与机器人")):
        one = _held(world, COLLEGE, title, ahead, **CONSTRUCTION)
        _seat(one, _staff(world, at.DESIGN_INSTITUTE)[5:15], done=True)


def _held(world: World, school: str, title: str, ahead: int, **facts: Any) -> TrainingClass:
    """Filed and published in time, before the planting."""
    VENUES.setdefault(school, "线上直播教室")
    clerk = _clerk(world, school)
    institution = _institution(world, school)
    one = TrainingClass(institution=institution, area=institution.area, created_by_id=clerk.user_id)
    for name, value in _said(world, school, title, ahead, **facts).items():
        setattr(one, name, value)
    one.filed_on, one.filing_notice = one.starts_on - 20 * DAY, "accepted"
    one.state = ClassState.PUBLISHED
    one.published_at = timezone.now() - datetime.timedelta(days=10 - ahead)
    one.results_due_on = results_deadline(one).due
    one.save()
    record("class.published", one, actor=SYSTEM, after=facts_of(one))
    return one


def _seat(one: TrainingClass, people: list[Professional], *, done: bool) -> None:
    """Who took part; `done`: the results were entered in time."""
    if done and one.results_due_on is not None and one.results_due_on < timezone.localdate():
        one.results_at = timezone.now() - (timezone.localdate() - one.ends_on - DAY)
        one.save(update_fields=["results_at"])
    RosterEntry.objects.bulk_create(
        RosterEntry(training_class=one, professional=each, enrolled_by=EnrolledBy.INSTITUTION) for each in people
    )


# What they share


def _institution(world: World, school: str) -> Institution:
    found = world.organizations[school]
    assert isinstance(found, Institution)
    return found


def _school_of(plan: TrainingClass) -> str:
    return plan.institution.name


def _clerk(world: World, school: str) -> Actor:
    return world.officer(school, Role.INSTITUTION_CLERK)


def _staff(world: World, employer: str) -> list[Professional]:
    at_work = Professional.objects.filter(
        employments__employer=world.employer(employer), employments__ended_on=None, user__is_demo=False
    )
    return list(at_work.order_by("pk"))


def _ahead(world: World, days: int) -> datetime.date:
    return world.today + days * DAY
