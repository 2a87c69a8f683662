"""Hours that came from systems of others: the platform of the province, an approved site, distance learning of Xuzhou.
Each sends as it would by the interface, corrects itself, repeats itself, and is refused what cannot be right."""

from __future__ import annotations

import datetime
from typing import Any

from courses.enums import SubjectCategory
from courses.sites.services import approve_site
from ops.demo import organizations as at
from ops.demo.world import World
from people.models import IdentityDocument, Professional
from people.professionals.numbers import number_in
from people.roles import Role
from records.enums import FeedKind
from records.feeds.authentication import actor_of_feed
from records.feeds.services import open_feed
from records.feeds.taking import take_rows
from records.models import FeedSource

Row = dict[str, Any]

SITE = "羊城工程师网络学堂"
PUBLIC_COURSES = (("新质生产力与现代化产业体系", "YXX-01", 18), ("人工智能赋能与数字素养", "YXX-02", 12))
SITE_COURSES = (
    ("装配式建筑技术要点", "GC-11", 12),
    ("岩土工程信息化监测", "GC-23", 9.5),
    ("绿色建筑评价标准解读", "GC-07", 16),
)
XUZHOU_COURSES = (("知识产权公共科目", "public", 24), ("专业技术人员职业道德", "specialty", 18))


def send_hours(world: World) -> None:
    from_platform(world)
    from_site(world)
    from_distance_learning(world)


def from_platform(world: World) -> None:
    feed = _opened(world, "广东省公需科目学习平台", FeedKind.PROVINCE_PUBLIC, at.PROVINCE_BUREAU, "44")
    rows = [
        _row(world, person, f"GD-{place}-{course}", title, months=2 + course, course_code=code, hours=hours)
        for place, person in enumerate(_people_in("44")[::2])
        for course, (title, code, hours) in enumerate(PUBLIC_COURSES)
    ]
    _send(feed, rows)
    _send(feed, [rows[0], rows[1] | {"hours": 10}, *_at_fault(rows)])


def from_site(world: World) -> None:
    head = world.officer(at.CITY_BUREAU, Role.BUREAU_HEAD)
    facts = {
        "name": SITE,
        "url": "https://gcs.example.cn/",
        "categories": [SubjectCategory.SPECIALTY, SubjectCategory.ELECTIVE],
        "approved_from": datetime.date(world.today.year - 2, 1, 1),
        "approved_to": None,
    }
    feed = _opened(world, SITE, FeedKind.SITE, at.CITY_BUREAU, "4401", site=approve_site(facts, actor=head))
    engineers = [person for person in _people_in("4401") if person.industry == "construction"]
    rows = [
        _row(
            world,
            person,
            f"GCS-{place}",
            title,
            months=1 + place % 3,
            course_code=code,
            hours=hours,
            category="specialty",
        )
        for place, person in enumerate(engineers[1:25:2])
        for title, code, hours in [SITE_COURSES[place % len(SITE_COURSES)]]
    ]
    _send(feed, rows)
    _send(feed, [{"external_id": rows[-1]["external_id"], "withdrawn": True}])


def from_distance_learning(world: World) -> None:
    feed = _opened(world, "徐州市远程继续教育平台", FeedKind.DISTANCE, at.XUZHOU_BUREAU, "3203")
    rows = [
        _row(world, person, f"XZ-{place}-{course}", title, months=2 + course, category=category, hours=hours)
        for place, person in enumerate(_people_in("3203")[::2])
        for course, (title, category, hours) in enumerate(XUZHOU_COURSES)
    ]
    rows[3] |= {"passed": False}
    _send(feed, rows)


def _opened(world: World, name: str, kind: FeedKind, body: str, area: str, **more: Any) -> FeedSource:
    opened = open_feed(
        name=name,
        kind=kind,
        organization=world.organizations[body],
        area=area,
        started_on=datetime.date(world.today.year - 1, 1, 1),
        actor=world.officer(body, Role.BUREAU_HEAD),
        **more,
    )
    return opened.feed


def _people_in(area: str) -> list[Professional]:
    at_work = Professional.objects.filter(employments__ended_on=None, employments__employer__area__startswith=area)
    return list(at_work.distinct().order_by("pk"))


def _row(world: World, person: Professional, external_id: str, title: str, *, months: int, **facts: Any) -> Row:
    """Finished so many months ago."""
    document = IdentityDocument.objects.in_use().get(professional=person)
    ended_on = world.today - datetime.timedelta(days=30 * months)
    return {
        "external_id": f"{external_id}-{ended_on.year}",
        "person": {"number": number_in(document), "name": person.name},
        "title": title,
        "started_on": (ended_on - datetime.timedelta(days=12)).isoformat(),
        "ended_on": ended_on.isoformat(),
        **facts,
    }


def _at_fault(rows: list[Row]) -> list[Row]:
    """As systems send them: a name with a slip, a day that does not exist, hours as text, somebody unknown."""
    named, dated, worded, unknown = rows[2:6]
    return [
        named | {"external_id": "GD-slip-1", "person": named["person"] | {"name": "林小兰兰"}},
        dated | {"external_id": "GD-slip-2", "ended_on": "2026-02-30"},
        worded | {"external_id": "GD-slip-3", "hours": "18学时"},
        unknown | {"external_id": "GD-slip-4", "person": {"number": "DEMO99999", "name": "何人"}},
    ]


def _send(feed: FeedSource, rows: list[Row]) -> None:
    take_rows(feed, rows, actor=actor_of_feed(feed))
