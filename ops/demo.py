"""The demo world: invented people in invented places, planted through the same services that real ones come by.

The cast is fixed, one account for every role. The colleagues around it are drawn from a seed. Nothing here is ever
dated back: what the audit trail of a demo shows is when the planting really happened.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from audit.actors import SYSTEM
from jobs.models import Job
from jobs.services import start_job
from jobs.worker import work_once
from people.divisions.services import load_divisions
from people.enums import Industry, Level, Ownership
from people.hats import actor_wearing
from people.models import Division, Organization, User
from people.organizations.services import (
    register_agency,
    register_bureau,
    register_direct_point,
    register_employer,
    register_industry_authority,
    register_institution,
    register_operator,
)
from people.roles import Role
from people.services import grant_membership, open_account

# Public on purpose. people.accounts refuses every demo account outside demo mode.
DEMO_PASSWORD = "xueshi-demo-2026"  # noqa: S105

DESIGN_INSTITUTE = "珠江岸设计院"
SURVEY_INSTITUTE = "北江勘测院"
HOSPITAL = "木棉湾医院"
SCHOOL = "南澳湾学校"
CONSTRUCTION_AUTHORITY = "广州市住建行业主管部门"
AGENCY = "粤海人才服务中心"
DIRECT_POINT = "广州市木棉继续教育协会"
PROVINCE_BUREAU = "广东省人社厅"
CITY_BUREAU = "广州市人社局"
DISTRICT_BUREAU = "南沙区人社局"
OTHER_CITY_BUREAU = "汕头市人社局"
OPERATOR = "学时运行中心"

# Where each stands; the codes are real, the houses are not.
PLACES = {
    PROVINCE_BUREAU: "440000",
    CITY_BUREAU: "440100",
    DISTRICT_BUREAU: "440115",
    OTHER_CITY_BUREAU: "440500",
    CONSTRUCTION_AUTHORITY: "440100",
    AGENCY: "440104",
    DIRECT_POINT: "440100",
    DESIGN_INSTITUTE: "440105",
    SURVEY_INSTITUTE: "440115",
    HOSPITAL: "440115",
    SCHOOL: "440523",
}


@dataclass(frozen=True)
class Hat:
    role: Role
    organization: str | None
    started_on: datetime.date
    ended_on: datetime.date | None = None


@dataclass(frozen=True)
class Person:
    username: str
    name: str
    hats: tuple[Hat, ...]


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


CAST = (
    Person(
        "lin.xiaolan",
        "林晓岚",
        (
            Hat(Role.PROFESSIONAL, SURVEY_INSTITUTE, _day("2016-07-01"), _day("2021-02-28")),
            Hat(Role.PROFESSIONAL, DESIGN_INSTITUTE, _day("2021-03-01")),
        ),
    ),
    Person(
        "chen.jieyi",
        "陈洁仪",
        (
            Hat(Role.HR_CLERK, DESIGN_INSTITUTE, _day("2019-09-02")),
            Hat(Role.PROFESSIONAL, DESIGN_INSTITUTE, _day("2020-01-01")),
        ),
    ),
    Person("huang.guodong", "黄国栋", (Hat(Role.HR_HEAD, DESIGN_INSTITUTE, _day("2018-04-01")),)),
    Person("xu.wentao", "许文涛", (Hat(Role.INSTITUTION_CLERK, SCHOOL, _day("2022-08-15")),)),
    Person("fang.yongkang", "方永康", (Hat(Role.AUTHORITY_REVIEWER, CONSTRUCTION_AUTHORITY, _day("2017-03-01")),)),
    Person("liang.wenbo", "梁文博", (Hat(Role.BUREAU_CLERK, CITY_BUREAU, _day("2020-06-01")),)),
    Person("he.jingyi", "何静仪", (Hat(Role.BUREAU_HEAD, CITY_BUREAU, _day("2015-01-05")),)),
    Person("zhou.jingzhi", "周敬之", (Hat(Role.BUREAU_CLERK, DISTRICT_BUREAU, _day("2023-02-01")),)),
    Person("shen.yiming", "沈一鸣", (Hat(Role.AUDITOR, None, _day("2024-01-01")),)),
    Person("luo.siyuan", "罗思源", (Hat(Role.SYSTEM_ADMINISTRATOR, OPERATOR, _day("2024-01-01")),)),
)

COLLEAGUES = 60
EMPLOYERS = (DESIGN_INSTITUTE, SURVEY_INSTITUTE, HOSPITAL)
SURNAMES = (
    ("王", "wang"), ("李", "li"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("杨", "yang"), ("赵", "zhao"),
    ("吴", "wu"), ("徐", "xu"), ("孙", "sun"), ("胡", "hu"), ("郭", "guo"), ("梁", "liang"), ("谢", "xie"),
    ("邓", "deng"), ("冯", "feng"), ("曾", "zeng"), ("欧阳", "ouyang"), ("单", "shan"), ("区", "ou"),
)  # fmt: skip
GIVEN_NAMES = (
    ("雨桐", "yutong"), ("志远", "zhiyuan"), ("秀英", "xiuying"), ("建华", "jianhua"), ("思敏", "simin"),
    ("浩然", "haoran"), ("桂芳", "guifang"), ("嘉怡", "jiayi"), ("国强", "guoqiang"), ("子墨", "zimo"),
    ("丽娟", "lijuan"), ("俊杰", "junjie"), ("婉清", "wanqing"), ("海涛", "haitao"), ("晓彤", "xiaotong"),
    ("伟明", "weiming"),
)  # fmt: skip


def is_planted() -> bool:
    return User.objects.filter(is_demo=True).exists()


def plant(seed: int) -> None:
    """Either all of it stands afterwards, or nothing; then one short job is run to its end."""
    with transaction.atomic():
        load_divisions(actor=SYSTEM)
        organizations = _register_organizations()
        # One hash for all: the password is public, and hashing it costs half a second.
        password_hash = make_password(DEMO_PASSWORD)
        for person in CAST:
            _settle(person, organizations, password_hash=password_hash, is_demo=True)
        for person in _colleagues(Random(seed)):  # noqa: S311 - drawn to be repeatable, not secret
            _settle(person, organizations)
        job = _order_rehearsal()
    while work_once("demo", job_id=job.pk):
        pass


def _register_organizations() -> dict[str, Organization]:
    today = timezone.localdate()
    at = {name: Division.objects.on(today).get(code=code) for name, code in PLACES.items()}
    bureaus = [PROVINCE_BUREAU, CITY_BUREAU, DISTRICT_BUREAU, OTHER_CITY_BUREAU]
    registered: list[Organization] = [
        register_bureau(name, level=Level(at[name].level), division=at[name], actor=SYSTEM) for name in bureaus
    ]
    agency = register_agency(AGENCY, division=at[AGENCY], level=Level.CITY, actor=SYSTEM)
    registered += [
        agency,
        register_direct_point(DIRECT_POINT, division=at[DIRECT_POINT], actor=SYSTEM),
        register_industry_authority(
            CONSTRUCTION_AUTHORITY,
            division=at[CONSTRUCTION_AUTHORITY],
            level=Level.CITY,
            industry=Industry.CONSTRUCTION,
            actor=SYSTEM,
        ),
        register_institution(SCHOOL, division=at[SCHOOL], run_by=Level.CITY, is_approved_base=True, actor=SYSTEM),
        register_employer(
            DESIGN_INSTITUTE,
            division=at[DESIGN_INSTITUTE],
            ownership=Ownership.PUBLIC,
            belongs_to=Level.CITY,
            industry=Industry.CONSTRUCTION,
            actor=SYSTEM,
        ),
        register_employer(
            SURVEY_INSTITUTE,
            division=at[SURVEY_INSTITUTE],
            ownership=Ownership.PRIVATE,
            belongs_to=Level.COUNTY,
            industry=Industry.CONSTRUCTION,
            files_held_by=agency,
            actor=SYSTEM,
        ),
        register_employer(
            HOSPITAL,
            division=at[HOSPITAL],
            ownership=Ownership.PUBLIC,
            belongs_to=Level.COUNTY,
            industry=Industry.HEALTH,
            actor=SYSTEM,
        ),
        register_operator(OPERATOR, actor=SYSTEM),
    ]
    return {organization.name: organization for organization in registered}


def _settle(
    person: Person, organizations: dict[str, Organization], *, password_hash: str = "", is_demo: bool = False
) -> None:
    user = open_account(person.username, person.name, actor=SYSTEM, password_hash=password_hash, is_demo=is_demo)
    for hat in person.hats:
        organization = organizations[hat.organization] if hat.organization else None
        grant_membership(user, organization, hat.role, started_on=hat.started_on, ended_on=hat.ended_on, actor=SYSTEM)


def _colleagues(random: Random) -> list[Person]:
    """Accounts without a password: they are on lists, nobody signs in to them."""
    names = [(surname, given) for surname in SURNAMES for given in GIVEN_NAMES]
    return [
        Person(f"{surname[1]}.{given[1]}", surname[0] + given[0], (_employment(random),))
        for surname, given in random.sample(names, COLLEAGUES)
    ]


def _employment(random: Random) -> Hat:
    started_on = _day("2010-01-01") + datetime.timedelta(days=random.randrange(14 * 365))
    has_left = random.random() < 0.15
    ended_on = started_on + datetime.timedelta(days=random.randrange(200, 700)) if has_left else None
    return Hat(Role.PROFESSIONAL, random.choice(EMPLOYERS), started_on, ended_on)


def _order_rehearsal() -> Job:
    administrator = User.objects.get(username="luo.siyuan")
    actor = actor_wearing(administrator, administrator.memberships.get())
    return start_job("rehearsal", {"slices": 4, "items": 10, "milliseconds": 0}, actor=actor)
