"""Spot checks of last year by the bureau of Guangzhou: one under review with a confirmed fraud and one that waits for
the second look, one reported, one whose list waits for the coming night; and the anomalies of both years."""

from __future__ import annotations

import contextlib
import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from approvals.models import Step
from approvals.services import approve
from audit.actors import SYSTEM, Actor
from audit.services import seal_backlog, write_checkpoint
from jobs.services import start_job
from jobs.worker import work_once
from ops.demo import organizations as at
from ops.demo.records import decider_at
from ops.demo.reviews import sheet
from ops.demo.world import World
from people.models import Professional
from people.roles import Role
from records.evidence.services import attach_proof
from records.services import draft_record, submit_record
from verification.models import SpotCheck, SpotCheckCase
from verification.spotchecks.enums import FindingVerdict
from verification.spotchecks.findings import answer_finding, confirm_fraud, note_finding
from verification.spotchecks.services import close_list, draw_sample, report, seed_for

LECTURES = ("既有建筑安全鉴定讲座", "工程测量新技术讲座", "职业道德与工程伦理讲座", "数据安全与个人信息保护讲座")
MORE_ON_ONE_DAY = 3
DAY = datetime.timedelta(days=1)


def look_again(world: World) -> None:
    year = world.today.year - 1
    for house, count in ((at.DESIGN_INSTITUTE, 10), (at.SURVEY_INSTITUTE, 3), (at.HOSPITAL, 2)):
        _recognized_lectures(world, house, count, year)
    clerk, head = (world.officer(at.CITY_BUREAU, role) for role in (Role.BUREAU_CLERK, Role.BUREAU_HEAD))
    checks = [close_list(world.organizations[name], year, actor=clerk) for name in (at.DESIGN_INSTITUTE, at.AGENCY)]
    if _a_night_passes(checks):
        _look_at(world, draw_sample(checks[0], actor=SYSTEM), clerk, head)
        _report(draw_sample(checks[1], actor=SYSTEM), head)
    close_list(world.employer(at.HOSPITAL), year, actor=clerk)
    start_job("anomaly_search", {}, actor=SYSTEM)
    while work_once("demo"):
        pass


def _recognized_lectures(world: World, house: str, count: int, year: int) -> None:
    staff = Professional.objects.filter(
        employments__employer=world.employer(house), employments__ended_on=None, user__is_demo=False
    )
    people = list(staff.select_related("user").order_by("pk").distinct()[:count])
    # The last of the institute says to have been in four places on one day.
    more = people[-1:] * MORE_ON_ONE_DAY if house == at.DESIGN_INSTITUTE else []
    for number, person in enumerate([*people, *more]):
        day = datetime.date(year, 10, 9 + min(number, count - 1))
        said = {
            "activity": "meeting",
            "category": "elective",
            "title": LECTURES[number % len(LECTURES)],
            "held_by": "羊城勘察设计学会",
            "started_on": day,
            "ended_on": day,
            "facts": {"days": 1},
        }
        _recognized(world, person, said, proof=sheet(100 * count + number))


def _recognized(world: World, person: Professional, said: dict[str, object], *, proof: ContentFile[bytes]) -> None:
    """By whoever decides there: the house, or the agency that holds its files."""
    actor = world.as_professional(person)
    draft = draft_record(person, said, actor=actor)
    attach_proof(draft, proof, actor=actor)
    run = submit_record(draft, actor=actor)
    while (step := Step.objects.waiting().filter(run=run).first()) is not None:
        run.refresh_from_db()
        approve(run, version=run.version, actor=decider_at(world, step))


def _a_night_passes(checks: list[SpotCheck]) -> bool:
    """The lists are of yesterday, so that the checkpoint of today is theirs. Within a transaction of somebody else
    nothing can be sealed, and there is no night."""
    for check in checks:
        check.listed_on -= DAY
        check.listed_at = timezone.now() - DAY
        check.save(update_fields=["listed_on", "listed_at"])
    with contextlib.suppress(RuntimeError):
        seal_backlog()
        write_checkpoint(now=timezone.now())
    return all(seed_for(check) for check in checks)


def _look_at(world: World, check: SpotCheck, clerk: Actor, head: Actor) -> None:
    """Who is drawn follows from the hash of the night, another one in each planted world. One is fraud, confirmed;
    one is taken for it; the rest is still open."""
    sure, doubted = [case for case in _drawn(check) if not case.professional.user.is_demo][:2]
    for case, words, answer in (
        (sure, "经向主办学会核实，签到表和证明均无此人，证明系伪造。", "证明由同事代办，本人没有到场，接受处理。"),
        (doubted, "主办学会答复：当日签到表上没有此人。", "当天临时换到分会场签到，请向会务组核实。"),
    ):
        false = list(case.professional.records.filter(title__in=LECTURES))
        finding = note_finding(case, verdict=FindingVerdict.FRAUD, words=words, records=false, actor=clerk)
        answer_finding(finding, answer, actor=world.as_professional(case.professional))
        if case is sure:
            confirm_fraud(finding, words="证据充分，同意。", actor=head)


def _report(check: SpotCheck, head: Actor) -> None:
    for case in _drawn(check):
        note_finding(case, verdict=FindingVerdict.REMARK, words="证明未写明学习时间，已由单位补正。", actor=head)
    report(check, words="抽查材料真实有效。请提醒人员提交写明起止时间的证明。", actor=head)


def _drawn(check: SpotCheck) -> list[SpotCheckCase]:
    cases = SpotCheckCase.objects.filter(spot_check=check, draw_number__gt="").order_by("draw_number")
    return list(cases.select_related("professional__user", "spot_check"))
