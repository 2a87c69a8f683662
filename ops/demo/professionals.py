"""The cast, some people who try the edges of names and documents, and the many drawn around them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from audit.actors import SYSTEM
from audit.services import record
from ops.demo import organizations as at
from ops.demo.cast import CAST, DEMO_PASSWORD, Career, Person
from ops.demo.numbers import PLACES_OF_NOBODY, phone, resident_card, resident_number
from ops.demo.titles import drawn_titles
from ops.demo.world import World
from people.access_links.services import choose_sign_in_name
from people.documents import CheckedDocument
from people.enums import DocumentKind
from people.models import Professional, User
from people.professionals.services import (
    ObtainedTitle,
    Registration,
    add_title,
    change_employment,
    end_employment,
    register_professional,
    register_professionals,
)
from people.roles import Role
from people.services import grant_membership, open_account

PROFESSIONALS = 300
"""With the cast and with those whom an upload brings (ops.demo.uploads)."""

# Surnames read otherwise than their characters, one with a dot, and documents of every kind.
UNUSUAL = {
    "解语桐": at.DESIGN_INSTITUTE,
    "单雨舟": at.DESIGN_INSTITUTE,
    "仇望川": at.SURVEY_INSTITUTE,
    "区可颖": at.HOSPITAL,
    "曾若宁": at.HOSPITAL,
    "尉迟明川": at.YUNLONG_ARCHITECTS,
    "查映雪": at.YUNLONG_ARCHITECTS,
    "阿依努尔·买买提": at.ENERGY_COMPANY,
    "陈嘉朗": at.SOFTWARE_HOUSE,
    "林俊廷": at.SOFTWARE_HOUSE,
    "María López": at.SOFTWARE_HOUSE,
    "Jonas Weber": at.ROBOT_MAKER,
}
DOCUMENTS = {
    "陈嘉朗": CheckedDocument(
        DocumentKind.RESIDENCE_PERMIT, resident_number("810000", datetime.date(1990, 4, 12), 991)
    ),
    "林俊廷": CheckedDocument(
        DocumentKind.RESIDENCE_PERMIT, resident_number("830000", datetime.date(1987, 8, 30), 992)
    ),
    "María López": CheckedDocument(DocumentKind.PASSPORT, "DEMO00017"),
    "Jonas Weber": CheckedDocument(
        DocumentKind.FOREIGN_PERMANENT, resident_number("944999", datetime.date(1982, 1, 25), 993)
    ),
}
POSITIONS = ("项目负责", "技术", "质量管理", "设计", "检测", "研究", "现场管理", "")
OLDEST, YOUNGEST = 1964, 2002
ONE_DAY = datetime.timedelta(days=1)
# Of those drawn, every so manieth.
CHANGED_EMPLOYER, LEFT = 7, 12


@dataclass(frozen=True)
class Drawn:
    turn: int
    registration: Registration
    employer: str
    later_titles: list[ObtainedTitle]


# The cast


def settle_cast(world: World) -> None:
    # One hash for all: the password is public, and hashing it costs half a second.
    password_hash = make_password(DEMO_PASSWORD)
    for person in CAST:
        if person.career:
            user = _settle_professional(world, person, person.career)
            _open_to_visitors(user, password_hash)
        else:
            user = open_account(person.username, person.name, actor=SYSTEM, password_hash=password_hash, is_demo=True)
        for hat in person.hats:
            body = world.organizations[hat.organization] if hat.organization else None
            granted = grant_membership(user, body, hat.role, started_on=hat.started_on, actor=SYSTEM)
            if hat.organization:
                world.officers.setdefault((hat.organization, hat.role), granted)


def _settle_professional(world: World, person: Person, career: Career) -> User:
    number = world.next_number()
    (first_employer, first_day), *later = career.employers
    professional = register_professional(
        person.name,
        document=resident_card(number, career.born_on),
        phone=phone(number),
        industry=career.industry,
        title=career.titles[0],
        employer=world.employer(first_employer),
        started_on=first_day,
        position=career.position,
        actor=SYSTEM,
    )
    for title in career.titles[1:]:
        add_title(professional, title, actor=SYSTEM)
    for employer, since in later:
        change_employment(professional, world.employer(employer), since, position=career.position, actor=SYSTEM)
    if career.left_on:
        end_employment(professional, on=career.left_on, actor=SYSTEM)
    choose_sign_in_name(professional.user, person.username, actor=SYSTEM)
    return professional.user


def _open_to_visitors(user: User, password_hash: str) -> None:
    """What a professional would do by the first link, without hashing the same password again for each."""
    user.is_demo, user.password = True, password_hash
    user.save(update_fields=["is_demo", "password"])
    record("account.password_changed", user, actor=SYSTEM)


# The many


def register_many(world: World, count: int) -> None:
    """Each employer's clerk registers its people, all at once; what became of them since follows person by person."""
    by_employer: dict[str, list[Drawn]] = {}
    for drawn in _draw(world, count):
        by_employer.setdefault(drawn.employer, []).append(drawn)
    for employer, staff in by_employer.items():
        clerk = world.officer(employer, Role.HR_CLERK)
        professionals = register_professionals([one.registration for one in staff], actor=clerk)
        for one, professional in zip(staff, professionals, strict=True):
            for title in one.later_titles:
                add_title(professional, title, actor=clerk)
            _let_time_pass(world, professional, one)


