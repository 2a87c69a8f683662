"""Invented houses at real places. What supervises them is called as such offices are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.utils import timezone

from audit.actors import SYSTEM
from ops.demo.numbers import credit_code
from people.enums import AuthorityForm, Industry, Level, Ownership
from people.models import Agency, Bureau, DirectPoint, Division, Employer, Organization
from people.organizations.services import (
    commission_institution,
    register_agency,
    register_bureau,
    register_direct_point,
    register_employer,
    register_industry_authority,
    register_institution,
    register_operator,
)

Kind = TypeVar("Kind", bound=Organization)

DESIGN_INSTITUTE = "珠江岸设计院"
SURVEY_INSTITUTE = "北江勘测院"
HOSPITAL = "木棉湾医院"
SOFTWARE_HOUSE = "云山数码科技有限公司"
SOFTWARE_HOUSE_AGAIN = "云山数码科技有限责任公司"
ROBOT_MAKER = "松湖机器人有限公司"
ROBOT_MAKER_AGAIN = "松湖机器人（东莞）有限公司"
BOOKSHOP = "石牌旧书铺有限公司"
ENERGY_COMPANY = "金龙湖新能源有限公司"
YUNLONG_ARCHITECTS = "云龙湖建筑设计院"
BRIDGE_BUILDERS = "韩江桥梁工程有限公司"
SCHOOL = "南澳湾学校"
CONSTRUCTION_AUTHORITY = "广州市住建行业主管部门"
AGENCY = "粤海人才服务中心"
DIRECT_POINT = "广州市木棉继续教育协会"
PROVINCE_BUREAU = "广东省人社厅"
CITY_BUREAU = "广州市人社局"
DISTRICT_BUREAU = "南沙区人社局"
SHANTOU_BUREAU = "汕头市人社局"
JIANGSU_BUREAU = "江苏省人社厅"
CLAY_MUSEUM = "彭城泥塑艺术馆"
SHIPPING_COMPANY = "大运河航运有限公司"
XUZHOU_BUREAU = "徐州市人社局"
ZONE_BUREAU = "徐州经开区人社局"
OPERATOR = "学时运行中心"

BUREAUS = {
    PROVINCE_BUREAU: "440000",
    CITY_BUREAU: "440100",
    "越秀区人社局": "440104",
    "海珠区人社局": "440105",
    "天河区人社局": "440106",
    DISTRICT_BUREAU: "440115",
    SHANTOU_BUREAU: "440500",
    "金平区人社局": "440511",
    "南澳县人社局": "440523",
    "东莞市人社局": "441900",
    JIANGSU_BUREAU: "320000",
    "南京市人社局": "320100",
    "玄武区人社局": "320102",
    XUZHOU_BUREAU: "320300",
    "云龙区人社局": "320303",
    ZONE_BUREAU: "320371",
}

AGENCIES = {
    AGENCY: "440104",
    "琶洲湾人才驿站": "440105",
    "天河凤凰人力资源服务所": "440106",
    "南沙潮汐人才服务中心": "440115",
    "潮声人才服务中心": "440511",
    "韩江人力资源服务所": "440511",
    "南澳灯塔人才驿站": "440523",
    "莞香人才服务中心": "441900",
    "钟山人才服务中心": "320102",
    "秦淮灯影人力资源服务所": "320104",
    "彭城人才服务中心": "320303",
    "金龙湖人才驿站": "320371",
}

DIRECT_POINTS = {
    DIRECT_POINT: "440100",
    "越秀区五羊职称申报点": "440104",
    "海珠区石溪职称申报点": "440105",
    "天河区凤凰职称申报点": "440106",
    "南沙区潮汐职称申报点": "440115",
    "汕头市红头船职称申报点": "440500",
    "金平区小公园职称申报点": "440511",
    "南澳县灯塔职称申报点": "440523",
    "东莞市莞香职称申报点": "441900",
    "南京市梧桐职称申报点": "320100",
    "徐州市汉风职称申报点": "320300",
    "徐州经开区金龙湖职称申报点": "320371",
}


@dataclass(frozen=True)
class Authority:
    place: str
    industry: Industry
    form: AuthorityForm = AuthorityForm.DEPARTMENT


AUTHORITIES = {
    CONSTRUCTION_AUTHORITY: Authority("440100", Industry.CONSTRUCTION),
    "广州市教育行业主管部门": Authority("440100", Industry.EDUCATION),
    "广州市卫生健康行业主管部门": Authority("440100", Industry.HEALTH),
    "广州市会计行业主管部门": Authority("440100", Industry.ACCOUNTING),
    "广州市云帆软件行业协会": Authority("440100", Industry.INFORMATION, AuthorityForm.ASSOCIATION),
    "汕头市卫生健康行业主管部门": Authority("440500", Industry.HEALTH),
    "汕头市住建行业主管部门": Authority("440500", Industry.CONSTRUCTION),
    "南澳县教育行业主管部门": Authority("440523", Industry.EDUCATION),
    "广东省农业农村行业主管部门": Authority("440000", Industry.AGRICULTURE),
    "徐州市住建行业主管部门": Authority("320300", Industry.CONSTRUCTION),
    "徐州市运河航运协会": Authority("320300", Industry.TRANSPORT, AuthorityForm.ASSOCIATION),
    "江苏省生态环境行业主管部门": Authority("320000", Industry.ENVIRONMENT),
}


@dataclass(frozen=True)
class School:
    place: str
    run_by: Level
    is_approved_base: bool = True
    lines: tuple[str, ...] = ()
    """Commissioned for these in the year of the planting; the first of them in the year before too."""


INSTITUTIONS = {
    SCHOOL: School("440523", Level.CITY, lines=("教育", "卫生健康")),
    "珠江潮继续教育学院": School("440106", Level.CITY, lines=("住房和城乡建设", "信息技术")),
    "岭南木棉培训中心": School("440105", Level.COUNTY, lines=("文化",)),
    "南沙海风专业技术学校": School("440115", Level.COUNTY),
    "越秀五羊会计学校": School("440104", Level.CITY, lines=("会计",)),
    "流溪云课堂": School("440106", Level.CITY, is_approved_base=False),
    "红头船继续教育学院": School("440511", Level.CITY, lines=("住房和城乡建设", "农业农村")),
    "小公园培训社": School("440511", Level.COUNTY, is_approved_base=False),
    "莞香职业培训学校": School("441900", Level.CITY, lines=("机械电子",)),
    "钟山梧桐进修学院": School("320102", Level.PROVINCE, lines=("生态环境", "卫生健康")),
    "汉风继续教育学院": School("320303", Level.CITY, lines=("住房和城乡建设",)),
    "金龙湖新能源讲习所": School("320371", Level.COUNTY, is_approved_base=False),
}


@dataclass(frozen=True)
class House:
    place: str
    ownership: Ownership
    belongs_to: Level
    industry: Industry
    staff: int
    """How many of the people drawn work there, against the others."""
    agency: str = ""


PUBLIC, PRIVATE = Ownership.PUBLIC, Ownership.PRIVATE

EMPLOYERS = {
    DESIGN_INSTITUTE: House("440105", PUBLIC, Level.CITY, Industry.CONSTRUCTION, 42),
    SURVEY_INSTITUTE: House("440115", PRIVATE, Level.COUNTY, Industry.CONSTRUCTION, 22, AGENCY),
    HOSPITAL: House("440115", PUBLIC, Level.COUNTY, Industry.HEALTH, 34),
    "海珠石溪中学": House("440105", PUBLIC, Level.COUNTY, Industry.EDUCATION, 16),
    "天河凤凰路小学": House("440106", PUBLIC, Level.COUNTY, Industry.EDUCATION, 12),
    SOFTWARE_HOUSE: House("440106", PRIVATE, Level.COUNTY, Industry.INFORMATION, 14),
    SOFTWARE_HOUSE_AGAIN: House("440106", PRIVATE, Level.COUNTY, Industry.INFORMATION, 4),
    "琶洲湾会展有限公司": House("440105", PRIVATE, Level.COUNTY, Industry.CULTURE, 5, "琶洲湾人才驿站"),
    "羊城算盘会计师事务所": House("440106", PRIVATE, Level.COUNTY, Industry.ACCOUNTING, 9, "天河凤凰人力资源服务所"),
    "岭南稻香农业研究所": House("440106", PUBLIC, Level.PROVINCE, Industry.AGRICULTURE, 8),
    "广州纸鸢档案馆": House("440104", PUBLIC, Level.CITY, Industry.CULTURE, 5),
    BOOKSHOP: House("440106", PRIVATE, Level.COUNTY, Industry.CULTURE, 0),
    "牛田洋农技推广站": House("440511", PUBLIC, Level.COUNTY, Industry.AGRICULTURE, 6),
    "潮声广播台": House("440511", PUBLIC, Level.CITY, Industry.CULTURE, 6),
    "南澳灯塔卫生院": House("440523", PUBLIC, Level.COUNTY, Industry.HEALTH, 9),
    BRIDGE_BUILDERS: House("440511", PRIVATE, Level.COUNTY, Industry.CONSTRUCTION, 12, "韩江人力资源服务所"),
    ROBOT_MAKER: House("441900", PRIVATE, Level.COUNTY, Industry.MANUFACTURING, 14, "莞香人才服务中心"),
    ROBOT_MAKER_AGAIN: House("441900", PRIVATE, Level.COUNTY, Industry.MANUFACTURING, 2, "莞香人才服务中心"),
    "莞香中心医院": House("441900", PUBLIC, Level.CITY, Industry.HEALTH, 14),
    "钟山天文仪器研究所": House("320102", PUBLIC, Level.PROVINCE, Industry.MANUFACTURING, 7),
    "玄武湖环境监测站": House("320102", PUBLIC, Level.COUNTY, Industry.ENVIRONMENT, 6),
    YUNLONG_ARCHITECTS: House("320303", PUBLIC, Level.COUNTY, Industry.CONSTRUCTION, 16),
    CLAY_MUSEUM: House("320303", PUBLIC, Level.CITY, Industry.CULTURE, 4),
    ENERGY_COMPANY: House("320371", PRIVATE, Level.COUNTY, Industry.MANUFACTURING, 12, "金龙湖人才驿站"),
    SHIPPING_COMPANY: House("320303", PRIVATE, Level.CITY, Industry.TRANSPORT, 7),
    "汉风律师事务所": House("320303", PRIVATE, Level.CITY, Industry.LAW, 5),
}


def register_organizations() -> dict[str, Organization]:
    """By name; those that answer for others first."""
    today = timezone.localdate()
    at = {division.code: division for division in Division.objects.on(today)}
    registered: list[Organization] = [
        *_at_places(BUREAUS, _bureau, at),
        *_at_places(DIRECT_POINTS, _direct_point, at),
        *(_authority(name, authority, at[authority.place]) for name, authority in AUTHORITIES.items()),
        *(_institution(name, school, at[school.place], today.year) for name, school in INSTITUTIONS.items()),
        register_operator(OPERATOR, actor=SYSTEM),
    ]
    agencies = {agency.name: agency for agency in _at_places(AGENCIES, _agency, at)}
    registered += agencies.values()
    registered += [
        _employer(number, name, house, at[house.place], agencies.get(house.agency))
        for number, (name, house) in enumerate(EMPLOYERS.items(), start=1)
    ]
    return {organization.name: organization for organization in registered}


def _at_places(
    places: dict[str, str], register: Callable[[str, Division], Kind], at: dict[str, Division]
) -> Iterable[Kind]:
    return [register(name, at[code]) for name, code in places.items()]


def _level(place: Division) -> Level:
    return Level(place.level)


def _bureau(name: str, place: Division) -> Bureau:
    return register_bureau(name, level=_level(place), division=place, actor=SYSTEM)


def _direct_point(name: str, place: Division) -> DirectPoint:
    return register_direct_point(name, division=place, actor=SYSTEM)


def _agency(name: str, place: Division) -> Agency:
    level = Level.CITY if name == AGENCY else _level(place)
    return register_agency(name, division=place, level=level, actor=SYSTEM)


def _authority(name: str, authority: Authority, place: Division) -> Organization:
    return register_industry_authority(
        name,
        division=place,
        level=_level(place),
        industry=authority.industry,
        form=authority.form,
        actor=SYSTEM,
    )


def _institution(name: str, school: School, place: Division, year: int) -> Organization:
    institution = register_institution(
        name, division=place, run_by=school.run_by, is_approved_base=school.is_approved_base, actor=SYSTEM
    )
    if school.lines:
        commission_institution(institution, year - 1, school.lines[:1], actor=SYSTEM)
        commission_institution(institution, year, school.lines, actor=SYSTEM)
    return institution


def _employer(number: int, name: str, house: House, place: Division, agency: Agency | None) -> Employer:
    return register_employer(
        name,
        division=place,
        ownership=house.ownership,
        belongs_to=house.belongs_to,
        industry=house.industry,
        uscc=credit_code(house.place, number),
        files_held_by=agency,
        actor=SYSTEM,
    )
