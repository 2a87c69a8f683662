"""Records that wait for a reviewer: lectures at the design institute, a few of them odd, and papers in Xuzhou, of which
the rule fixes only a range."""

from __future__ import annotations

import datetime
import io
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from approvals.models import Run
from approvals.services import approve, return_run
from approvals.undoing import undo
from ops.demo import organizations as at
from ops.demo.world import World
from people.models import Professional
from people.roles import Role
from records.evidence.services import attach_proof
from records.services import draft_record, submit_record

LECTURES = (
    ("装配式建筑新技术专题讲座", "南沙区建筑业协会", 9),
    ("绿色建筑评价标准解读讲座", "羊城勘察设计学会", 4),
    ("海绵城市设计专题讲座", "羊城勘察设计学会", 6),
    ("建筑节能与可再生能源讲座", "珠江岸设计院技术委员会", 11),
)
PLAIN = 14
DAY = datetime.timedelta(days=1)


def send_records(world: World) -> None:
    _lectures(world)
    _papers(world)


def _lectures(world: World) -> None:
    staff = _staff(world, at.DESIGN_INSTITUTE)
    for number, person in enumerate(staff[:PLAIN]):
        title, holder, days = LECTURES[number % len(LECTURES)]
        _send(world, person, title, holder, days, proof=sheet(number))
    # More than counts a day, the same proof as a colleague's, no proof at all.
    _send(world, staff[0], "BIM 协同设计讲座", "羊城勘察设计学会", 9, proof=sheet(90))
    _send(world, staff[1], "BIM 协同设计讲座", "羊城勘察设计学会", 12, proof=sheet(2))
    _send(world, staff[2], "工程伦理讲座", "南沙区建筑业协会", 13, proof=None)
    clerk = world.officer(at.DESIGN_INSTITUTE, Role.HR_CLERK)
    recognized = _send(world, staff[3], "无障碍设计讲座", "羊城勘察设计学会", 20, proof=sheet(91))
    approve(recognized, version=1, actor=clerk)
    mistaken = _send(world, staff[5], "无障碍设计讲座", "羊城勘察设计学会", 20, proof=sheet(93))
    approve(mistaken, version=1, actor=clerk)
    undo(mistaken, actor=clerk)
    returned = _send(world, staff[4], "无障碍设计讲座", "羊城勘察设计学会", 20, proof=sheet(92))
    words = "证明上写的是 11 月 7 日，请核对日期。"
    return_run(returned, version=1, reasons=["other_dates"], comment=words, actor=clerk)


def _staff(world: World, name: str) -> list[Professional]:
    """The last to have come, whom the other stories leave alone."""
    there = Professional.objects.filter(
        employments__employer=world.employer(name), employments__ended_on=None, user__is_demo=False
    )
    return list(there.select_related("user").order_by("-pk").distinct())


def _send(
    world: World, person: Professional, title: str, holder: str, days_ago: int, *, proof: ContentFile[bytes] | None
) -> Run:
    day = world.today - days_ago * DAY
    said: dict[str, Any] = {
        "activity": "meeting",
        "category": "elective",
        "title": title,
        "held_by": holder,
        "started_on": day,
        "ended_on": day,
        "facts": {"days": 1},
    }
    return _sent(world, person, said, proof)


def _papers(world: World) -> None:
    for number, (venue, title) in enumerate((("foreign", "储能电池热管理研究"), ("issn_cn", "光伏并网控制策略"))):
        said = {
            "activity": "paper",
            "category": "specialty",
            "title": title,
            "ended_on": world.today - 30 * DAY,
            "facts": {"venue": venue, "rank": 1},
        }
        _sent(world, _staff(world, at.ENERGY_COMPANY)[number], said, sheet(70 + number))


def _sent(world: World, person: Professional, said: dict[str, Any], proof: ContentFile[bytes] | None) -> Run:
    actor = world.as_professional(person)
    draft = draft_record(person, said, actor=actor)
    if proof is not None:
        attach_proof(draft, proof, actor=actor)
    return submit_record(draft, actor=actor)


def sheet(number: int) -> ContentFile[bytes]:
    """A sheet photographed on a desk, each from a place of its own, so that no two look alike."""
    random = Random(number)  # noqa: S311 - drawn to be repeatable
    desk = Image.new("RGB", (420, 560), tuple(random.randrange(60, 150) for _channel in range(3)))
    sheet = Image.new("RGBA", (300, 400), "white")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((90, 40, 210, 56), fill="#2a2824")
    for line in range(6):
        draw.rectangle((40, 100 + 28 * line, random.randrange(150, 260), 108 + 28 * line), fill="#8a857a")
    left, top = random.randrange(130, 190), random.randrange(270, 310)
    draw.ellipse((left, top, left + 80, top + 80), outline="#b5462f", width=4)
    turned = sheet.rotate(random.uniform(-25, 25), expand=True)
    desk.paste(turned, (random.randrange(-60, 80), random.randrange(-60, 120)), turned)
    shade = ImageDraw.Draw(desk)
    corner = random.choice(((0, 0, 140, 560), (280, 0, 420, 560), (0, 0, 420, 120), (0, 440, 420, 560)))
    shade.rectangle(corner, fill=tuple(random.randrange(20, 230) for _channel in range(3)))
    target = io.BytesIO()
    desk.save(target, "PNG")
    return ContentFile(target.getvalue(), "proof.png")
