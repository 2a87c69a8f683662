"""What is under way and what is decided: each matter is asked for, agreed to, returned and taken back by the people
themselves, through the verbs behind the pages. Times are those of the planting."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from approvals.clock import sound_alarms
from approvals.models import Run, Step
from approvals.services import approve, reject, remind, return_run, take_over, withdraw
from audit.actors import Actor
from changes.enums import ProofType
from changes.models import Correction, Departure, EmployerChange
from changes.services import (
    amend_correction,
    amend_employer_change,
    ask_document_correction,
    ask_employer,
    ask_name_correction,
    note_departure,
)
from ops.demo import organizations as at
from ops.demo.names import SECOND
from ops.demo.numbers import resident_card
from ops.demo.world import World
from people.access_links.services import make_access_links
from people.models import Professional
from people.officers.services import give_hat, name_deputy, take_hat
from people.organizations.services import close_organization
from people.roles import Role

Ending = Callable[[World, Run], None]

DAY = datetime.timedelta(days=1)
DEPUTY_FOR = 45 * DAY


def tell(world: World) -> None:
    changes_of_employer(world)
    corrections(world)
    run_clock_ahead(world)
    offices(world)
    first_links(world)


# Changes of employer


def changes_of_employer(world: World) -> None:
    """At the design institute one in every state; elsewhere some that wait."""
    into_design = at.DESIGN_INSTITUTE
    for leaving, ending in (
        (at.SURVEY_INSTITUTE, _waits),
        (at.HOSPITAL, _waits),
        (at.SURVEY_INSTITUTE, _reminded),
        (at.SURVEY_INSTITUTE, _returned),
        (at.SOFTWARE_HOUSE, _asked_again),
        (at.SURVEY_INSTITUTE, _refused),
        (at.HOSPITAL, _withdrawn),
        (at.SURVEY_INSTITUTE, _accepted),
    ):
        _ask(world, world.somebody_at(leaving), into_design, ending)
    _ask(world, world.somebody_at(at.DESIGN_INSTITUTE), at.BRIDGE_BUILDERS, _accepted_and_noted)
    _ask(world, world.somebody_at(at.DESIGN_INSTITUTE), at.YUNLONG_ARCHITECTS, _waits)
    _ask(world, world.somebody_at(at.YUNLONG_ARCHITECTS), at.ENERGY_COMPANY, _waits)
    _ask(world, world.somebody_at(at.BRIDGE_BUILDERS), at.SURVEY_INSTITUTE, _accepted)
    unemployed = world.demo_user("ouyang.jinglan").professional
    _ask(world, unemployed, at.HOSPITAL, _waits)


def _ask(world: World, professional: Professional, employer: str, ending: Ending) -> Run:
    run = ask_employer(
        professional,
        world.employer(employer),
        starts_on=world.today - 5 * DAY,
        position="技术",
        words="已签订劳动合同，请予接收。",
        actor=world.as_professional(professional),
    )
    ending(world, run)
    return run


def _waits(world: World, run: Run) -> None:
    """Nobody has looked at it yet."""


def _reminded(world: World, run: Run) -> None:
    remind(run, actor=_asker(world, run))


def _returned(world: World, run: Run) -> None:
    _give_back(world, run, "wrong_first_day", "到岗日期与合同不符，请核对后重新提交。")


def _asked_again(world: World, run: Run) -> None:
    _returned(world, run)
    change = EmployerChange.objects.get(pk=run.subject_id)
    amend_employer_change(
        change, starts_on=world.today - 3 * DAY, position="设计", words="日期已更正。", actor=_asker(world, run)
    )


def _refused(world: World, run: Run) -> None:
    reject(run, version=run.version, reasons=["not_hired"], actor=_decider(world, run))


def _withdrawn(world: World, run: Run) -> None:
    withdraw(run, comment="不再调动。", actor=_asker(world, run))


def _accepted(world: World, run: Run) -> None:
    approve(run, version=run.version, actor=_decider(world, run))


def _accepted_and_noted(world: World, run: Run) -> None:
    _accepted(world, run)
    departure = Departure.objects.get(change=run.subject_id)
    note_departure(departure, actor=world.officer(departure.employer.name, Role.HR_CLERK))


def _give_back(world: World, run: Run, reason: str, comment: str) -> None:
    return_run(run, version=run.version, reasons=[reason], comment=comment, actor=_decider(world, run))


def _asker(world: World, run: Run) -> Actor:
    assert run.professional is not None
    return world.as_professional(run.professional)


def _decider(world: World, run: Run) -> Actor:
    """Of the body where it lies."""
    body = Step.objects.waiting().get(run=run).organization
    assert body is not None
    role = Role.BUREAU_CLERK if (body.name, Role.BUREAU_CLERK) in world.officers else Role.HR_CLERK
    return world.officer(body.name, role)


# Corrections of name and number


def corrections(world: World) -> None:
    """At the bureau of Guangzhou, which answers for the design institute, one in every state; elsewhere some."""
    for ending in (_waits, _reminded, _proof_missing, _sent_again, _unproven, _withdrawn, _accepted):
        _correct_name(world, at.DESIGN_INSTITUTE, ending)
    for ending in (_waits, _accepted):
        _correct_document(world, at.DESIGN_INSTITUTE, ending)
    for employer in (at.HOSPITAL, at.BRIDGE_BUILDERS, at.YUNLONG_ARCHITECTS):
        _correct_name(world, employer, _waits)
    _correct_and_leave(world)


def _correct_name(world: World, employer: str, ending: Ending) -> Run:
    professional = world.somebody_at(employer)
    run = ask_name_correction(
        professional,
        _rightly(world, professional.name),
        _proof(),
        ProofType.PNG,
        words="姓名登记有误，户口页附后。",
        actor=world.as_professional(professional),
    )
    ending(world, run)
    return run


def _rightly(world: World, name: str) -> str:
    """The last character was mistyped."""
    return name[:-1] + world.random.choice([character for character in SECOND if character != name[-1]])


def _correct_document(world: World, employer: str, ending: Ending) -> None:
    professional = world.somebody_at(employer)
    rightly = resident_card(world.next_number(), datetime.date(1986, 10, 10))
    actor = world.as_professional(professional)
    ending(world, ask_document_correction(professional, rightly, _proof(), ProofType.PNG, actor=actor))


def _proof_missing(world: World, run: Run) -> None:
    _give_back(world, run, "incomplete_proof", "请补充户口本本人页。")


def _sent_again(world: World, run: Run) -> None:
    _proof_missing(world, run)
    correction = Correction.objects.get(pk=run.subject_id)
    amend_correction(correction, proof=_proof(), proof_type=ProofType.PNG, words="已补充。", actor=_asker(world, run))


def _unproven(world: World, run: Run) -> None:
    reject(run, version=run.version, reasons=["registered_otherwise"], actor=_decider(world, run))


def _correct_and_leave(world: World) -> None:
    """Who changes the employer meanwhile takes the open correction along to another bureau."""
    run = _correct_name(world, at.SURVEY_INSTITUTE, _waits)
    assert run.professional is not None
    _ask(world, run.professional, at.ENERGY_COMPANY, _accepted)


def _proof() -> ContentFile[bytes]:
    """A sheet on which nothing stands but that it is none."""
    sheet = Image.new("L", (420, 297), 250)
    ImageDraw.Draw(sheet).text((40, 130), "DEMO - NOT A DOCUMENT", fill=60)
    target = io.BytesIO()
    sheet.save(target, "PNG")
    return ContentFile(target.getvalue(), "proof.png")


# The reviewer clock


def run_clock_ahead(world: World) -> None:
    """The clock takes the day it should think it is: for two matters it is told one to come. One is reminded of, the
    other is so late that the bureau above is told, and takes it over where the story says so."""
    reminded = _ask(world, world.somebody_at(at.HOSPITAL), at.DESIGN_INSTITUTE, _waits)
    _sound(reminded, 0)
    told_above = _correct_name(world, at.ENERGY_COMPANY, _waits)
    _sound(told_above, 20)
    taken_over = _correct_name(world, at.ENERGY_COMPANY, _waits)
    if _sound(taken_over, 20):
        take_over(taken_over, actor=world.officer(at.XUZHOU_BUREAU, Role.BUREAU_HEAD))


def _sound(run: Run, days_after_due: int) -> bool:
    """Nothing is due while the working days of the coming year are not published."""
    due_on = Step.objects.waiting().get(run=run).due_on
    return due_on is not None and bool(sound_alarms([run.pk], on=due_on + days_after_due * DAY))


# Offices, deputies, links


def offices(world: World) -> None:
    """A deputy for some weeks, a hat to be worn from a day to come, one taken back today, a house that has closed."""
    head = world.officer(at.CITY_BUREAU, Role.BUREAU_HEAD)
    hat = world.officers[at.CITY_BUREAU, Role.BUREAU_HEAD]
    deputy = world.demo_user("tan.yuewei")
    name_deputy(hat, deputy, started_on=world.today, ended_on=world.today + DEPUTY_FOR, actor=head)
    bureau = world.bureau(at.CITY_BUREAU)
    newcomer = world.somebody_at(at.DESIGN_INSTITUTE).user
    give_hat(newcomer, bureau, Role.BUREAU_CLERK, started_on=world.today + 30 * DAY, ended_on=None, actor=head)
    software_head = world.officer(at.SOFTWARE_HOUSE, Role.HR_HEAD)
    leaving = world.officers[at.SOFTWARE_HOUSE, Role.HR_CLERK]
    take_hat(leaving, last_day=world.today, reason="岗位调整", actor=software_head)
    closing = world.employer(at.BOOKSHOP)
    close_organization(closing, closed_on=world.today - DAY, actor=head, reason="企业注销")


def first_links(world: World) -> None:
    """Handed out and not used yet."""
    newcomers = [world.somebody_at(at.DESIGN_INSTITUTE).user for _turn in range(2)]
    make_access_links(newcomers, at=timezone.now(), actor=world.officer(at.DESIGN_INSTITUTE, Role.HR_CLERK))