def _draw(world: World, count: int) -> Iterator[Drawn]:
    for name, employer in UNUSUAL.items():
        yield _drawn(world, name, employer)
    employers = [name for name, house in at.EMPLOYERS.items() if house.staff]
    weights = [at.EMPLOYERS[name].staff for name in employers]
    for _number in range(count - len(UNUSUAL)):
        employer = world.random.choices(employers, weights)[0]
        yield _drawn(world, world.names.draw(), employer)


def _drawn(world: World, name: str, employer: str) -> Drawn:
    random, house, number = world.random, at.EMPLOYERS[employer], world.next_number()
    born_on = datetime.date(random.randint(OLDEST, YOUNGEST), random.randint(1, 12), random.randint(1, 28))
    at_work_since = datetime.date(born_on.year + random.randint(21, 24), 7, random.randint(1, 28))
    titles = drawn_titles(random, house.industry, at_work_since, world.today)
    place = PLACES_OF_NOBODY[house.place.startswith("32")]
    registration = Registration(
        name=name,
        document=DOCUMENTS.get(name) or resident_card(number, born_on, place=place),
        phone=phone(number),
        industry=house.industry,
        title=titles[0] if titles else None,
        employer=world.employer(employer),
        started_on=_between(world, max(at_work_since, datetime.date(2008, 1, 1)), world.today - 60 * ONE_DAY),
        staff_number=f"{house.place[2:]}-{number:04d}",
        position=random.choice(POSITIONS),
    )
    return Drawn(number, registration, employer, titles[1:])


def _let_time_pass(world: World, professional: Professional, drawn: Drawn) -> None:
    since = drawn.registration.started_on
    assert since is not None
    until = world.today - 10 * ONE_DAY
    if professional.name in UNUSUAL:
        return
    if drawn.turn % LEFT == 0:
        end_employment(professional, on=_between(world, since, until), actor=SYSTEM)
    elif drawn.turn % CHANGED_EMPLOYER == 0:
        another = world.random.choice([name for name, house in at.EMPLOYERS.items() if house.staff > 5])
        if another != drawn.employer:
            first_day = _between(world, since + ONE_DAY, until)
            change_employment(professional, world.employer(another), first_day, actor=SYSTEM)


def _between(world: World, earliest: datetime.date, latest: datetime.date) -> datetime.date:
    return earliest + datetime.timedelta(days=world.random.randint(0, max(0, (latest - earliest).days)))
