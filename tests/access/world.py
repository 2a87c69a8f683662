"""Two tenants with a row of everything that has an address. Each writes its own word into all that it may choose.

Seen from the first tenant a row is `own` (of whoever looks), a `colleague`'s, of the `neighbour` in the same district,
from `above` (of the city, though it stands in the district), from `elsewhere` (the second tenant), or about somebody
who has left (`former`). `nothing` has no row at all.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from approvals.models import Run
from audit.models import Event
from changes.enums import ProofType
from changes.models import Correction, Departure, EmployerChange
from changes.rescues.models import Rescue
from changes.services import ask_document_correction, ask_employer, ask_name_correction
from jobs.enums import JobState, SliceState
from jobs.models import Job
from jobs.services import start_job
from jobs.stages import end_slices
from people.enums import Industry, Level, OrganizationKind
from people.models import Employer, Organization, Professional
from people.organizations.merging import merge_organizations
from people.roles import Role
from policies.shelf import HERE
from records.models import HandedOver
from records.sorting.services import hand_over
from tests.access.certificates import certificate_of, link_to, program_of, seal_of
from tests.access.certifying import issue_run_of, waiting_year_of
from tests.access.checking import checking_of
from tests.access.learning import learning_of, run_of
from tests.access.reviewing import appointment_of, run_of_cycle, run_of_review, wish_of
from tests.cast import CastMember, english_client, prove_second_factor
from tests.changes.conftest import upload as proof
from tests.changes.rescues import asked
from tests.factories import (
    BureauFactory,
    CommissionFactory,
    EmployerFactory,
    EmploymentFactory,
    IndustryAuthorityFactory,
    InstitutionFactory,
    MembershipFactory,
    OrganizationFactory,
    ProfessionalFactory,
    TitleFactory,
)
from tests.factories.professionals import checked, invented_number
from tests.jobs.conftest import work_until_idle
from tests.people.test_second_factor import give_app
from tests.uploads.books import workbook
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import receive_upload
from verification.batch.services import halt, try_year
from verification.impact.services import keep_draft, try_draft
from verification.models import BatchRun, BookingLine, CycleCase, DayBooking, ReviewCase, RuleDraft

NOWHERE = 2**31 - 1
ANONYMOUS, ENDED = "anonymous", "ended"
OF_A_TENANT = (
    Role.PROFESSIONAL,
    Role.HR_CLERK,
    Role.HR_HEAD,
    Role.INSTITUTION_CLERK,
    Role.AUTHORITY_REVIEWER,
    Role.BUREAU_CLERK,
    Role.BUREAU_HEAD,
)
OF_THE_SYSTEM = (Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR)
ROLES = (ANONYMOUS, *(role.value for role in (*OF_A_TENANT, *OF_THE_SYSTEM)), ENDED)


@dataclass
class Tenant:
    """A district: an employer, its neighbour, the bureau above them, and who works there."""

    word: str
    district: str
    bureau_name: str
    members: dict[str, CastMember] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.employer = self._employer("employer")
        self.neighbour = self._employer("neighbour")
        self.above = self._employer("above", belongs_to=Level.CITY)
        self.bureau = BureauFactory(name=self.bureau_name, place=self.district)
        self.institution = InstitutionFactory(name=f"{self.word} institution", place=self.district, run_by=Level.COUNTY)
        self.authority = IndustryAuthorityFactory(name=f"{self.word} authority", place=self.district)
        CommissionFactory(institution=self.institution, line=f"{self.word} line")
        self._hire()
        self.person = self._professional("person", self.employer)
        self.colleague = self._professional("colleague", self.employer)
        self.stranger = self._professional("stranger", self.neighbour)
        self.members[Role.PROFESSIONAL] = CastMember(self.person.user, self.person.user.memberships.get())

    def _employer(self, name: str, **facts: Any) -> Employer:
        uscc = f"91{self.district}{self.word}{name}".upper()[:18]
        employer: Employer = EmployerFactory(name=f"{self.word} {name}", place=self.district, uscc=uscc, **facts)
        return employer

    def _hire(self) -> None:
        bodies: dict[Role, Organization] = {
            Role.HR_CLERK: self.employer,
            Role.HR_HEAD: self.employer,
            Role.INSTITUTION_CLERK: self.institution,
            Role.AUTHORITY_REVIEWER: self.authority,
            Role.BUREAU_CLERK: self.bureau,
            Role.BUREAU_HEAD: self.bureau,
        }
        for role, body in bodies.items():
            self.members[role] = self.member(role, body)
        self.neighbours_head = self.member(Role.HR_HEAD, self.neighbour)

    def member(self, role: Role, body: Organization, **terms: Any) -> CastMember:
        hat = MembershipFactory(
            user__display_name=f"{self.word} {role} of {body.pk}", role=role, organization=body, **terms
        )
        return CastMember(hat.user, hat)

    def _professional(self, name: str, employer: Employer) -> Professional:
        professional: Professional = ProfessionalFactory(
            name=f"{self.word} {name}",
            industry=Industry.CONSTRUCTION,
            employer=employer,
            employer__staff_number=f"{self.word}-{name}",
            employer__position=f"{self.word} position",
        )
        TitleFactory(professional=professional, name=f"{self.word} title")
        return professional

    def more_waits(self) -> None:
        """Somebody else here asks for a correction."""
        _name_correction(self._professional("another", self.employer), self.word)


class World:
    def __init__(self) -> None:
        self._handler = ClientHandler(enforce_csrf_checks=False)
        self.first = Tenant("Quartz", "440105", "甲区测试人社局")
        self.second = Tenant("Basalt", "440511", "乙区测试人社局")
        self.system = {role: self._of_the_system(role) for role in OF_THE_SYSTEM}
        self.ended = self._ended()
        self.former = self._former()
        self.mover = self._mover()
        self.uploads = {tenant.word: _staff_list(tenant) for tenant in (self.first, self.second)}
        self.learning = learning_of(self.first, self.second)
        self.batches = {tenant.word: _tried_year(tenant) for tenant in (self.first, self.second)}
        self.drafts = {tenant.word: draft_of(tenant) for tenant in (self.first, self.second)}
        self.checking = checking_of(self.first, self.second)
        self.reviews = {
            "own": run_of_review(self.first.person, self.first),
            "neighbour": run_of_review(self.first.stranger, self.first),
            "elsewhere": run_of_review(self.second.person, self.second),
        }
        self.cycles = {
            "own": run_of_cycle(self.first.person, self.first),
            "neighbour": run_of_cycle(self.first.stranger, self.first),
            "elsewhere": run_of_cycle(self.second.person, self.second),
        }
        people = {"own": self.first, "elsewhere": self.second}
        self.appointments = {name: appointment_of(tenant.person, tenant) for name, tenant in people.items()}
        self.wishes = {name: wish_of(tenant.person) for name, tenant in people.items()}
        self.certificates = {
            "own": certificate_of(self.first.person, self.first),
            "colleague": certificate_of(self.first.colleague, self.first),
            "neighbour": certificate_of(self.first.stranger, self.first),
            "elsewhere": certificate_of(self.second.person, self.second),
        }
        tenants = (self.first, self.second)
        self.years_to_confirm = {tenant.word: waiting_year_of(tenant) for tenant in tenants}
        self.issue_runs = {tenant.word: issue_run_of(tenant) for tenant in tenants}
        self.share_links = {name: link_to(each) for name, each in self.certificates.items()}
        self.check_programs = {name: program_of(tenant) for name, tenant in people.items()}
        self.seals = {
            "employer": seal_of(self.first.employer, self.first),
            "bureau": seal_of(self.first.bureau, self.first),
            "elsewhere": seal_of(self.second.employer, self.second),
        }
        self.handed = {tenant.word: _handed_over(tenant) for tenant in (self.first, self.second)}
        self.day_bookings = {tenant.word: _booked_day(tenant) for tenant in (self.first, self.second)}
        self.runs = self._runs()
        self.rescues = self._rescues()
        self.jobs = {person.user.pk: _finished_export(person, word) for person, word in self._everybody()}
        self.passkeys = {person.user.pk: _passkey(person) for person, _word in self._everybody()}
        self.events = {person.user.pk: _event(person, word) for person, word in self._everybody()}
        self.merges = {tenant.word: _merge(tenant) for tenant in (self.first, self.second)}
        self.sessions = {person.user.pk: _signed_in(person) for person, _word in self._everybody()}

    # Who looks

    def actor(self, role: str) -> CastMember:
        """Of the first tenant, or of the system."""
        if role == ENDED:
            return self.ended
        return {**self.first.members, **self.system}[Role(role)]

    def client(self, person: CastMember | None) -> Client:
        """A fresh browser each time, signed in once; the middleware behind them is set up once, too."""
        client = english_client()
        client.defaults["REMOTE_ADDR"] = "203.0.113.9"
        client.raise_request_exception = False
        client.handler = self._handler
        if person is not None:
            client.cookies["sessionid"] = self.sessions.get(person.user.pk) or _signed_in(person)
        return client

    def order_export(self, person: CastMember) -> Job:
        """Through the worker, which writes the file."""
        job = start_job("my_data_export", {"file_format": "xlsx", "language": "en"}, actor=person.actor)
        work_until_idle()
        job.refresh_from_db()
        return job

    # What is looked at

    def key(self, kind: str, relation: str, role: str, column: str = "pk") -> int:
        """The number of such a row, as the role sees it."""
        if relation == "nothing":
            return NOWHERE
        return int(getattr(self._rows(kind, role)[relation], column))

    def relations(self, kind: str, role: str) -> list[str]:
        return [*self._rows(kind, role), "nothing"]

    def _rows(self, kind: str, role: str) -> dict[str, Model]:
        """Those of `courses` and `records` stand in tests/access/learning.py, of spot checks in checking.py."""
        rows: dict[str, Model] = (
            self.learning.get(kind) or self.checking.get(kind) or getattr(self, f"_{kind}_for")(role)
        )
        return rows

    def _professional_for(self, _role: str) -> dict[str, Model]:
        return {
            "own": self.first.person,
            "colleague": self.first.colleague,
            "neighbour": self.first.stranger,
            "elsewhere": self.second.person,
            "former": self.former,
        }

    def _organization_for(self, _role: str) -> dict[str, Model]:
        first, second = self.first, self.second
        return {
            "own": first.employer,
            "neighbour": first.neighbour,
            "institution": first.institution,
            "authority": first.authority,
            "bureau": first.bureau,
            "above": first.above,
            "elsewhere": second.employer,
        }

    def _employer_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.first.employer, "neighbour": self.first.neighbour, "elsewhere": self.second.employer}

    def _hat_for(self, _role: str) -> dict[str, Model]:
        first = self.first
        return {
            "own": first.members[Role.HR_HEAD].membership,
            "colleague": first.members[Role.HR_CLERK].membership,
            "former": self.ended.membership,
            "neighbour": first.neighbours_head.membership,
            "bureau": first.members[Role.BUREAU_CLERK].membership,
            "professional": first.members[Role.PROFESSIONAL].membership,
            "elsewhere": self.second.members[Role.HR_CLERK].membership,
            "system": self.system[Role.AUDITOR].membership,
        }

    def _run_for(self, _role: str) -> dict[str, Model]:
        return dict(self.runs)

    def _record_run_for(self, _role: str) -> dict[str, Model]:
        return {name: run for name, run in self.runs.items() if run.procedure == "record"}

    def _change_for(self, _role: str) -> dict[str, Model]:
        changes = {name: run for name, run in self.runs.items() if run.procedure == "employer_change"}
        return {name: EmployerChange.objects.get(pk=run.subject_id) for name, run in changes.items()}

    def _correction_for(self, _role: str) -> dict[str, Model]:
        corrections = {name: run for name, run in self.runs.items() if run.procedure == "correction"}
        return {name: Correction.objects.get(pk=run.subject_id) for name, run in corrections.items()}

    def _departure_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.mover, "elsewhere": _departure(self.second)}

    def _rescue_for(self, _role: str) -> dict[str, Model]:
        return dict(self.rescues)

    def _account_for(self, _role: str) -> dict[str, Model]:
        return {
            "own": self.first.person.user,
            "colleague": self.first.colleague.user,
            "neighbour": self.first.stranger.user,
            "head": self.first.neighbours_head.user,
            "elsewhere": self.second.person.user,
            "former": self.former.user,
        }

    def _job_for(self, role: str) -> dict[str, Model]:
        others = self.first.members[Role.HR_HEAD if role == Role.HR_CLERK else Role.HR_CLERK]
        return self._by_owner(self.jobs, role) | {"colleague": self.jobs[others.user.pk]}

    def _passkey_for(self, role: str) -> dict[str, Model]:
        return self._by_owner(self.passkeys, role)

    def _event_for(self, role: str) -> dict[str, Model]:
        return self._by_owner(self.events, role)

    def _upload_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.uploads["Quartz"], "elsewhere": self.uploads["Basalt"]}

    def _merge_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.merges["Quartz"], "elsewhere": self.merges["Basalt"]}

    def _batch_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.batches["Quartz"], "elsewhere": self.batches["Basalt"]}

    def _rule_draft_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.drafts["Quartz"], "elsewhere": self.drafts["Basalt"]}

    def _impact_run_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.drafts["Quartz"].runs.get(), "elsewhere": self.drafts["Basalt"].runs.get()}

    def _review_run_for(self, _role: str) -> dict[str, Model]:
        return dict(self.reviews)

    def _review_case_for(self, _role: str) -> dict[str, Model]:
        return {name: ReviewCase.objects.get(pk=run.subject_id) for name, run in self.reviews.items()}

    def _cycle_run_for(self, _role: str) -> dict[str, Model]:
        return dict(self.cycles)

    def _cycle_case_for(self, _role: str) -> dict[str, Model]:
        return {name: CycleCase.objects.get(pk=run.subject_id) for name, run in self.cycles.items()}

    def _appointment_for(self, _role: str) -> dict[str, Model]:
        return dict(self.appointments)

    def _issue_run_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.issue_runs["Quartz"], "elsewhere": self.issue_runs["Basalt"]}

    def _wish_for(self, _role: str) -> dict[str, Model]:
        return dict(self.wishes)

    def _certificate_for(self, _role: str) -> dict[str, Model]:
        return dict(self.certificates)

    def _share_link_for(self, _role: str) -> dict[str, Model]:
        return dict(self.share_links)

    def _check_program_for(self, _role: str) -> dict[str, Model]:
        return dict(self.check_programs)

    def _seal_for(self, _role: str) -> dict[str, Model]:
        return dict(self.seals)

    def _handed_over_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.handed["Quartz"], "elsewhere": self.handed["Basalt"]}

    def _day_booking_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.day_bookings["Quartz"], "elsewhere": self.day_bookings["Basalt"]}

    def _by_owner(self, rows: dict[int, Any], role: str) -> dict[str, Model]:
        elsewhere = rows[self.second.members[Role.HR_CLERK].user.pk]
        return (
            {"elsewhere": elsewhere}
            if role == ANONYMOUS
            else {
                "own": rows[self.actor(role).user.pk],
                "elsewhere": elsewhere,
            }
        )

    # How it comes about

    def _everybody(self) -> list[tuple[CastMember, str]]:
        of_tenants = [(one, tenant.word) for tenant in (self.first, self.second) for one in tenant.members.values()]
        return [*of_tenants, *((one, "Feldspar") for one in self.system.values()), (self.ended, "Quartz")]

    def _of_the_system(self, role: Role) -> CastMember:
        """An auditor belongs to no organization, the administrator to the operator."""
        operator = OrganizationFactory(name=f"Feldspar {role}", kind=OrganizationKind.OPERATOR)
        hat = MembershipFactory(
            user__display_name=f"Feldspar {role}",
            role=role,
            organization=operator if role == Role.SYSTEM_ADMINISTRATOR else None,
        )
        return CastMember(hat.user, hat)

    def _ended(self) -> CastMember:
        """Was the employer's clerk until yesterday, and is nothing since."""
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        return self.first.member(Role.HR_CLERK, self.first.employer, ended_on=yesterday)

    def _former(self) -> Professional:
        """Left the first employer and works for the second; named like neither."""
        year = timezone.localdate().year
        left, began = datetime.date(year - 1, 5, 31), datetime.date(year - 1, 6, 1)
        person: Professional = ProfessionalFactory(name="马测试", employer=self.first.employer, employer__ended_on=left)
        EmploymentFactory(
            professional=person, employer=self.second.employer, started_on=began, position="Basalt position"
        )
        return person

    def _mover(self) -> Departure:
        """Taken on by the second employer; the first is told that he left."""
        person = ProfessionalFactory(name="毛测试", employer=self.second.employer)
        return _departure_from(self.first.employer, person, self.second)

    def _runs(self) -> dict[str, Run]:
        first, second = self.first, self.second
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        return {
            "own": _name_correction(first.person, first.word),
            "own change": ask_employer(
                first.person, first.neighbour, starts_on=tomorrow, words=first.word, actor=_actor_of(first.person)
            ),
            "colleague": _document_correction(first.colleague, first.word, 7001),
            "neighbour": ask_employer(
                first.stranger, first.employer, starts_on=tomorrow, words=first.word, actor=_actor_of(first.stranger)
            ),
            "elsewhere": _document_correction(second.person, second.word, 7002),
            "elsewhere change": ask_employer(
                second.stranger,
                second.employer,
                starts_on=tomorrow,
                words=second.word,
                actor=_actor_of(second.stranger),
            ),
            "former": _name_correction(self.former, second.word),
            "own record": run_of(self.learning["record"]["own"]),
        }

    def _rescues(self) -> dict[str, Rescue]:
        """The employer has asked for the person; nobody has agreed yet."""
        first, second = self.first, self.second
        return {
            "own": asked(first.person.user, first.members[Role.HR_CLERK], words=first.word),
            "neighbour": asked(first.stranger.user, first.neighbours_head, words=first.word),
            "elsewhere": asked(second.person.user, second.members[Role.HR_CLERK], words=second.word),
        }


