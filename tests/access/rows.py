"""How the rows of a tenant come about that no room has a module for here."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from approvals.models import Run
from audit.models import Event
from changes.enums import ProofType
from changes.models import Departure, EmployerChange
from changes.services import ask_document_correction, ask_name_correction
from jobs.enums import JobState, SliceState
from jobs.models import Job
from jobs.services import start_job
from jobs.stages import end_slices
from people.models import Employer, Professional
from people.organizations.merging import merge_organizations
from people.roles import Role
from policies.shelf import HERE
from records.models import HandedOver
from records.sorting.services import hand_over
from tests.cast import CastMember, prove_second_factor
from tests.changes.conftest import upload as proof
from tests.factories import (
    EmployerFactory,
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
from verification.models import BatchRun, BookingLine, DayBooking, RuleDraft

if TYPE_CHECKING:
    from tests.access.tenant import Tenant


def signed_in(person: CastMember) -> str:
    """The cookie of a session that has seen a second factor."""
    client = Client()
    client.force_login(person.user)
    prove_second_factor(client, person.user)
    return client.cookies["sessionid"].value


def actor_of(professional: Professional) -> Any:
    hats = professional.user.memberships.current(timezone.localdate())
    return CastMember(professional.user, hats.get()).actor


def name_correction(person: Professional, word: str) -> Run:
    return ask_name_correction(
        person, f"{word} righter", proof(name=f"{word}.png"), ProofType.PNG, words=word, actor=actor_of(person)
    )


def document_correction(person: Professional, word: str, number: int) -> Run:
    document = checked(invented_number(number))
    return ask_document_correction(person, document, proof(), ProofType.PNG, words=word, actor=actor_of(person))


def departure_of(tenant: Tenant) -> Departure:
    return Departure.objects.filter(employer=tenant.employer).first() or departure_from(
        tenant.employer, tenant.stranger, tenant
    )


def departure_from(left: Employer, person: Professional, to: Tenant) -> Departure:
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


def handed_over_by(tenant: Tenant) -> HandedOver:
    person = tenant.person
    return hand_over(person, uuid4(), f"{tenant.word} words", actor=tenant.members[Role.PROFESSIONAL].actor)


def booked_day(tenant: Tenant) -> DayBooking:
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


def tried_year(tenant: Tenant) -> BatchRun:
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


def staff_list(tenant: Tenant) -> Upload:
    """Uploaded by the clerk and checked by a worker: one row is sound, one is not."""
    rows = [["姓名", "身份证号", "工号"], [f"{tenant.word} newcomer", invented_number(8001), f"{tenant.word}-1"]]
    rows.append([f"{tenant.word} faulty", "4.40105E+17", f"{tenant.word}-2"])
    clerk = tenant.members[Role.HR_CLERK].actor
    upload, _is_new = receive_upload(kind_of("staff"), f"{tenant.word} list.xlsx", workbook(rows), actor=clerk)
    work_until_idle()
    upload.refresh_from_db()
    return upload


def finished_export(person: CastMember, word: str) -> Job:
    """The result of the own data, as the worker leaves it."""
    job = start_job("my_data_export", {"file_format": "json", "language": "en"}, actor=person.actor)
    job.state, job.finished_at, job.result_name = JobState.COMPLETED, timezone.now(), f"{word}.json"
    job.result_file = default_storage.save(f"results/{job.pk}.json", ContentFile(word.encode()))
    job.save()
    end_slices(job, SliceState.CANCELLED)
    return job


def passkey_of(person: CastMember) -> Authenticator:
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


def event_of(person: CastMember, word: str) -> Event:
    return Event.objects.create(
        actor=person.user,
        actor_label=person.user.display_name,
        action="account.signed_in",
        object_type="people.user",
        object_id=str(person.user.pk),
        object_label=word,
    )


def merge_of(tenant: Tenant) -> Any:
    kept, dropped = (
        EmployerFactory(name=f"{tenant.word} double {side}", place=tenant.district) for side in ("kept", "dropped")
    )
    head = tenant.members[Role.BUREAU_HEAD].actor
    return merge_organizations(kept, dropped, reason=f"{tenant.word} reason", actor=head)
