"""Putting proofs to a record and taking them off, and the trace that a look at somebody else's leaves."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.matters import database_time
from audit.actors import Actor
from audit.services import Values, record
from people.proofs import examine_proof, removed_on_failure
from records.enums import RecordState
from records.models import Evidence, LearningRecord
from records.services import lock_record, require_registrant, require_state
from ui.errors import Conflict

MOST_PROOFS = 20


def attach_proof(learning_record: LearningRecord, file: File[Any], *, actor: Actor) -> Evidence:
    """Possible while it is a draft or was returned; what was returned is another version then. The same file a second
    time is the one that stands there. Raises ProofFault.

    Side effects, in order: the file; the row; the version; audit."""
    evidence = examined(file)
    with removed_on_failure(evidence.file), transaction.atomic():
        locked = lock_record(learning_record)
        require_registrant(actor, locked)
        require_state(locked, RecordState.DRAFT, RecordState.RETURNED)
        known = locked.evidence.standing().filter(sha256=evidence.sha256).first()
        if known is not None:
            return known
        if locked.evidence.standing().count() >= MOST_PROOFS:
            raise Conflict(_("A record takes at most %(count)d proofs. Put several pages into one PDF.") % _most())
        keep_evidence(evidence, locked, file, actor=actor)
        _count_version(locked)
        record("evidence.attached", evidence, actor=actor, after=facts_of(evidence))
    return evidence


def examined(file: File[Any]) -> Evidence:
    """Not saved yet."""
    found = examine_proof(file)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return Evidence(file_type=found.kind, size=file.size, sha256=digest.hexdigest(), picture_hash=found.picture_hash)


def keep_evidence(evidence: Evidence, learning_record: LearningRecord, file: File[Any], *, actor: Actor) -> None:
    """Called within a verb that has locked the record and writes the audit row."""
    evidence.record, evidence.uploaded_by_id = learning_record, actor.user_id
    evidence.file.save("", file, save=False)
    evidence.save()


def remove_proof(evidence: Evidence, *, actor: Actor) -> None:
    """Of a draft the file is gone for good; of what was returned it is kept, because somebody has seen it."""
    with transaction.atomic():
        locked = lock_record(evidence.record)
        require_registrant(actor, locked)
        require_state(locked, RecordState.DRAFT, RecordState.RETURNED)
        if not Evidence.objects.standing().filter(pk=evidence.pk).exists():
            return
        record("evidence.removed", evidence, actor=actor, before=facts_of(evidence))
        if locked.state == RecordState.DRAFT:
            delete_evidence(evidence)
        else:
            Evidence.objects.filter(pk=evidence.pk).update(removed_at=database_time())
        _count_version(locked)


def delete_evidence(evidence: Evidence) -> None:
    """The row now; the file when that is sure."""
    storage, name = evidence.file.storage, str(evidence.file.name)
    evidence.delete()
    transaction.on_commit(lambda: storage.delete(name))


def note_look(evidence: Evidence, *, actor: Actor) -> None:
    """A proof may show more than hours: whoever opens one of somebody else, and did not upload it, leaves a trace."""
    if actor.user_id not in (evidence.record.professional.user_id, evidence.uploaded_by_id):
        with transaction.atomic():
            record("evidence.taken", evidence, actor=actor)


def facts_of(evidence: Evidence) -> Values:
    return {"record": evidence.record_id, "kind": str(evidence.file_type), "size": evidence.size}


def _count_version(locked: LearningRecord) -> None:
    if locked.state == RecordState.RETURNED:
        locked.version += 1
        locked.save(update_fields=["version"])


def _most() -> dict[str, int]:
    return {"count": MOST_PROOFS}
