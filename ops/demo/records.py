"""Hours that people logged themselves or that HR registered for them, in every state, with drawn proofs. Through the
verbs behind the pages; the days are of this year and the last."""

from __future__ import annotations

import datetime
import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from approvals.models import Run, Step
from approvals.services import approve, reject, remind, return_run
from audit.actors import Actor
from ops.demo import organizations as at
from ops.demo.world import World
from people.models import Professional
from people.roles import Role
from records import services
from records.corrections.services import ask_correction
from records.evidence.services import attach_proof
from records.models import LearningRecord

DAY = datetime.timedelta(days=1)


def log_hours(world: World) -> None:
    lin = world.demo_user("lin.xiaolan").professional
    of_lin(world, lin)
    of_others(world)
    of_hr(world)


def of_lin(world: World, lin: Professional) -> None:
    """One in every state, and a correction under way."""
    actor = world.as_professional(lin)
    conference = _meeting("全国混凝土结构耐久性学术会议", "中国土木工程学会", world.today - 192 * DAY, 3)
    _recognized(world, _sent(world, lin, conference))
    lecture = _sent(world, lin, _meeting("装配式建筑结构设计讲座", "广东省土木建筑学会", world.today - 128 * DAY, 2))
    _recognized(world, lecture)
    fault = "证明上写的是一天半，误记为两天，请更正。"
    said: dict[str, Any] = {"facts": {"days": 1, "minutes": 180}}
    ask_correction(_subject(lecture), said, reason=fault, actor=actor)
    paper = {
        "activity": "paper",
        "title": "滨海环境下混凝土氯离子扩散系数的试验研究",
        "held_by": "《混凝土》",
        "ended_on": world.today - 150 * DAY,
        "facts": {"level": "national", "role": "main"},
    }
    published = _sent(world, lin, paper)
    _recognized(world, published)
    rightly: dict[str, Any] = {"ended_on": world.today - 140 * DAY}
    asked = ask_correction(_subject(published), rightly, reason="出版日期以版权页为准。", actor=actor)
    _return(world, asked, "missing_proof", "请附版权页照片。")
    last_year = datetime.date(world.today.year - 1, 6, 18)
    exchange = _sent(world, lin, _meeting("绿色建筑技术交流会", "广州市建筑业协会", last_year, 2))
    _recognized(world, exchange)
    # In the summer, as it would have been: what is recognized after the days of grace passes nobody by itself.
    LearningRecord.objects.filter(pk=exchange.subject_id).update(recognized_on=last_year + 12 * DAY)
    elective = _meeting("工程伦理讲座", "珠江岸设计院", world.today - 40 * DAY, 1) | {"category": "elective"}
    _sent(world, lin, elective)
    waiting = _sent(world, lin, _class("建筑抗震新规范宣贯班", "省建设教育协会", world.today - 20 * DAY, "16"))
    remind(waiting, actor=actor)
    returned = _sent(world, lin, _online("BIM 技术应用（网络课程）", "某学习网站", world.today - 33 * DAY, "12"))
    _return(world, returned, "unreadable_proof", "学时证明照片看不清，请重新拍照上传。")
    refused = _sent(world, lin, _meeting("单位年会", "珠江岸设计院", world.today - 70 * DAY, 1))
    _reject(world, refused, "unrelated", "年会不属于继续教育活动。")
    services.withdraw_record(
        _subject(_sent(world, lin, _class("消防安全培训", "物业公司", world.today - 60 * DAY, "4"))), actor=actor
    )
    draft = _meeting("桥梁健康监测论坛", "", world.today - 6 * DAY, 2)
    services.draft_record(lin, draft, actor=actor)


def of_others(world: World) -> None:
    """At other places, under other rules: some wait, some count."""
    for house, said in (
        (at.DESIGN_INSTITUTE, _meeting("岩土工程青年论坛", "广东省土木建筑学会", world.today - 25 * DAY, 2)),
        (at.DESIGN_INSTITUTE, _meeting("结构设计软件应用研讨", "软件公司", world.today - 18 * DAY, 1)),
        (at.SURVEY_INSTITUTE, _class("测绘新技术培训班", "市测绘学会", world.today - 45 * DAY, "24")),
    ):
        _sent(world, _staff(world, house, 5)[-1], said)
    bridges = _class("桥梁施工技术", "市公路学会", world.today - 90 * DAY, "18")
    _recognized(world, _sent(world, world.somebody_at(at.BRIDGE_BUILDERS), bridges))