def _signed_in(person: CastMember) -> str:
    """The cookie of a session that has seen a second factor."""
    client = Client()
    client.force_login(person.user)
    prove_second_factor(client, person.user)
    return client.cookies["sessionid"].value


def _actor_of(professional: Professional) -> Any:
    hats = professional.user.memberships.current(timezone.localdate())
    return CastMember(professional.user, hats.get()).actor


def _name_correction(person: Professional, word: str) -> Run:
    return ask_name_correction(
        person, f"{word} righter", proof(name=f"{word}.png"), ProofType.PNG, words=word, actor=_actor_of(person)
    )


def _document_correction(person: Professional, word: str, number: int) -> Run:
    document = checked(invented_number(number))
    return ask_document_correction(person, document, proof(), ProofType.PNG, words=word, actor=_actor_of(person))


def _departure(tenant: Tenant) -> Departure:
    return Departure.objects.filter(employer=tenant.employer).first() or _departure_from(
        tenant.employer, tenant.stranger, tenant
    )


def _departure_from(left: Employer, person: Professional, to: Tenant) -> Departure:
    today = timezone.now()
    change = EmployerChange.objects.create(
        professional=person,
        from_employer=left,
        to_employer=to.employer if to.employer != left else to.neighbour,
        starts_on=today.date(),
        position=f"{to.word} position",
        words=f"{to.word} words",
        closed_at=today,
    )
    return Departure.objects.create(change=change, employer=left, last_day=today.date())


