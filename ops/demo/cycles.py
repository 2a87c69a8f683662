"""Guangzhou in the summer of 2016, the last in which cycles were applied for: people and their HR sent applications,
and most were verified. Everything goes through the verbs behind the pages, with the clock of then."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import cycle
from zoneinfo import ZoneInfo

from approvals.access import holds_body
from approvals.matters import as_of
from approvals.models import Run, Step
from approvals.services import approve, reject, return_run
from audit.actors import Actor
from ops.demo import organizations as at
from ops.demo.titles import LADDERS
from ops.demo.world import World
from ops.demo.years import HELD_BY, ordinary, row_of
from people.bulk import insert_all
from people.enums import TitleLevel, TitleSeries
from people.models import Employment, Professional, Title
from people.roles import Role
from people.titles import title_on
from records.ledger.services import refresh_ledger
from verification.cycles.enums import Occasion
from verification.cycles.services import Said, apply_for_cycle, apply_for_many, withdraw_case
from verification.models import CycleCase

IN_TIME = datetime.date(2016, 5, 10)
LATE = datetime.date(2016, 7, 5)
"""From July on the year itself belongs to the cycle (GZ16 一(一))."""
DECIDED = (
    datetime.date(2016, 7, 12),
    datetime.date(2016, 7, 27),
    datetime.date(2016, 8, 12),
    datetime.date(2016, 8, 25),
)
STUDIED = range(2011, 2017)
WHAT_BECAME = ("verified", "refused", "verified", "withdrawn", "verified", "late")
MOST = 14


def verify_cycles(world: World) -> None:
    people = list(_applicants())[:MOST]
    _study(people)
    of_institute = [each for each in people if each.house == at.DESIGN_INSTITUTE]
    _sent_by_hr(world, of_institute)
    others = [each for each in people if each not in of_institute]
    for each, became in zip(others, cycle(WHAT_BECAME), strict=False):
        _sent_by_oneself(world, each, became)


class Applicant:
    def __init__(self, employment: Employment, title: Title) -> None:
        self.person: Professional = employment.professional
        self.house = employment.employer.name
        self.title = title

    @property
    def said(self) -> Said:
        levels = list(TitleLevel)
        place = levels.index(TitleLevel(self.title.level)) + 1
        return Said(levels[place], Occasion.ASSESSMENT, LADDERS[TitleSeries(self.title.series)].split()[place])


def _applicants() -> Iterator[Applicant]:
    """Who has been at work in Guangzhou since then, and had a title that could be followed by a higher one."""
    there = Employment.objects.current(IN_TIME).filter(
        employer__area__startswith="4401", ended_on=None, started_on__lt=IN_TIME, professional__user__is_demo=False
    )
    for employment in there.select_related("employer", "professional__user").order_by("pk"):
        title = title_on(employment.professional, IN_TIME)
        if title and title.obtained_on.year < IN_TIME.year - 1 and title.level != TitleLevel.SENIOR:
            yield Applicant(employment, title)


def _study(people: list[Applicant]) -> None:
    """All they need; every fourth lacks the last two years."""
    rows = []
    for number, each in enumerate(people):
        for year in STUDIED:
            if number % 4 != 1 or year < 2014:
                rows += [row_of(each.person, year, study, HELD_BY[year % 3]) for study in ordinary(year, 18, 48, 12)]
    insert_all(rows)
    refresh_ledger({each.person.pk for each in people}, years=STUDIED)


def _sent_by_hr(world: World, people: list[Applicant]) -> None:
    """For those who seek the same title, at once. One came back from the district, and was never sent again."""
    hr = world.officer(at.DESIGN_INSTITUTE, Role.HR_CLERK)
    by_title: dict[tuple[str, str], list[Applicant]] = {}
    for each in people:
        by_title.setdefault((each.said.applying_for, each.said.applying_name), []).append(each)
    runs = []
    for several in by_title.values():
        with as_of(_at(IN_TIME)):
            together = [each.person for each in several]
            runs += apply_for_many(together, several[0].said, without_refused=True, actor=hr).runs
    for number, run in enumerate(runs):
        with as_of(_at(datetime.date(2016, 6, 20))):
            approve(run, version=run.version, actor=_decider(world, run))
        if number == 0:
            _return(world, run)
        else:
            _agree(world, run)


def _return(world: World, run: Run) -> None:
    run.refresh_from_db()
    with as_of(_at(DECIDED[0])):
        return_run(
            run,
            version=run.version,
            reasons=["wrong_title"],
            comment="任职资格证书的发证日期与申请表不一致，请核对后重报。",
            actor=_decider(world, run),
        )


def _sent_by_oneself(world: World, each: Applicant, became: str) -> None:
    actor = world.as_professional(each.person)
    with as_of(_at(LATE if became == "late" else IN_TIME)):
        run = apply_for_cycle(each.person, each.said, although_short=True, actor=actor)
    case = CycleCase.objects.get(pk=run.subject_id)
    if became == "withdrawn":
        with as_of(_at(datetime.date(2016, 5, 24))):
            withdraw_case(case, actor=actor, comment="今年不参加评审。")
    else:
        is_short = bool(case.figures["short"])
        _agree(world, run, refused=is_short or became == "refused", is_short=is_short)


def _agree(world: World, run: Run, *, refused: bool = False, is_short: bool = False) -> None:
    """Step by step; who is short, or doubtful, is refused at the first."""
    for day in DECIDED:
        run.refresh_from_db()
        step = _step(run)
        if step is None:
            return
        with as_of(_at(day)):
            if refused:
                why = "short_total" if is_short else "doubtful_proof"
                words = "经核查，申请年度的学时证明不全。"
                reject(run, version=run.version, reasons=[why], comment=words, actor=_decider(world, run))
            else:
                approve(run, version=run.version, actor=_decider(world, run))


def _step(run: Run) -> Step | None:
    return Step.objects.waiting().filter(run=run).first()


def _decider(world: World, run: Run) -> Actor:
    step = _step(run)
    assert step is not None
    assert step.organization is not None
    of_body = [world.officer(*hat) for hat in world.officers if hat[0] == step.organization.name]
    # Nobody decides on what they sent themselves.
    return next(each for each in of_body if each.user_id != run.opened_by_id and holds_body(each, each.organization_id))


def _at(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(10, tzinfo=ZoneInfo("Asia/Shanghai")))
