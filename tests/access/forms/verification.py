from __future__ import annotations

from django.utils import timezone

from approvals.services import return_run
from people.roles import Role
from policies.shelf import HERE
from tests.access.forms.sent import Sent, today
from tests.access.world import World
from tests.factories import DivisionFactory
from verification.days.services import digest_of

REGISTRATION = {"purpose": "title", "sex": "female", "born_on": "1985-01", "profession": "新测试专业"}


def in_xuzhou(world: World) -> int:
    """Where years are reviewed: the first employer moves there."""
    employer = world.first.employer
    employer.division = DivisionFactory(code="320303")
    employer.save()
    return employer.pk


def returned_review(world: World) -> str:
    """Her own form, back from the employer."""
    run = world.reviews["own"]
    return_run(run, version=1, reasons=["wrong_facts"], actor=world.first.members[Role.HR_CLERK].actor)
    return f"annual-reviews/amendments/{run.subject_id}/"


def returned_cycle(world: World) -> str:
    """Her own application, back from the employer."""
    run = world.cycles["own"]
    return_run(run, version=1, reasons=["wrong_title"], actor=world.first.members[Role.HR_CLERK].actor)
    return f"cycles/amendments/{run.subject_id}/"


WRITING: dict[str, Sent] = {
    "verification.packs.forms.PackForm": Sent(
        "title-applications/order/", Role.PROFESSIONAL, lambda world: {"applied_on": today()}
    ),
    "verification.impact.forms.DraftForm": Sent(
        "draft-rules/new/",
        Role.BUREAU_HEAD,
        {"name": "草案", "text": (HERE / "books" / "GD-2021.toml").read_text()},
    ),
    "verification.impact.forms.TrialForm": Sent(
        lambda world: f"draft-rules/drafts/{world.drafts['Quartz'].pk}/",
        Role.BUREAU_HEAD,
        lambda world: {
            "first_year": str(timezone.localdate().year),
            "last_year": str(timezone.localdate().year),
            "area": world.first.district,
        },
    ),
    "verification.batch.forms.TrialForm": Sent(
        "year-end/", Role.BUREAU_CLERK, {"year": str(timezone.localdate().year)}
    ),
    "verification.batch.forms.HaltForm": Sent(
        lambda world: f"year-end/{world.batches['Basalt'].pk}/halt/4402/", Role.SYSTEM_ADMINISTRATOR, {"reason": "核查"}
    ),
    "verification.spotchecks.forms.FindingForm": Sent(
        lambda world: f"spot-checks/cases/{world.key('open_spot_check_case', 'own', Role.BUREAU_CLERK)}/finding/",
        Role.BUREAU_CLERK,
        {"verdict": "in_order"},
    ),
    "verification.spotchecks.forms.SecondLookForm": Sent(
        lambda world: f"spot-checks/cases/{world.key('spot_check_case', 'own', Role.BUREAU_CLERK)}/confirmation/",
        Role.BUREAU_CLERK,
        {"words": "同意"},
    ),
    "verification.spotchecks.forms.DropForm": Sent(
        lambda world: f"spot-checks/cases/{world.key('spot_check_case', 'own', Role.BUREAU_CLERK)}/dropping/",
        Role.BUREAU_CLERK,
        {"verdict": "remark", "words": "已核实"},
    ),
    "verification.spotchecks.forms.AnswerForm": Sent(
        lambda world: f"spot-checks/heard/{world.key('spot_check_finding', 'own', Role.BUREAU_CLERK)}/",
        Role.PROFESSIONAL,
        {"words": "请核实"},
    ),
    "verification.spotchecks.forms.ReportForm": Sent(
        lambda world: f"spot-checks/{world.key('finished_spot_check', 'own', Role.BUREAU_CLERK)}/report/",
        Role.BUREAU_CLERK,
        {"words": "已核实"},
    ),
    "verification.spotchecks.forms.SearchForm": Sent(
        "spot-checks/anomalies/", Role.BUREAU_CLERK, {"year": str(timezone.localdate().year)}
    ),
    "verification.spotchecks.forms.TakeInForm": Sent(
        lambda world: f"spot-checks/anomalies/{world.key('anomaly', 'own', Role.BUREAU_CLERK)}/taking/",
        Role.BUREAU_CLERK,
        lambda world: {
            "person": world.first.stranger.pk,
            "check": world.key("spot_check", "own", Role.BUREAU_CLERK),
            "reason": "异常",
        },
    ),
    "verification.reviews.forms.FilingWayForm": Sent(
        lambda world: f"annual-reviews/employers/{in_xuzhou(world)}/filing/", Role.HR_CLERK, {"way": "electronic"}
    ),
    "verification.reviews.forms.AppointmentForm": Sent(
        lambda world: f"annual-reviews/people/{in_xuzhou(world) and world.first.person.pk}/appointment/",
        Role.HR_CLERK,
        {"first_year": "2027", "last_year": "2029"},
    ),
    "verification.reviews.forms.RegistrationFormForm": Sent(returned_review, Role.PROFESSIONAL, REGISTRATION),
    "verification.reviews.forms.RealTimeForm": Sent(
        lambda world: f"annual-reviews/real-time/{'' if in_xuzhou(world) else '-'}",
        Role.PROFESSIONAL,
        REGISTRATION | {"year": str(timezone.localdate().year)},
    ),
    "verification.reviews.forms.AgreementForm": Sent(
        lambda world: f"annual-reviews/cases/{world.reviews['own'].pk}/agreement/",
        Role.HR_CLERK,
        {"version": "1", "mode": "single", "single": "as seen", "comment": "属实"},
    ),
    "verification.cycles.forms.CycleForm": Sent(
        returned_cycle,
        Role.PROFESSIONAL,
        {"applying_for": "senior", "applying_name": "正高级工程师", "occasion": "entrusted"},
    ),
    "verification.cycles.api.AmendmentSerializer": Sent(
        lambda world: "api/v1/" + returned_cycle(world).replace("amendments/", "") + "amendment/",
        Role.PROFESSIONAL,
        {"applying_for": "senior", "applying_name": "正高级工程师", "occasion": "entrusted", "comment": "已更正"},
    ),
    "verification.days.forms.ReturnForm": Sent(
        lambda world: f"verification-days/{world.day_bookings['Quartz'].pk}/return/",
        Role.BUREAU_CLERK,
        {"reason": "缺章"},
    ),
    "verification.days.forms.AcceptanceForm": Sent(
        lambda world: f"verification-days/{world.day_bookings['Quartz'].pk}/acceptance/",
        Role.BUREAU_CLERK,
        lambda world: {"seen": digest_of([]), "line": world.day_bookings["Quartz"].lines.get().pk},
    ),
}
READING = {
    "verification.dashboard.forms.BoardFilter",
    "verification.spotchecks.forms.YearFilter",
    "verification.spotchecks.forms.AnomalyFilter",
    # No day can be booked any more since 2015 (R-S10); tests/verification/days sends it in 2014.
    "verification.days.forms.BookingForm",
    # Nobody applies for a cycle any more since 2017 (D-5); tests/verification/cycles sends them in 2016.
    "verification.cycles.forms.ApplicationForm",
    "verification.cycles.forms.ManyForm",
    "verification.cycles.api.ApplicationSerializer",
    "verification.cycles.api.ManySerializer",
    "verification.cycles.api.SaidSerializer",
    "verification.cycles.filters.CycleFilter",
    "verification.cycles.filters.CyclesOfProgramsFilter",
    "verification.cycles.filters.CyclesWaitingFilter",
    "verification.days.forms.BookingFilter",
    "verification.makeups.forms.CourseQuestionForm",
    "verification.reviews.forms.ReviewYearFilter",
    "verification.reviews.forms.ResultByCertificateForm",
    "verification.reviews.forms.ResultByPersonForm",
}
ANSWERING = {
    "verification.cycles.api.CycleSerializer",
    "verification.cycles.api.LinesSerializer",
    "verification.cycles.api.OutcomeSerializer",
    "verification.cycles.api.RefusedSerializer",
}