def _handed_over(tenant: Tenant) -> HandedOver:
    person = tenant.person
    return hand_over(person, uuid4(), f"{tenant.word} words", actor=tenant.members[Role.PROFESSIONAL].actor)


def _booked_day(tenant: Tenant) -> DayBooking:
    """Of a day in 2014: no later one can be booked any more (R-S10)."""
    booking = DayBooking.objects.create(
        employer=tenant.employer,
        bureau=tenant.bureau,
        area=tenant.bureau.area,
        day=datetime.date(2014, 5, 12),
        note=f"{tenant.word} note",
    )
    BookingLine.objects.create(booking=booking, professional=tenant.person, study_year=2014)
    return booking


def _tried_year(tenant: Tenant) -> BatchRun:
    """The head has tried out the last year that ended, and halted the district."""
    head = tenant.members[Role.BUREAU_HEAD].actor
    halt(tenant.district, reason=f"{tenant.word} reason", actor=head)
    run = try_year(timezone.localdate().year - 1, area=tenant.district, actor=head)
    work_until_idle()
    run.refresh_from_db()
    return run


def draft_of(tenant: Tenant) -> RuleDraft:
    """Kept and tried by the head of the district."""
    head = tenant.members[Role.BUREAU_HEAD].actor
    text = (HERE / "books" / "GD-2021.toml").read_text()
    draft = keep_draft(f"{tenant.word} draft", text, actor=head)
    year = timezone.localdate().year
    try_draft(draft, year, year, area=tenant.district, actor=head)
    work_until_idle()
    return draft


