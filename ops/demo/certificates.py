"""Certificates of last year: issued on the employer's confirmation and by bureaus, replaced, void, handed over; some
years wait for their employer, and in Tianhe a dry run waits for a second person."""

from __future__ import annotations

from certificates.checking.programs import end_program, open_program
from certificates.enums import EndKind
from certificates.issuing.runs import try_issue
from certificates.issuing.services import (
    confirm_years,
    end_certificate,
    issue_certificates,
    replace_certificate,
)
from certificates.models import Certificate
from certificates.receipts import note_receipts
from certificates.sharing.services import make_link, open_link, revoke_link
from ops.demo import organizations as at
from ops.demo.world import World
from people.roles import Role
from verification.models import Verification

TIANHE_BUREAU, HAIZHU_BUREAU = "天河区人社局", "海珠区人社局"
HAIZHU_SCHOOL = "海珠石溪中学"
WAIT_FOR_THEIR_EMPLOYER = {at.DESIGN_INSTITUTE: 8, at.SOFTWARE_HOUSE: 4}


def certify(world: World) -> None:
    for house, waiting in WAIT_FOR_THEIR_EMPLOYER.items():
        hr = world.officer(house, Role.HR_HEAD)
        years = _years(world, house)
        confirm_years(years[: len(years) - waiting], actor=hr)
    for house, bureau in (
        (HAIZHU_SCHOOL, HAIZHU_BUREAU),
        (at.HOSPITAL, at.DISTRICT_BUREAU),
        (at.CLAY_MUSEUM, at.XUZHOU_BUREAU),
        (at.SHIPPING_COMPANY, at.XUZHOU_BUREAU),
        (at.ENERGY_COMPANY, at.ZONE_BUREAU),
    ):
        issue_certificates(_years(world, house)[:15], actor=world.officer(bureau, Role.BUREAU_CLERK))
    _later(world)
    _shown_and_asked_for(world)
    tianhe = world.bureau(TIANHE_BUREAU)
    try_issue(tianhe, world.today.year - 1, actor=world.officer(TIANHE_BUREAU, Role.BUREAU_CLERK))


def _later(world: World) -> None:
    """One was lost, one rested on forged proofs; papers were taken."""
    of_city = world.officer(at.CITY_BUREAU, Role.BUREAU_HEAD)
    of_district = world.officer(at.DISTRICT_BUREAU, Role.BUREAU_HEAD)
    issued = _issued(at.DESIGN_INSTITUTE)
    if len(issued) > 5:
        replace_certificate(issued[3], EndKind.REISSUED, reason="证书遗失：本人登报声明后申请补发", actor=of_city)
        end_certificate(issued[5], EndKind.FRAUD, reason="佐证材料系伪造：抽查发现结业证书编号不实", actor=of_city)
        taken = [each for each in _issued(at.DESIGN_INSTITUTE) if not hasattr(each, "end")][:4]
        hr = world.officer(at.DESIGN_INSTITUTE, Role.HR_CLERK)
        note_receipts(taken, received_on=world.today, actor=hr)
    if at_hospital := _issued(at.HOSPITAL):
        reason = "职称信息有误：单位名称变更后重新打印"
        replace_certificate(at_hospital[0], EndKind.REPLACED, reason=reason, actor=of_district)
        end_certificate(at_hospital[-1], EndKind.WITHDRAWN, reason="学时认定有误：重复认定已更正", actor=of_district)


def _shown_and_asked_for(world: World) -> None:
    """A holder shows hers to somebody, by links; systems of others check by themselves."""
    holder = world.demo_user("lin.xiaolan").professional
    actor = world.as_professional(holder)
    own = Certificate.objects.filter(professional=holder).latest("issued_on", "pk")
    shown = make_link(own, days=90, note="广州市建筑工程高级职称评审委员会", actor=actor)
    for _time in range(3):
        open_link(shown.token)
    make_link(own, days=7, note="应聘单位人事部门", actor=actor)
    revoke_link(make_link(own, days=30, note="发错了群", actor=actor).link, actor=actor)
    head = world.officer(at.CITY_BUREAU, Role.BUREAU_HEAD)
    open_program(name="广州市建筑工程职称评审系统", actor=head)
    open_program(name="珠江岸设计院人事系统", actor=head)
    end_program(open_program(name="职称评审试用系统", actor=head).program, actor=head)


def _years(world: World, house: str) -> list[Verification]:
    """Those of the cast first, so that whoever signs in as one of them has a certificate."""
    years = Verification.objects.standing().filter(employer=world.employer(house), last_year=world.today.year - 1)
    ordered = years.order_by("-professional__user__is_demo", "pk")
    return list(ordered.select_related("professional__user", "employer"))


def _issued(house: str) -> list[Certificate]:
    issued = Certificate.objects.filter(employer__name=house).order_by("sequence")
    return list(issued.select_related("professional", "issuer", "verification", "end"))
