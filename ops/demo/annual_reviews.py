"""Xuzhou's annual reviews of last year: some stamped, some with the review body or the employer, one returned, one not
verified; appointments, a way of filing, somebody who learns at a distance and asked for a review in real time."""

from __future__ import annotations

import datetime

from approvals.enums import Action
from approvals.models import Run
from approvals.services import decide_many, reject, return_run
from audit.actors import Actor
from ops.demo import organizations as at
from ops.demo.world import World
from people.models import Professional
from people.roles import Role
from records.enums import Outcome
from records.models import LedgerYear
from verification.reviews.declarations import declare_appointment, declare_filing
from verification.reviews.enums import Filing, Purpose, Sex
from verification.reviews.real_time import ask_real_time
from verification.reviews.services import FormSaid, file_form

PROFESSIONS = {
    at.SHIPPING_COMPANY: ("船舶驾驶", "轮机管理", "港航工程"),
    at.CLAY_MUSEUM: ("工艺美术", "文物保护"),
    at.ENERGY_COMPANY: ("电池测试", "电气自动化"),
    at.YUNLONG_ARCHITECTS: ("建筑设计", "结构设计"),
}
PURPOSES = (Purpose.TITLE, Purpose.APPOINTMENT, Purpose.TITLE, Purpose.REREGISTRATION)


def review_years(world: World) -> None:
    shipping = _filed(world, at.SHIPPING_COMPANY)
    museum = _filed(world, at.CLAY_MUSEUM)
    energy = _filed(world, at.ENERGY_COMPANY, at_most=5)
    _filed(world, at.YUNLONG_ARCHITECTS, at_most=4)
    year, city = world.today.year - 1, world.officer(at.XUZHOU_BUREAU, Role.BUREAU_CLERK)
    declare_filing(
        world.employer(at.SHIPPING_COMPANY), Filing.ELECTRONIC, actor=world.officer(at.SHIPPING_COMPANY, Role.HR_CLERK)
    )
    _appoint(world, at.SHIPPING_COMPANY)
    # Of the shipping company one form lies with HR still; of the others one is stamped, one returned.
    passed = _agree(shipping[1:], world.officer(at.SHIPPING_COMPANY, Role.HR_CLERK))
    _agree(_enough(passed[:1], year), city)
    for run in passed[1:2]:
        return_run(run, version=1, reasons=["missing_proof"], comment="请补充公共科目考试合格证书。", actor=city)
    of_museum = _agree(museum, world.officer(at.CLAY_MUSEUM, Role.HR_CLERK))
    verified = _agree(_enough(of_museum, year)[:2], city)
    for run in [each for each in of_museum if each not in verified][-1:]:
        reject(run, version=1, reasons=["doubtful_proof"], comment="研修班证明与举办单位底册不符。", actor=city)
    of_energy = _agree(energy, world.officer("金龙湖人才驿站", Role.HR_CLERK))
    _agree(_enough(of_energy, year)[:3], world.officer(at.ZONE_BUREAU, Role.BUREAU_CLERK))
    _learns_at_a_distance(world)


def _filed(world: World, house: str, at_most: int = 7) -> list[Run]:
    people = enumerate(_people_of(world, house)[:at_most])
    return [
        file_form(person, _said(house, person, place), actor=world.as_professional(person)) for place, person in people
    ]


def _people_of(world: World, house: str) -> list[Professional]:
    """With a ledger of last year, whoever is short last."""
    rows = LedgerYear.objects.filter(
        study_year=world.today.year - 1,
        professional__employments__employer=world.employer(house),
        professional__employments__ended_on=None,
    ).exclude(outcome="")
    known = rows.select_related("professional__user").order_by("professional_id")
    return [row.professional for row in sorted(known, key=lambda row: row.outcome != Outcome.PASS)]


def _said(house: str, person: Professional, place: int) -> FormSaid:
    born_on = datetime.date(1974 + person.pk % 20, 1 + person.pk % 12, 1)
    sex = Sex.FEMALE if person.pk % 2 else Sex.MALE
    return FormSaid(PURPOSES[place % len(PURPOSES)], sex, born_on, PROFESSIONS[house][place % len(PROFESSIONS[house])])


def _agree(runs: list[Run], actor: Actor) -> list[Run]:
    if runs:
        decide_many({run.pk: 1 for run in runs}, Action.APPROVE, actor=actor)
    return runs


def _enough(runs: list[Run], year: int) -> list[Run]:
    """Those who can be verified."""
    people = [run.professional_id for run in runs]
    done = LedgerYear.objects.filter(professional__in=people, study_year=year, outcome=Outcome.PASS)
    passed = set(done.values_list("professional_id", flat=True))
    return [run for run in runs if run.professional_id in passed]


def _appoint(world: World, house: str) -> None:
    year = world.today.year
    for place, person in enumerate(_people_of(world, house)[:3]):
        declare_appointment(person, year - 2 - place, year - place, actor=world.officer(house, Role.HR_CLERK))


def _learns_at_a_distance(world: World) -> None:
    """Of this year: it opens by itself once all hours are there."""
    for person in _people_of(world, at.YUNLONG_ARCHITECTS)[4:7]:
        said = _said(at.YUNLONG_ARCHITECTS, person, 0)
        ask_real_time(person, world.today.year, said, today=world.today, actor=world.as_professional(person))
