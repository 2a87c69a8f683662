"""Shantou in the autumn of 2014: people who made up 2012, and the verification days on which their employer brought
them.

Everything goes through the verbs behind the pages, with the clock of then passed in; nothing of it could happen today.
"""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from audit.actors import Actor
from ops.demo import organizations as at
from ops.demo.world import World
from people.bulk import insert_all
from people.models import Employer, Employment
from people.roles import Role
from records.enums import RecordSource, RecordState
from records.ledger.services import refresh_ledger
from records.models import LearningRecord, LedgerYear
from verification.days.services import (
    accept_booking,
    book_day,
    cancel_booking,
    digest_of,
    ledgers_of,
    return_booking,
)
from verification.models import DayBooking

ACADEMY = "汕头市行政学院"
SET_OF_2012 = (
    ("public", "广东文化强省建设", "20", 3),
    ("specialty", "专业技术人员心理健康与心理调适", "21", 3),
    ("specialty", "专业技术人员突发事件应急处理", "21", 3),
    ("elective", "潮汕文化解读", "12", 2),
)
YearOf = tuple[int, int]


def verify_on_days(world: World) -> None:
    employer = _employer_of_then(world)
    if employer is None:
        return
    people = [row.professional_id for row in _rows(employer)][:6]
    _make_up(people)
    hr, bureau = _hr(world, employer), _officer(world, employer)
    years = [(number, 2014) for number in people]
    _bring(employer, "2014-10-10", years[:3], "先送三人", hr, bureau, returned="汇总表未加盖单位公章，请补齐后重新预约")
    _bring(employer, "2014-11-10", [*years, (people[0], 2012), (people[1], 2012)], "人事科统一送件", hr, bureau)
    rest = [year for year in years if year not in _verified(employer)][:2]
    if rest:
        booking = book_day(employer, _day("2014-12-30"), rest, actor=hr, at=_at("2014-12-02"))
        cancel_booking(booking, actor=hr, at=_at("2014-12-24"))


def _bring(
    employer: Employer, day: str, years: list[YearOf], note: str, hr: Actor, bureau: Actor, returned: str = ""
) -> None:
    booked = _day(day) - datetime.timedelta(days=6)
    booking = book_day(employer, _day(day), years, note=note, actor=hr, at=_at(booked.isoformat()))
    if returned:
        return_booking(booking, reason=returned, actor=bureau, at=_at(day))
        return
    refresh_ledger({number for number, _year in years})
    lines = list(booking.lines.values_list("pk", flat=True))
    accept_booking(booking, lines, seen=digest_of(ledgers_of(years).values()), actor=bureau, at=_at(day))


def _employer_of_then(world: World) -> Employer | None:
    """The one in Shantou with the most people of 2014, so that its days have something to show."""
    houses = [each for each in world.organizations.values() if isinstance(each, Employer) and each.area[:4] == "4405"]
    known = [(len(_rows(each)), each) for each in houses if _bureau_of(world, each)]
    count, employer = max(known, key=lambda pair: pair[0], default=(0, None))
    return employer if count >= 2 else None


def _rows(employer: Employer) -> list[LedgerYear]:
    """Of 2014, of people who have been there since before and were no demo account; who is done first."""
    there = Employment.objects.current(datetime.date(2014, 10, 1)).filter(employer=employer)
    rows = LedgerYear.objects.filter(
        study_year=2014,
        ruleset="ST-2014",
        professional__in=there.filter(started_on__lt="2013-01-01").values("professional"),
    )
    return list(rows.order_by("-outcome", "professional_id"))


def _make_up(people: list[int]) -> None:
    """The first has made up all of 2012, the second all but the elective course."""
    rows = [
        LearningRecord(
            professional_id=number,
            activity="class",
            category=category,
            title=f"补修：{title}",
            held_by=ACADEMY,
            started_on=datetime.date(2014, 8, 4),
            ended_on=datetime.date(2014, 8, 3 + days),
            study_year=2012,
            makeup_for=2012,
            facts={"hours": hours, "days": days},
            course_key=title,
            source=RecordSource.INSTITUTION,
            state=RecordState.RECOGNIZED,
            recognized_on=datetime.date(2014, 8, 20),
        )
        for place, number in enumerate(people[:2])
        for category, title, hours, days in SET_OF_2012[: 4 - place] + SET_OF_2012[4 - place + 1 :]
    ]
    insert_all(rows)
    refresh_ledger(people[:2], years=[2012])


def _verified(employer: Employer) -> set[YearOf]:
    lines = DayBooking.objects.filter(employer=employer, lines__state="verified")
    return set(lines.values_list("lines__professional_id", "lines__study_year"))


def _bureau_of(world: World, employer: Employer) -> str:
    name = {"440500": at.SHANTOU_BUREAU}.get(employer.area.ljust(6, "0"), "")
    if not name:
        name = {"440511": "金平区人社局", "440523": "南澳县人社局"}.get(employer.area, "")
    return name if (name, Role.BUREAU_CLERK) in world.officers else ""


def _officer(world: World, employer: Employer) -> Actor:
    return world.officer(_bureau_of(world, employer), Role.BUREAU_CLERK)


def _hr(world: World, employer: Employer) -> Actor:
    return world.officer(employer.name, Role.HR_CLERK)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _at(text: str) -> datetime.datetime:
    return datetime.datetime.combine(_day(text), datetime.time(10, tzinfo=ZoneInfo("Asia/Shanghai")))
