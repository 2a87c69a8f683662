"""Every form and serializer of the product, and for each that writes something one sound way to send it."""

from __future__ import annotations

import datetime
import importlib
import inspect
import pkgutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_filters import FilterSet
from rest_framework.serializers import BaseSerializer

from approvals.services import return_run
from courses.models import TrainingClass
from jobs.services import start_job
from people.access_links.services import make_access_links
from people.models import Division
from people.professionals.numbers import number_in
from people.roles import Role
from policies.shelf import HERE
from records.logging.entries import seal_token
from tests.access.certificates import YEAR, picture_of_seal
from tests.access.world import World
from tests.cast import CastMember
from tests.changes.conftest import upload as proof
from tests.factories import DivisionFactory, InspectionFactory, LearningRecordFactory, ProfessionalFactory, UserFactory
from tests.factories.people import PASSWORD
from tests.factories.professionals import invented_number
from tests.records.proofs import proof_file
from tests.uploads.books import workbook
from verification.days.services import digest_of

ROOMS = (
    "ui",
    "audit",
    "jobs",
    "rules",
    "uploads",
    "people",
    "approvals",
    "changes",
    "courses",
    "records",
    "verification",
    "certificates",
    "ops",
)
Body = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    to: str | Callable[[World], str]
    by: str | Callable[[World], CastMember]
    """A role of the first tenant, or a person."""
    body: Body | Callable[[World], Body] = field(default_factory=dict)

    def address(self, world: World) -> str:
        return f"/{self.to if isinstance(self.to, str) else self.to(world)}"

    def person(self, world: World) -> CastMember | None:
        if not self.by:
            return None
        return world.actor(self.by) if isinstance(self.by, str) else self.by(world)

    def content(self, world: World) -> Body:
        return dict(self.body if isinstance(self.body, dict) else self.body(world))


def today() -> str:
    return timezone.localdate().isoformat()


def colleague(world: World) -> CastMember:
    return _professional(world.first.colleague)


def stranger(world: World) -> CastMember:
    return _professional(world.first.stranger)


def _professional(one: Any) -> CastMember:
    return CastMember(one.user, one.user.memberships.get())


def employer_facts(world: World) -> Body:
    place = Division.objects.get(code=world.first.district)
    return {
        "name": "新测试单位",
        "division": place.pk,
        "belongs_to": "county",
        "ownership": "public",
        "industry": "general",
    }


def logged(world: World) -> Body:
    """A form of hers, as the page gives it out, filled in."""
    token = seal_token(uuid.uuid4(), world.first.person.user.pk)
    return {
        "token": token,
        "activity": "meeting",
        "title": "测试会议",
        "held_by": "",
        "e1": "2026-03-12",
        "d1": "3",
        "c1": "specialty",
        "keep": "1",
    }


def own_draft(world: World) -> int:
    person = world.first.person
    return int(LearningRecordFactory(professional=person, registered_by=person.user).pk)


def recognized_record(world: World) -> int:
    facts = {"title": "测试学习", "employer": world.first.employer, "recognized": True}
    return int(LearningRecordFactory(professional=world.first.person, **facts).pk)


def started_job(world: World) -> int:
    clerk = world.first.members[Role.HR_CLERK].actor
    return start_job("my_data_export", {"file_format": "json", "language": "en"}, actor=clerk).pk


def opened_link(world: World) -> str:
    """The session comes with the address of the link; see test_fields."""
    newcomer = UserFactory(display_name="新测试", password="!none")
    link = make_access_links([newcomer], at=timezone.now(), actor=world.first.members[Role.HR_CLERK].actor)[0]
    return f"accounts/access/{link.token}/"


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


def waiting_at_employer(world: World) -> str:
    return f"{world.runs['neighbour'].pk}:1"


def named(one: Any) -> Body:
    return {"name": one.name, "number": number_in(one.documents.get(replaced_at=None))}


def staff_list() -> SimpleUploadedFile:
    rows = [["姓名", "身份证号"], ["新测试", invented_number(9003)]]
    return SimpleUploadedFile("list.xlsx", workbook(rows))


def own_class(relation: str, page: str) -> Callable[[World], str]:
    """Of the first institution."""
    return lambda world: f"classes/{world.key('training_class', relation, 'institution_clerk')}/{page}/"


def certificate_of(relation: str, page: str) -> Callable[[World], str]:
    return lambda world: f"certificates/issued/{world.certificates[relation].pk}/{page}/"