def of_hr(world: World) -> None:
    """A lecture in the own house, registered for three; and one draft that HR has begun."""
    clerk = world.officer(at.DESIGN_INSTITUTE, Role.HR_CLERK)
    said = _meeting("本院技术讲座：既有建筑加固", "珠江岸设计院", world.today - 12 * DAY, 1)
    people = _staff(world, at.DESIGN_INSTITUTE, 4)
    for person in people[:3]:
        _send(person, said, clerk)
    services.draft_record(people[3], said | {"title": "新规范学习会"}, actor=clerk)


def _staff(world: World, house: str, count: int) -> list[Professional]:
    """Those entered last. They may have another story besides: a house has fewer people than stories want."""
    staff = Professional.objects.filter(
        employments__employer=world.employer(house), employments__ended_on=None, user__is_demo=False
    )
    return list(staff.select_related("user").order_by("-pk")[:count])


# What was done


def _meeting(title: str, held_by: str, last_day: datetime.date, days: int) -> dict[str, Any]:
    first_day = last_day - (days - 1) * DAY
    return {
        "activity": "meeting",
        "title": title,
        "held_by": held_by,
        "started_on": first_day,
        "ended_on": last_day,
        "facts": {"days": days},
    }


def _class(title: str, held_by: str, last_day: datetime.date, hours: str) -> dict[str, Any]:
    return {"activity": "class", "title": title, "held_by": held_by, "ended_on": last_day, "facts": {"hours": hours}}


def _online(title: str, held_by: str, last_day: datetime.date, hours: str) -> dict[str, Any]:
    return _class(title, held_by, last_day, hours) | {"activity": "online"}


# What became of it


def _sent(world: World, person: Professional, said: dict[str, Any]) -> Run:
    return _send(person, said, world.as_professional(person))


def _send(person: Professional, said: dict[str, Any], actor: Actor) -> Run:
    draft = services.draft_record(person, said, actor=actor)
    whose = str(person.pk) if actor.hat == Role.PROFESSIONAL else ""
    attach_proof(draft, drawn_proof(f"{whose} {said['title']}"), actor=actor)
    return services.submit_record(draft, actor=actor)


def _recognized(world: World, run: Run) -> None:
    """Agreed to at every step."""
    while (step := Step.objects.waiting().filter(run=run).first()) is not None:
        run.refresh_from_db()
        approve(run, version=run.version, actor=decider_at(world, step))


def _return(world: World, run: Run, reason: str, comment: str) -> None:
    step = Step.objects.waiting().get(run=run)
    return_run(run, version=run.version, reasons=[reason], comment=comment, actor=decider_at(world, step))


def _reject(world: World, run: Run, reason: str, comment: str) -> None:
    step = Step.objects.waiting().get(run=run)
    reject(run, version=run.version, reasons=[reason], comment=comment, actor=decider_at(world, step))


def decider_at(world: World, step: Step) -> Actor:
    assert step.organization is not None
    return next(
        world.officer(name, role)
        for name, role in world.officers
        if name == step.organization.name and role != Role.INSTITUTION_CLERK
    )


def _subject(run: Run) -> LearningRecord:
    return LearningRecord.objects.select_related("professional").get(pk=run.subject_id)


def drawn_proof(words: str) -> ContentFile[bytes]:
    """A sheet on which nothing stands but that it is none, with a seal that is another one for other words."""
    sheet = Image.new("L", (420, 297), 250)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((12, 12, 407, 284), outline=60, width=3)
    pen.text((40, 130), "DEMO - NOT A DOCUMENT", fill=60)
    for place, sign in enumerate(words.encode()[:24]):
        left, top = 30 + place % 8 * 46, 40 + place // 8 * 70
        pen.rectangle((left, top, left + sign % 40, top + sign % 53), fill=sign % 200)
    target = io.BytesIO()
    sheet.save(target, "PNG")
    return ContentFile(target.getvalue(), "proof.png")