def _staff_list(tenant: Tenant) -> Upload:
    """Uploaded by the clerk and checked by a worker: one row is sound, one is not."""
    rows = [["姓名", "身份证号", "工号"], [f"{tenant.word} newcomer", invented_number(8001), f"{tenant.word}-1"]]
    rows.append([f"{tenant.word} faulty", "4.40105E+17", f"{tenant.word}-2"])
    clerk = tenant.members[Role.HR_CLERK].actor
    upload, _is_new = receive_upload(kind_of("staff"), f"{tenant.word} list.xlsx", workbook(rows), actor=clerk)
    work_until_idle()
    upload.refresh_from_db()
    return upload


def _finished_export(person: CastMember, word: str) -> Job:
    """The result of the own data, as the worker leaves it."""
    job = start_job("my_data_export", {"file_format": "json", "language": "en"}, actor=person.actor)
    job.state, job.finished_at, job.result_name = JobState.COMPLETED, timezone.now(), f"{word}.json"
    job.result_file = default_storage.save(f"results/{job.pk}.json", ContentFile(word.encode()))
    job.save()
    end_slices(job, SliceState.CANCELLED)
    return job


def _passkey(person: CastMember) -> Authenticator:
    """Beside an app and codes to recover by."""
    give_app(person.user)
    RecoveryCodes.activate(person.user)
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    known = AttestedCredentialData.create(Aaguid.NONE, person.user.uuid.bytes, key)
    flags = AuthenticatorData.FLAG.ATTESTED | AuthenticatorData.FLAG.USER_PRESENT
    attested = AttestationObject.create("none", AuthenticatorData.create(b"\0" * 32, flags, 0, known), {})
    client_data = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "https://xueshi.example")
    name = websafe_encode(person.user.uuid.bytes)
    response = {"clientDataJSON": websafe_encode(client_data), "attestationObject": websafe_encode(attested)}
    credential = {"id": name, "rawId": name, "type": "public-key", "response": response}
    return Authenticator.objects.create(
        user=person.user, type=Authenticator.Type.WEBAUTHN, data={"name": "office key", "credential": credential}
    )


def _event(person: CastMember, word: str) -> Event:
    return Event.objects.create(
        actor=person.user,
        actor_label=person.user.display_name,
        action="account.signed_in",
        object_type="people.user",
        object_id=str(person.user.pk),
        object_label=word,
    )


def _merge(tenant: Tenant) -> Any:
    kept, dropped = (
        EmployerFactory(name=f"{tenant.word} double {side}", place=tenant.district) for side in ("kept", "dropped")
    )
    head = tenant.members[Role.BUREAU_HEAD].actor
    return merge_organizations(kept, dropped, reason=f"{tenant.word} reason", actor=head)