def of_program(verb: str) -> Callable[[World], str]:
    return lambda world: f"api/v1/certificates/{world.certificates['own'].pk}/{verb}/"


def day(days: int) -> str:
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def class_plan(world: World) -> Body:
    """Under the commission of the year, if the day lies in it."""
    is_commissioned = day(20).startswith("2026")
    return {
        "title": "新测试班",
        "category": "specialty",
        "industry": "construction",
        "line": f"{world.first.word} line" if is_commissioned else "",
        "content": "新测试内容",
        "hours": "18",
        "mandatory_hours": "0",
        "form": "face_to_face",
        "starts_on": day(20),
        "ends_on": day(22),
        "days": "3",
        "division": Division.objects.get(code=world.first.district).pk,
        "venue": "新测试路1号",
        "expected_number": "40",
        "teachers": "赵测试",
        "exam_form": "笔试",
        "fee": "0",
        "contact": "何测试",
        "phone": "020-00000000",
    }


def class_change(world: World) -> Body:
    open_class = TrainingClass.objects.get(pk=world.key("training_class", "published", "institution_clerk"))
    return {
        **{name: getattr(open_class, name) for name in ("starts_on", "ends_on", "teachers", "contact", "phone")},
        "division": open_class.division_id,
        "venue": "新测试路2号",
        "reason": "新场地",
    }


def to_put_right(world: World) -> str:
    open_class = TrainingClass.objects.get(pk=world.key("training_class", "published", "institution_clerk"))
    found = InspectionFactory(
        training_class=open_class, finding="off_plan", outcome="correction", correct_by=timezone.localdate()
    )
    return f"classes/inspections/{found.pk}/correction/"


def another_number(world: World) -> Body:
    newcomer = ProfessionalFactory(name="新测试", number=invented_number(9100), employer=world.first.employer)
    return {"name": newcomer.name, "number": invented_number(9100)}


VERDICT = {"version": 1, "comment": "as seen", "reasons": ["not_hired"]}

