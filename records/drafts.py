"""A draft while it is being typed. It is nobody's business but that of whoever types it: keeping it writes no line in
the trail, which has its beginning, its sending with every fact, and its end."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from approvals.models import Run
from audit.actors import Actor
from people.models import Professional
from records import services
from records.enums import RecordState
from records.models import LearningRecord

Typed = Mapping[str, str]


def keep_draft(
    professional: Professional, token: uuid.UUID, said: Mapping[str, Any], typed: Typed, *, actor: Actor
) -> LearningRecord:
    """The record of this form as it stands now, made at the first call. However often a form is sent, twice at once or
    by the back button, it is one record. Where it is no draft any more it comes back unchanged: look at its state."""
    known = LearningRecord.objects.filter(form_token=token).first()
    if known is None:
        try:
            with transaction.atomic():
                return _drafted(professional, token, said, typed, actor=actor)
        except IntegrityError as error:
            if "form_token" not in str(error):
                raise
            known = LearningRecord.objects.get(form_token=token)
    return keep_typed(known, said, typed, actor=actor)


def _drafted(
    professional: Professional, token: uuid.UUID, said: Mapping[str, Any], typed: Typed, *, actor: Actor
) -> LearningRecord:
    draft = services.draft_record(professional, possible(said), actor=actor)
    draft.form_token, draft.typed = token, dict(typed)
    draft.save(update_fields=["form_token", "typed"])
    return draft


def keep_typed(
    learning_record: LearningRecord, said: Mapping[str, Any], typed: Typed, *, actor: Actor
) -> LearningRecord:
    """A draft is brought up to date. Of what was returned only the form is kept until it is sent again: those who
    decide go on seeing what they returned."""
    with transaction.atomic():
        locked = services.lock_record(learning_record)
        services.require_registrant(actor, locked)
        if locked.state == RecordState.DRAFT:
            services.put(locked, possible(said, locked.ended_on))
            locked.typed = dict(typed)
            locked.save()
        elif locked.state == RecordState.RETURNED:
            locked.typed = dict(typed)
            locked.save(update_fields=["typed"])
    return locked


def possible(said: Mapping[str, Any], last_day: datetime.date | None = None) -> dict[str, Any]:
    """As far as a row can hold it: a record has a last day, and none before its first. The form keeps the rest."""
    ended_on = said.get("ended_on") or last_day or timezone.localdate()
    started_on = said.get("started_on")
    return {
        **said,
        "ended_on": ended_on,
        "started_on": started_on if started_on and started_on <= ended_on else None,
    }


def send_draft(learning_record: LearningRecord, said: Mapping[str, Any], *, actor: Actor, comment: str = "") -> Run:
    """What the form says becomes the record, and goes to those who decide, in one transaction."""
    with transaction.atomic():
        locked = services.lock_record(learning_record)
        services.require_state(locked, RecordState.DRAFT, RecordState.RETURNED)
        LearningRecord.objects.filter(pk=locked.pk).update(typed=None)
        if locked.state == RecordState.RETURNED:
            services.amend_record(locked, said, actor=actor)
            return services.resubmit_record(locked, actor=actor, comment=comment)
        services.require_registrant(actor, locked)
        services.put(locked, said)
        locked.typed = None
        locked.save()
        return services.submit_record(locked, actor=actor, comment=comment)
