"""Asking for a change, and what happens when it is agreed to. Whether a request is decided, returned or withdrawn is
`approvals`' business; this room registers what follows (`changes.procedures`)."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from approvals.chains import ChainStep, standing_body
from approvals.enums import Act, By
from approvals.matters import database_day, lock_person
from approvals.models import Decision, Run
from approvals.services import open_run, resubmit
from audit.actors import Actor
from audit.services import in_language_of_trail, record
from changes import moves
from changes.access import may_change, may_see_new_number
from changes.enums import CorrectedField, ProofType
from changes.models import CORRECTION, EMPLOYER_CHANGE, Correction, Departure, EmployerChange
from changes.proofs import removed_on_failure
from people import vault
from people.documents import CheckedDocument, check_document
from people.enums import Level
from people.models import Employer, Professional
from people.professionals import services as professionals
from people.professionals.numbers import index_of_number
from people.professionals.queries import present_employment
from people.supervision import BELONGS_TO
from ui.errors import Conflict

# Working days. Our own figures: no document names any for these two.
EMPLOYERS_TERM = 5
BUREAUS_TERM = 10


# Another employer


@transaction.atomic
def ask_employer(
    professional: Professional,
    employer: Employer,
    *,
    starts_on: datetime.date,
    position: str = "",
    words: str = "",
    actor: Actor,
) -> Run:
    """The person asks to be taken on (单位绑定, or a change of employer). Nothing changes before the employer agrees.

    Side effects, in order: the request; its approval waits with the new employer.
    """
    _require_own(actor, professional)
    lock_person(professional)
    if EmployerChange.objects.open().filter(professional=professional).exists():
        raise Conflict(_("You have asked an employer already. Withdraw that first, or wait for the answer."))
    present = _require_another(professional, employer)
    change = EmployerChange.objects.create(
        professional=professional,
        from_employer=present,
        to_employer=employer,
        starts_on=starts_on,
        position=position,
        words=words,
    )
    return open_run(
        EMPLOYER_CHANGE,
        change,
        [ChainStep(by=By.EMPLOYER, act=Act.ACCEPTANCE, organization=employer, term=EMPLOYERS_TERM)],
        professional=professional,
        employer=employer,
        area=employer.area,
        actor=actor,
    )


def _require_another(professional: Professional, employer: Employer) -> Employer | None:
    present = present_employment(professional)
    if present and present.employer_id == employer.pk:
        raise Conflict(_("%(employer)s is your employer already.") % {"employer": employer})
    return present.employer if present else None


@transaction.atomic
def amend_employer_change(
    change: EmployerChange, *, starts_on: datetime.date, position: str = "", words: str = "", actor: Actor
) -> Run:
    """Ask the same employer again, after it returned the request."""
    _require_own(actor, change.professional)
    lock_person(change.professional)
    _amend(change, starts_on=starts_on, position=position, words=words)
    return resubmit(_run_of(EMPLOYER_CHANGE, change), actor=actor, comment=words)


def carry_out_employer_change(run: Run, change: EmployerChange, *, actor: Actor, decision: Decision) -> None:
    """The employer agreed. Side effects, in order: the employment and the hat move; the former employer is told; what
    is open goes along (`changes.moves`); the request is closed; audit."""
    professional = change.professional
    left = present_employment(professional)
    professionals.change_employment(
        professional, change.to_employer, change.starts_on, position=change.position, actor=actor, reason=_reason(run)
    )
    if left:
        last_day = change.starts_on - datetime.timedelta(days=1)
        Departure.objects.create(change=change, employer=left.employer, last_day=last_day)
    moves.carry_out(move_of(change, left.employer if left else None), actor=actor)
    close(run, change, actor=actor, decision=decision)
    record(
        "employer_change.carried_out",
        change,
        actor=actor,
        before={"employer": str(left.employer) if left else None},
        after={"employer": str(change.to_employer), "starts_on": change.starts_on.isoformat()},
    )


def move_of(change: EmployerChange, left: Employer | None) -> moves.Move:
    return moves.Move(professional=change.professional, old=left, new=change.to_employer, on=change.starts_on)


@transaction.atomic
def note_departure(departure: Departure, *, actor: Actor) -> None:
    """The former employer has read it; a second reader changes nothing."""
    departure = Departure.objects.select_for_update(no_key=True).get(pk=departure.pk)
    if departure.noted_at is not None:
        return
    Departure.objects.filter(pk=departure.pk).update(noted_at=Now(), noted_by=actor.user_id)
    record("departure.noted", departure, actor=actor)


# Corrections


def ask_name_correction(
    professional: Professional, name: str, proof: File[Any], proof_type: ProofType, *, words: str = "", actor: Actor
) -> Run:
    correction = Correction(field=CorrectedField.NAME, old_value=professional.name, new_name=name)
    return _ask_correction(professional, correction, proof, proof_type, words=words, actor=actor)


def ask_document_correction(
    professional: Professional,
    document: CheckedDocument,
    proof: File[Any],
    proof_type: ProofType,
    *,
    words: str = "",
    actor: Actor,
) -> Run:
    present = professional.documents.in_use().first()
    correction = Correction(field=CorrectedField.DOCUMENT, old_value=str(present) if present else "")
    put_document(correction, document)
    return _ask_correction(professional, correction, proof, proof_type, words=words, actor=actor)


def _ask_correction(
    professional: Professional,
    correction: Correction,
    proof: File[Any],
    proof_type: ProofType,
    *,
    words: str,
    actor: Actor,
) -> Run:
    """Side effects, in order: the proof is kept; the request; its approval waits with the bureau of the employer. Name
    and number stay as they are until the bureau agrees."""
    _require_own(actor, professional)
    with removed_on_failure(correction.proof), transaction.atomic():
        lock_person(professional)
        if Correction.objects.open().filter(professional=professional, field=correction.field).exists():
            raise Conflict(_("You have asked for that correction already. Withdraw it first, or wait for the answer."))
        correction.professional, correction.words = professional, words
        correction.proof_type = proof_type
        correction.proof.save("", proof, save=False)
        correction.save()
        return _open_correction(correction, actor=actor)


def _open_correction(correction: Correction, *, actor: Actor) -> Run:
    professional = correction.professional
    employment = present_employment(professional)
    if employment is None:
        raise Conflict(
            _("Which bureau decides follows from your employer, and you have none here. Ask one to take you on.")
        )
    employer = employment.employer
    by = By(BELONGS_TO[Level(employer.belongs_to)])
    bureau = standing_body(by, employer=employer, industry=professional.industry, on=database_day())
    return open_run(
        CORRECTION,
        correction,
        [ChainStep(by=by, act=Act.CORRECTION, organization=bureau, term=BUREAUS_TERM)],
        professional=professional,
        employer=employer,
        area=employer.area,
        actor=actor,
    )


def amend_correction(
    correction: Correction,
    *,
    name: str = "",
    document: CheckedDocument | None = None,
    proof: File[Any] | None = None,
    proof_type: ProofType | None = None,
    words: str = "",
    actor: Actor,
) -> Run:
    """Ask again after a return; without a new proof the old one stays."""
    _require_own(actor, correction.professional)
    with transaction.atomic():
        lock_person(correction.professional)
        if name:
            correction.new_name = name
        if document:
            put_document(correction, document)
        if proof is None or proof_type is None:
            return _sent_again(correction, words, actor)
        former, correction.proof_type = str(correction.proof.name), proof_type
        correction.proof.save("", proof, save=False)
        with removed_on_failure(correction.proof):
            run = _sent_again(correction, words, actor)
        transaction.on_commit(lambda: correction.proof.storage.delete(former))
        return run


def _sent_again(correction: Correction, words: str, actor: Actor) -> Run:
    _amend(correction, words=words)
    return resubmit(_run_of(CORRECTION, correction), actor=actor, comment=words)


def carry_out_correction(run: Run, correction: Correction, *, actor: Actor, decision: Decision) -> None:
    """The bureau agreed. Side effects, in order: the name or the document in force; the request is closed."""
    reason = _reason(run)
    if correction.field == CorrectedField.NAME:
        professionals.correct_name(correction.professional, correction.new_name, actor=actor, reason=reason)
    else:
        document = check_document(correction.new_kind, number_in(correction), today=database_day())
        professionals.replace_document(correction.professional, document, actor=actor, reason=reason)
    close(run, correction, actor=actor, decision=decision)


@transaction.atomic
def reveal_new_number(correction: Correction, run: Run, *, reason: str, actor: Actor) -> str:
    """In full, to compare it with the proof. Why is asked first, and kept with who asked and when."""
    step = run.step_at_hand
    if step is None or not may_see_new_number(actor, run, step):
        raise PermissionDenied
    record("correction.number_revealed", correction, actor=actor, reason=reason)
    return number_in(correction)


@transaction.atomic
def note_look_at_proof(correction: Correction, *, actor: Actor) -> None:
    """A proof shows a document in full: whoever takes one that is not the own leaves a trace."""
    if correction.professional.user_id != actor.user_id:
        record("correction.proof_taken", correction, actor=actor)


# The number of a correction, sealed like those in force


def put_document(correction: Correction, document: CheckedDocument) -> None:
    if correction._state.adding:
        correction.uuid = uuid.uuid4()
    sealed = vault.seal(document.number, context=correction.seal_context)
    correction.new_kind, correction.number_tail = document.kind, document.tail
    correction.number_key, correction.number_sealed = sealed.key_id, sealed.data
    correction.number_index = index_of_number(document.number)


def number_in(correction: Correction) -> str:
    sealed = vault.Sealed(correction.number_key, bytes(correction.number_sealed))
    return vault.open_(sealed, context=correction.seal_context)


# What they share


def _reason(run: Run) -> str:
    with in_language_of_trail():
        return str(run)


def close(run: Run, subject: models.Model, *, actor: Actor, decision: Decision) -> None:
    """Agreed to, refused or withdrawn: another request may be made."""
    type(subject)._default_manager.filter(pk=subject.pk).update(closed_at=Now())


def _run_of(procedure: str, subject: models.Model) -> Run:
    run = Run.objects.of_subject(procedure, subject).order_by("-pk").first()
    assert run is not None  # a request is made together with its run
    return run


def _amend(subject: EmployerChange | Correction, **values: Any) -> None:
    for name, value in values.items():
        setattr(subject, name, value)
    subject.version += 1
    subject.save()


def _require_own(actor: Actor, professional: Professional) -> None:
    if not may_change(actor, professional):
        raise PermissionDenied(_("Everybody asks for changes of their own data, in the hat of a professional."))