WRITING: dict[str, Sent] = {
    # records
    "records.logging.forms.HeadForm": Sent("records/new/meeting/", Role.PROFESSIONAL, lambda world: logged(world)),
    "records.logging.forms.RecordedActivityForm": Sent(
        "records/new/meeting/", Role.PROFESSIONAL, lambda world: logged(world) | {"d1": "2"}
    ),
    "records.api.DraftSerializer": Sent(
        "api/v1/records/",
        Role.PROFESSIONAL,
        {
            "activity": "meeting",
            "category": "specialty",
            "title": "测试会议",
            "held_by": "",
            "started_on": None,
            "ended_on": "2026-03-12",
            "makeup_for": None,
            "facts": {"days": 3},
        },
    ),
    "records.api.SendingSerializer": Sent(
        lambda world: f"api/v1/records/{world.key('record', 'own', Role.PROFESSIONAL)}/withdrawal/",
        Role.PROFESSIONAL,
        {"comment": "记错了"},
    ),
    "records.api.ProofSerializer": Sent(
        lambda world: f"api/v1/records/{own_draft(world)}/proofs/",
        Role.PROFESSIONAL,
        lambda world: {"file": proof_file()},
    ),
    "verification.packs.forms.PackForm": Sent(
        "title-applications/order/", Role.PROFESSIONAL, lambda world: {"applied_on": today()}
    ),
    "certificates.sheets.paper_forms.PapersForm": Sent(
        "certificates/papers/",
        Role.HR_CLERK,
        {"year": str(YEAR), "paper": "roster-xlsx", "order": "name", "employer": ""},
    ),
    "certificates.sheets.seal_views.SealForm": Sent(
        "certificates/seals/", Role.HR_HEAD, lambda world: {"picture": picture_of_seal(), "first_day": today()}
    ),
    "records.corrections.views.ReasonForm": Sent(
        lambda world: f"records/{recognized_record(world)}/correction/",
        Role.PROFESSIONAL,
        {
            "activity": "class",
            "title": "测试学习",
            "held_by": "",
            "e1": "2026-03-12",
            "h1": "12",
            "c1": "specialty",
            "reason": "学时有误",
        },
    ),
    # people
    "people.professionals.forms.RegistrationForm": Sent(
        "people/new/",
        Role.HR_CLERK,
        {
            "name": "新测试",
            "kind": "resident_id",
            "number": invented_number(9001),
            "industry": "health",
            "started_on": "2021-03-01",
        },
    ),
    "people.professionals.forms.TitleForm": Sent(
        lambda world: f"people/{world.first.colleague.pk}/titles/new/",
        Role.HR_CLERK,
        {"series": "engineering", "level": "intermediate", "title": "工程师", "obtained_on": "2019-01-01"},
    ),
    "people.professionals.forms.EndForm": Sent(
        lambda world: f"people/{world.first.colleague.pk}/employment/ending/",
        Role.HR_CLERK,
        {"ended_on": today(), "reason": "离职"},
    ),
    "people.professionals.forms.PhoneForm": Sent("people/me/phone/", Role.PROFESSIONAL, {"phone": "13800138001"}),
    "people.professionals.forms.RevealForm": Sent(
        lambda world: f"people/{world.first.colleague.pk}/number/", Role.HR_HEAD, {"reason": "核对"}
    ),
    "people.organizations.forms.OrganizationForm": Sent(
        "organizations/registration/employer/", Role.BUREAU_CLERK, employer_facts
    ),
    "people.organizations.forms.ReasonForm": Sent(
        lambda world: f"organizations/mergers/{world.merges['Quartz'].pk}/undoing/",
        Role.BUREAU_CLERK,
        {"reason": "合并有误"},
    ),
    "people.organizations.forms.ClosingForm": Sent(
        lambda world: f"organizations/{world.first.institution.pk}/closing/",
        Role.BUREAU_CLERK,
        {"closed_on": today(), "reason": "停办"},
    ),
    "people.organizations.forms.CommissionForm": Sent(
        lambda world: f"organizations/{world.first.institution.pk}/commissions/",
        Role.BUREAU_CLERK,
        {"year": 2026, "lines": "卫生"},
    ),
    "people.officers.forms.HatForm": Sent(
        lambda world: f"accounts/officers/of/{world.first.employer.pk}/addition/",
        Role.HR_HEAD,
        {"name": "新测试", "role": "hr_clerk", "started_on": today()},
    ),
    "people.officers.forms.DeputyForm": Sent(
        lambda world: f"accounts/officers/{world.first.members[Role.HR_CLERK].membership.pk}/deputy/",
        Role.HR_HEAD,
        lambda world: {"user": world.first.colleague.user.username, "started_on": today(), "ended_on": today()},
    ),
    "people.officers.forms.TakingForm": Sent(
        lambda world: f"accounts/officers/{world.first.members[Role.HR_CLERK].membership.pk}/end/",
        Role.HR_HEAD,
        {"last_day": today(), "reason": "调岗"},
    ),
    "people.access_links.forms.FirstSignInForm": Sent(
        opened_link,
        "",
        {"username": "new.name", "password1": "long and invented 71", "password2": "long and invented 71"},
    ),
    "people.access_links.forms.SignInNameForm": Sent(
        "accounts/sign-in-name/", Role.PROFESSIONAL, {"username": "chosen.name"}
    ),
    "people.forms.SignInForm": Sent(
        "accounts/login/",
        "",
        lambda world: {"login": world.first.neighbours_head.user.username, "password": PASSWORD},
    ),
    "people.forms.ChangePasswordForm": Sent(
        "accounts/password/change/",
        Role.PROFESSIONAL,
        {"oldpassword": PASSWORD, "password1": "long and invented 71", "password2": "long and invented 71"},
    ),
    "people.forms.PreferencesForm": Sent("preferences/", Role.PROFESSIONAL, {"language": "en", "theme": "dark"}),
    "people.mydata.kinds.MyDataForm": Sent("jobs/start/my_data_export/", Role.PROFESSIONAL, {"file_format": "json"}),
    "people.second_factor.forms.RenamePasskeyForm": Sent(
        lambda world: f"accounts/second-factor/passkeys/{world.key('passkey', 'own', 'hr_clerk')}/name/",
        Role.HR_CLERK,
        {"name": "home key"},
    ),
    "people.second_factor.forms.ConfirmByPasswordForm": Sent(
        "accounts/second-factor/confirmation/password/", Role.HR_CLERK, {"password": PASSWORD}
    ),
    # jobs
    "jobs.forms.CancellationForm": Sent(
        lambda world: f"jobs/{started_job(world)}/cancellation/", Role.HR_CLERK, {"reason": "not needed"}
    ),
    "jobs.api.CancellationSerializer": Sent(
        lambda world: f"api/v1/jobs/{started_job(world)}/cancellation/", Role.HR_CLERK, {"reason": "not needed"}
    ),
    "jobs.kinds.StartForm": Sent("jobs/start/audit_verification/", Role.AUDITOR),
    "jobs.rehearsal.RehearsalForm": Sent(
        "jobs/start/rehearsal/", Role.SYSTEM_ADMINISTRATOR, {"slices": 1, "items": 1, "milliseconds": 0}
    ),
    "ops.kinds.AuditExportForm": Sent("jobs/start/audit_export/", Role.AUDITOR),
    # rules
    "rules.calendar.forms.EditionForm": Sent(
        "rules/calendar/2030/editions/", Role.SYSTEM_ADMINISTRATOR, {"state": "provisional", "replaces": 0}
    ),
    # courses
    "courses.catalogs.forms.CatalogForm": Sent(
        "courses/catalogs/new/public/",
        Role.BUREAU_CLERK,
        {"year": 2031, "title": "测试公需科目目录", "document_number": "测试〔2031〕1号", "note": "测试说明"},
    ),
    "courses.catalogs.forms.YearForm": Sent(
        lambda world: f"courses/catalogs/{world.key('catalog', 'published', 'bureau_clerk')}/copy/",
        Role.BUREAU_CLERK,
        {"year": 2032},
    ),
    "courses.catalogs.forms.WithdrawalForm": Sent(
        lambda world: f"courses/catalogs/{world.key('catalog', 'published', 'bureau_clerk')}/withdrawal/",
        Role.BUREAU_CLERK,
        {"reason": "内容调整"},
    ),
    "courses.catalogs.forms.CourseForm": Sent(
        lambda world: f"courses/catalogs/{world.key('catalog', 'draft', 'bureau_clerk')}/courses/new/",
        Role.BUREAU_CLERK,
        {"title": "新测试课程", "code": "T-9", "hours": "6", "form": "face_to_face"},
    ),
    "courses.sites.forms.SiteForm": Sent(
        "courses/sites/new/",
        Role.BUREAU_CLERK,
        lambda world: {
            "name": "新测试学习网",
            "url": "https://new.example/",
            "categories": ["public"],
            "approved_from": today(),
        },
    ),
    # uploads
    "uploads.forms.UploadForm": Sent("uploads/new/staff/", Role.HR_CLERK, lambda world: {"file": staff_list()}),
    "uploads.forms.DecisionForm": Sent(lambda world: f"uploads/{world.uploads['Quartz'].pk}/commit/", Role.HR_CLERK),
    # approvals
    "approvals.forms.ApprovalForm": Sent(
        lambda world: f"approvals/{world.runs['neighbour'].pk}/approval/", Role.HR_CLERK, {"version": 1}
    ),
    "approvals.forms.ReasonsForm": Sent(
        lambda world: f"approvals/{world.runs['neighbour'].pk}/return/", Role.HR_CLERK, VERDICT
    ),
    "approvals.forms.BulkReasonsForm": Sent(
        "approvals/decisions/",
        Role.HR_CLERK,
        lambda world: {"matter": waiting_at_employer(world), "act": "return", "comment": "amend"},
    ),
    "approvals.forms.ChosenForm": Sent(
        "approvals/decisions/",
        Role.HR_CLERK,
        lambda world: {"matter": waiting_at_employer(world), "act": "approve"},
    ),
    "approvals.forms.WithdrawalForm": Sent(
        lambda world: f"approvals/{world.runs['own'].pk}/withdrawal/", Role.PROFESSIONAL, {"comment": "mistaken"}
    ),
    "approvals.api.CommentSerializer": Sent(
        lambda world: f"api/v1/approvals/{world.runs['own'].pk}/withdrawal/",
        Role.PROFESSIONAL,
        {"comment": "mistaken"},
    ),
    "approvals.api.ApprovalSerializer": Sent(
        lambda world: f"api/v1/approvals/{world.runs['neighbour'].pk}/approval/", Role.HR_CLERK, {"version": 1}
    ),
    "approvals.api.ReasonsSerializer": Sent(
        lambda world: f"api/v1/approvals/{world.runs['neighbour'].pk}/return/", Role.HR_CLERK, VERDICT
    ),
    "approvals.api.DecisionsSerializer": Sent(
        "api/v1/approvals/decisions/",
        Role.HR_CLERK,
        lambda world: {"action": "approve", "matters": [{"id": world.runs["neighbour"].pk, "version": 1}]},
    ),
    # records: results of classes
    "records.review.forms.AgreementForm": Sent(
        lambda world: f"review/{world.runs['own record'].pk}/agreement/",
        Role.HR_CLERK,
        {"version": 1, "comment": "as seen"},
    ),
    "records.results.forms.ResultForm": Sent(
        lambda world: f"results/roster/{world.learning['roster_entry']['neighbour'].pk}/",
        Role.INSTITUTION_CLERK,
        {"attended": "18", "mark": "86", "confirmed": "on"},
    ),
    "records.results.forms.NewResultForm": Sent(
        lambda world: f"results/classes/{world.learning['training_class']['held'].pk}/new/",
        Role.INSTITUTION_CLERK,
        lambda world: named(world.first.colleague) | {"attended": "18", "mark": "86", "confirmed": "on"},
    ),
    # changes
    "changes.forms.EmployerChangeForm": Sent(
        lambda world: f"changes/employer/{world.first.neighbour.pk}/", colleague, {"starts_on": today(), "send": "1"}
    ),
    "changes.forms.NameCorrectionForm": Sent(
        "changes/name/", stranger, lambda world: {"name": "新测试", "proof": proof()}
    ),
    "changes.forms.DocumentCorrectionForm": Sent(
        "changes/document/",
        stranger,
        lambda world: {"kind": "resident_id", "number": invented_number(9002), "proof": proof()},
    ),
    "changes.rescues.forms.RescueForm": Sent(
        lambda world: f"changes/rescues/new/{world.first.colleague.user.pk}/",
        Role.HR_CLERK,
        {"lost": "both", "identity_shown": "document", "words": "本人到场"},
    ),
    # records
    "records.feeds.forms.FeedForm": Sent(
        "feeds/opening/",
        Role.BUREAU_HEAD,
        lambda world: {
            "name": "新测试平台",
            "kind": "province_public",
            "organization": world.first.bureau.pk,
            "area": world.first.district,
            "started_on": today(),
        },
    ),
    "certificates.checking.program_views.ProgramForm": Sent(
        "check/programs/", Role.BUREAU_HEAD, {"name": "新测试评委会"}
    ),
    "certificates.sharing.forms.ShareForm": Sent(
        lambda world: f"certificates/{world.certificates['own'].number}/links/",
        Role.PROFESSIONAL,
        {"note": "测试", "days": "30"},
    ),
    "records.feeds.forms.FeedEndForm": Sent(
        lambda world: f"feeds/{world.learning['feed']['own'].pk}/ending/",
        Role.BUREAU_HEAD,
        {"last_day": today(), "reason": "停用"},
    ),
    "changes.forms.RevealForm": Sent(
        lambda world: f"changes/corrections/{world.key('correction', 'colleague', 'bureau_clerk')}/number/",
        Role.BUREAU_CLERK,
        {"reason": "核对"},
    ),
    # classes
    "courses.classes.forms.ClassPlanForm": Sent("classes/new/", Role.INSTITUTION_CLERK, class_plan),
    "courses.classes.forms.ClassChangeForm": Sent(
        own_class("published", "change"), Role.INSTITUTION_CLERK, class_change
    ),
    "courses.classes.forms.CancellationForm": Sent(
        own_class("published", "cancellation"), Role.INSTITUTION_CLERK, {"reason": "报名不足"}
    ),
    "courses.classes.forms.InspectionForm": Sent(
        own_class("held", "inspection"),
        Role.BUREAU_CLERK,
        {"inspected_on": today(), "finding": "in_order", "outcome": "nothing"},
    ),
    "courses.classes.forms.CorrectionForm": Sent(to_put_right, Role.INSTITUTION_CLERK, {"words": "已整改"}),
    "courses.classes.forms.LostCommissionForm": Sent(
        lambda world: f"classes/commissions/{world.first.institution.pk}/",
        Role.BUREAU_CLERK,
        {"year": str(timezone.localdate().year + 1), "reason": "未按计划办班"},
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
    "records.sorting.forms.HandOverForm": Sent(
        "records/new/hr/",
        Role.PROFESSIONAL,
        lambda world: {"words": "听了两天会", "token": seal_token(uuid4(), world.first.person.user.pk)},
    ),
    "records.sorting.forms.SortingForm": Sent(
        lambda world: f"records/sorting/{world.handed['Quartz'].pk}/",
        Role.HR_CLERK,
        {"activity": "meeting", "category": "specialty", "title": "交流会", "answer": "请补通知", "act": "back"},
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
    "courses.enrolment.forms.RosterAdditionForm": Sent(
        own_class("published", "roster/addition"), Role.INSTITUTION_CLERK, another_number
    ),
    "records.ledger.kinds.AreaForm": Sent("jobs/start/ledger_check/", Role.SYSTEM_ADMINISTRATOR),
    "records.ledger.kinds.RebuildForm": Sent("jobs/start/ledger_rebuild/", Role.SYSTEM_ADMINISTRATOR, {"year": "2026"}),
    "records.staff.forms.ReminderForm": Sent(
        "staff-year/reminders/",
        Role.HR_CLERK,
        lambda world: {"person": world.first.colleague.pk, "year": str(timezone.localdate().year)},
    ),
    "records.staff.forms.SpendForm": Sent(
        "staff-year/spend/", Role.HR_CLERK, {"year": "2024", "wages": "8000000", "spent": "110000"}
    ),
    "certificates.desk.forms.ChosenForm": Sent(
        "certificates/staff/confirmation/",
        Role.HR_CLERK,
        lambda world: {"chosen": world.years_to_confirm["Quartz"].pk},
    ),
    "certificates.desk.forms.RunForm": Sent(
        "certificates/runs/", Role.BUREAU_CLERK, lambda world: {"issuer": world.first.bureau.pk, "year": "2024"}
    ),
    "certificates.desk.forms.EndForm": Sent(
        certificate_of("own", "end"),
        Role.BUREAU_HEAD,
        {"why": "fraud-0", "words": "新测试", "looked_again": "on"},
    ),
    "certificates.desk.forms.ReplacementForm": Sent(
        certificate_of("own", "replacement"),
        Role.BUREAU_HEAD,
        {"why": "reissued-0", "words": "新测试", "looked_again": "on"},
    ),
    "certificates.desk.forms.ReceiptForm": Sent(
        certificate_of("own", "receipt"),
        Role.HR_CLERK,
        lambda world: {"received_by": "新测试", "received_on": today()},
    ),
    "certificates.desk.forms.ReceiptsForm": Sent(
        "certificates/staff/receipts/",
        Role.HR_CLERK,
        lambda world: {"chosen": world.certificates["own"].pk, "received_on": today()},
    ),
    "certificates.desk.api.YearsSerializer": Sent(
        "api/v1/certificates/confirmations/",
        Role.HR_CLERK,
        lambda world: {"verifications": [world.years_to_confirm["Quartz"].pk]},
    ),
    "certificates.desk.api.EndingSerializer": Sent(
        of_program("end"),
        Role.BUREAU_HEAD,
        lambda world: {"kind": "fraud", "reason": "新测试", "number": world.certificates["own"].number},
    ),
    "certificates.desk.api.ReplacingSerializer": Sent(
        of_program("replacement"),
        Role.BUREAU_HEAD,
        lambda world: {"kind": "reissued", "reason": "新测试", "number": world.certificates["own"].number},
    ),
    "certificates.desk.api.TakingSerializer": Sent(
        of_program("receipt"), Role.HR_CLERK, lambda world: {"received_by": "新测试", "received_on": today()}
    ),
    "courses.enrolment.forms.StaffForm": Sent(
        own_class("published", "staff"), Role.HR_CLERK, lambda world: {"person": world.first.colleague.pk}
    ),
}
# Ask, filter or compute, and write nothing; or are parts of another one.
READING = {
    "certificates.desk.api.CertificateFilter",
    *(f"certificates.desk.forms.{name}" for name in ("YearForm", "GroupForm", "DeskFilter", "RegisterFilter")),
    "verification.dashboard.forms.BoardFilter",
    "verification.spotchecks.forms.YearFilter",
    "verification.spotchecks.forms.AnomalyFilter",
    "records.filters.NamedRecordFilter",
    "records.filters.RecordFilter",
    "records.filters.RecordsOfProgramsFilter",
    "records.registering.views.SearchForm",
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
    "records.ledger.api.LedgerFilter",
    "records.staff.forms.StaffYearFilter",
    "courses.classes.forms.ClassFilterForm",
    "courses.enrolment.forms.PlaceFilterForm",
    "courses.enrolment.forms.StaffFilterForm",
    "ui.styleguide.ExampleFilter",
    "ui.styleguide.ExampleForm",
    "ui.styleguide.ExampleReason",
    "audit.filters.EventFilter",
    "audit.filters.EventFilterForm",
    "jobs.filters.JobFilter",
    "rules.reading.forms.ComparisonForm",
    "people.forms.AccountFilterForm",
    "people.organizations.forms.OrganizationFilterForm",
    "people.professionals.filters.ProfessionalFilter",
    "people.professionals.filters.StatusForm",
    "people.professionals.forms.LookupForm",
    "people.professionals.forms.TitleFields",
    "approvals.filters.QueueFilter",
    "approvals.filters.RunFilter",
    "records.review.filters.RecordsWaitingFilter",
    "approvals.api.SeenSerializer",
    "courses.finder.filters.CatalogFilterForm",
    "courses.finder.filters.SiteFilterForm",
    "courses.finder.forms.ClassFilterForm",
    "courses.finder.forms.CourseFilterForm",
    "courses.finder.forms.FinderState",
    "changes.forms.EmployerSearchForm",
    "records.results.forms.ProofCodeForm",
    "verification.reviews.forms.ReviewYearFilter",
    "verification.reviews.forms.ResultByCertificateForm",
    "verification.reviews.forms.ResultByPersonForm",
    "certificates.checking.files.FileCheckForm",
    "certificates.checking.api.AskedSerializer",
    "certificates.checking.api.CheckRequestSerializer",
    "certificates.checking.api.CheckedEndSerializer",
    "certificates.checking.api.CheckedCertificateSerializer",
    "certificates.checking.api.CheckedSerializer",
    "certificates.checking.api.CheckAnswerSerializer",
    "certificates.checking.forms.CheckForm",
    "changes.forms.CorrectionForm",
    "changes.rescues.forms.PersonSearchForm",
    *(
        f"rules.calculator.forms.{name}Form"
        for name in (
            "Activity",
            "AppointmentCycle",
            "Asked",
            "Deadline",
            "Number",
            "Person",
            "Placed",
            "Route",
            "Sample",
            "TitleCycle",
            "WholeNumber",
            "Year",
        )
    ),
}
# Take a proof of who is there and nothing else: django-allauth's, tried in tests/people/test_second_factor.py.
PROVING = {
    "people.second_factor.forms.AddAppForm",
    "people.second_factor.forms.AddPasskeyForm",
    "people.second_factor.forms.CodeForm",
    "people.second_factor.forms.ConfirmByCodeForm",
}
# Only ever an answer: no address takes PUT or PATCH, and none of these a POST (tests/access/test_matrix.py).
ANSWERING = {
    *(
        f"certificates.desk.api.{name}Serializer"
        for name in ("Certificate", "End", "Receipt", "Waiting", "Lot", "LeftOut", "Issued")
    ),
    "records.api.AttachedSerializer",
    "records.api.RecordSerializer",
    "verification.cycles.api.CycleSerializer",
    "verification.cycles.api.LinesSerializer",
    "verification.cycles.api.OutcomeSerializer",
    "verification.cycles.api.RefusedSerializer",
    "audit.api.EventSerializer",
    "jobs.api.JobSerializer",
    "records.ledger.api.LedgerSerializer",
    "people.organizations.api.OrganizationDetailSerializer",
    "people.organizations.api.OrganizationSerializer",
    "people.professionals.api.EmploymentSerializer",
    "people.professionals.api.ProfessionalDetailSerializer",
    "people.professionals.api.ProfessionalSerializer",
    "people.professionals.api.TitleSerializer",
    *(f"courses.api.{name}Serializer" for name in ("Catalog", "Course", "OpenClass", "StudySite", "Worth")),
    "approvals.api.DecisionSerializer",
    "approvals.api.RunSerializer",
    "approvals.api.RunWithHistorySerializer",
    "approvals.api.StepSerializer",
}


def all_forms() -> Iterator[str]:
    for room in ROOMS:
        package = importlib.import_module(room)
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not {"migrations", "management", "data"} & set(found.name.split(".")):
                yield from _forms_in(found.name)


def _forms_in(module: str) -> Iterator[str]:
    for name, value in vars(importlib.import_module(module)).items():
        is_form = inspect.isclass(value) and issubclass(value, (forms.BaseForm, BaseSerializer, FilterSet))
        if is_form and value.__module__ == module and not name.startswith("_"):
            yield f"{module}.{name}"
