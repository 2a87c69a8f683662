"""After recognition a record changes only so: who registered it says what is right and why, and those who recognized it
decide. Until they agree everything stays as it is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from approvals import services as approvals
from approvals.matters import database_day, lock_person
from approvals.models import Run
from audit.actors import Actor
from audit.services import Values, record
from people.proofs import removed_on_failure
from records import services
from records.enums import RecordSource, RecordState
from records.evidence.services import examined, keep_evidence
from records.ledger.services import refresh_ledger
from records.models import CORRECTION, Evidence, LearningRecord, RecordCorrection
from records.questions import kept_facts
from ui.errors import Conflict

# What may turn out to be wrong. Whose it is, and who registered it, is no matter of a correction.
CORRECTED = ("activity", "category", "title", "held_by", "started_on", "ended_on", "makeup_for", "facts", "course_key")


def ask_correction(
    learning_record: LearningRecord,
    said: Mapping[str, Any],
    *,
    reason: str,
    proof: File[Any] | None = None,
    actor: Actor,
) -> Run:
    """Side effects, in order: the request; its proof; audit; its approval waits with those who recognized it."""
    evidence = examined(proof) if proof is not None else Evidence()
    try:
        with removed_on_failure(evidence.file), transaction.atomic():
            lock_person(learning_record.professional)
            locked = services.lock_record(learning_record)
            require_correctable(locked, actor=actor)
            before, after = differences(locked, said)
            correction = RecordCorrection.objects.create(
                record=locked, before=before, after=after, reason=reason, asked_by_id=actor.user_id
            )
            _put_proof(correction, evidence, proof, actor=actor)
            record("record_correction.asked", correction, actor=actor, before=before, after=after, reason=reason)
            return _open(correction, actor=actor)
    except IntegrityError as error:
        if "record_correction_one_open" not in str(error):
            raise
        raise _asked_already() from error


def _open(correction: RecordCorrection, *, actor: Actor) -> Run:
    learning_record = correction.record
    employer = services.employer_of(learning_record.professional)
    chain = services.chain_for(learning_record, employer, on=database_day())
    return approvals.open_run(
        CORRECTION,
        correction,
        chain,
        actor=actor,
        professional=learning_record.professional,
        employer=employer,
        area=employer.area,
        comment=correction.reason,
    )


def amend_correction(
    correction: RecordCorrection,
    said: Mapping[str, Any],
    *,
    reason: str,
    proof: File[Any] | None = None,
    actor: Actor,
) -> Run:
    """Ask again after a return; without a new proof those that were sent stay."""
    evidence = examined(proof) if proof is not None else Evidence()
    with removed_on_failure(evidence.file), transaction.atomic():
        lock_person(correction.record.professional)
        locked = services.lock_record(correction.record)
        services.require_registrant(actor, locked)
        services.require_not_frozen(locked)
        before, after = differences(locked, said)
        correction.before, correction.after, correction.reason = before, after, reason
        correction.version += 1
        correction.save(update_fields=["before", "after", "reason", "version"])
        _put_proof(correction, evidence, proof, actor=actor)
        record("record_correction.amended", correction, actor=actor, before=before, after=after, reason=reason)
        return approvals.resubmit(run_of(correction), actor=actor, comment=reason)


def _put_proof(correction: RecordCorrection, evidence: Evidence, proof: File[Any] | None, *, actor: Actor) -> None:
    if proof is None or correction.record.evidence.standing().filter(sha256=evidence.sha256).exists():
        return
    evidence.correction = correction
    keep_evidence(evidence, correction.record, proof, actor=actor)


def carry_out(correction: RecordCorrection, *, actor: Actor, reason: str = "") -> None:
    """Those who decide have agreed. Side effects, in order: the record and its version; audit; the ledger; the request
    is closed."""
    locked = services.lock_record(correction.record)
    services.require_state(locked, RecordState.RECOGNIZED)
    services.require_not_frozen(locked)
    before = services.facts_of(locked)
    services.put(locked, said_of(correction.after))
    locked.version += 1
    locked.evidence_state = services.evidence_state_of(locked)
    locked.save()
    record(
        "record_correction.carried_out",
        locked,
        actor=actor,
        before=before,
        after=services.facts_of(locked),
        reason=reason,
    )
    refresh_ledger([locked.professional_id])
    RecordCorrection.objects.filter(pk=correction.pk).update(closed_at=Now(), carried_out_at=Now())


def close(correction: RecordCorrection) -> None:
    """Refused or withdrawn: the record stays as it is, another correction may be asked for. Its proof goes from the
    record, which it does not prove."""
    RecordCorrection.objects.filter(pk=correction.pk).update(closed_at=Now())
    Evidence.objects.filter(correction=correction, removed_at=None).update(removed_at=Now())


def require_correctable(learning_record: LearningRecord, *, actor: Actor) -> None:
    services.require_registrant(actor, learning_record)
    if learning_record.source not in (RecordSource.PERSON, RecordSource.EMPLOYER):
        raise Conflict(_("Whoever entered it corrects it: %(who)s. Ask there.") % {"who": _entered_by(learning_record)})
    services.require_state(learning_record, RecordState.RECOGNIZED)
    services.require_not_frozen(learning_record)
    if learning_record.corrections.open().exists():
        raise _asked_already()


def _entered_by(learning_record: LearningRecord) -> str:
    return learning_record.held_by or str(learning_record.get_source_display())


def _asked_already() -> Conflict:
    return Conflict(_("A correction of this record is under way. Withdraw it first, or wait for the answer."))


def differences(learning_record: LearningRecord, said: Mapping[str, Any]) -> tuple[Values, Values]:
    """Only what changes, before and after, as JSON holds it."""
    before, after = dict[str, Any](), dict[str, Any]()
    for name in CORRECTED:
        if name not in said:
            continue
        old = getattr(learning_record, name)
        new = kept_facts(said[name]) if name == "facts" else said[name]
        if _comparable(new) != _comparable(old):
            before[name], after[name] = _plain(old), _plain(new)
    if not after:
        raise Conflict(_("Nothing is different from what stands there. Change what is wrong first."))
    return before, after


def _comparable(value: Any) -> Any:
    """18 hours are 18 hours, as a number or as text."""
    return {name: str(each) for name, each in value.items()} if isinstance(value, dict) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value) if isinstance(value, str) else value


def said_of(after: Mapping[str, Any]) -> dict[str, Any]:
    days = ("started_on", "ended_on")
    return {
        name: datetime.date.fromisoformat(value) if name in days and isinstance(value, str) else value
        for name, value in after.items()
    }


def run_of(correction: RecordCorrection) -> Run:
    run = Run.objects.of_subject(CORRECTION, correction).order_by("-pk").first()
    assert run is not None  # a correction is asked for together with its run
    return run
