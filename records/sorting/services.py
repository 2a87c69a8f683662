"""Handing a draft to HR in the own words, and what HR does with it. Each verb locks, checks, writes and records."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.matters import database_time
from audit.actors import Actor
from audit.services import record
from people.models import Professional
from records import drafts
from records.access import may_log, may_register_for_staff
from records.enums import HandedState, RecordSource, RecordState
from records.models import HandedOver, LearningRecord
from records.services import employer_of
from rules.calculator.drafts import key_of
from ui.errors import Conflict

UNKNOWN = "practice"
"""Of the kind "none of these": a record has some activity, and HR says which."""
TITLE_LENGTH = 200


@transaction.atomic
def hand_over(
    professional: Professional, token: uuid.UUID, words: str, *, ended_on: datetime.date | None = None, actor: Actor
) -> HandedOver:
    """A draft of the person's own, to which proofs can be added, lies with HR from now on. The form sent twice is one.

    Side effects, in order: the draft; the request; audit."""
    if not may_log(actor) or professional.user_id != actor.user_id:
        raise PermissionDenied(_("Wear the hat of a professional to log hours of your own."))
    employer = employer_of(professional)
    title = words.strip().splitlines()[0][:TITLE_LENGTH]
    typed = {"activity": UNKNOWN, "title": title}
    if ended_on:
        typed[key_of("end", 1)] = ended_on.isoformat()
    said = {"activity": UNKNOWN, "title": title, "ended_on": ended_on}
    draft = drafts.keep_draft(professional, token, said, typed, actor=actor)
    known = HandedOver.objects.filter(record=draft).first()
    if known is not None:
        return known
    handed = HandedOver.objects.create(record=draft, employer=employer, words=words)
    record("record.handed_over", draft, actor=actor)
    return handed


@transaction.atomic
def sort_back(handed: HandedOver, said: dict[str, Any], *, answer: str = "", actor: Actor) -> HandedOver:
    """HR says what it is; the person looks it over, fills in what is missing and sends it.

    Side effects, in order: activity, category and title of the draft; the answer; audit."""
    locked = _lock(handed, actor=actor)
    _put(locked.record, said)
    return _answer(locked, HandedState.SORTED, "record.sorted", answer, actor=actor)


@transaction.atomic
def take_over(handed: HandedOver, said: dict[str, Any], *, answer: str = "", actor: Actor) -> LearningRecord:
    """HR registers it itself: the draft with its proofs is HR's from now on, and goes the way of what HR registers.

    Side effects, in order: the draft; the answer; audit."""
    locked = _lock(handed, actor=actor)
    draft = locked.record
    draft.registered_for_id, draft.registered_by_id = actor.organization_id, actor.user_id
    draft.source = RecordSource.EMPLOYER
    _put(draft, said)
    _answer(locked, HandedState.TAKEN, "record.taken_over", answer, actor=actor)
    return draft


@transaction.atomic
def decline(handed: HandedOver, *, answer: str, actor: Actor) -> HandedOver:
    """It is nothing that counts. The draft stays with the person. Side effects, in order: the answer; audit."""
    return _answer(_lock(handed, actor=actor), HandedState.DECLINED, "record.declined", answer, actor=actor)


def _put(draft: LearningRecord, said: dict[str, Any]) -> None:
    draft.activity, draft.category, draft.title = said["activity"], said["category"], said["title"]
    draft.typed = (draft.typed or {}) | {
        "activity": said["activity"],
        "title": said["title"],
        key_of("category", 1): said["category"],
    }
    draft.version += 1
    draft.save()


def _lock(handed: HandedOver, *, actor: Actor) -> HandedOver:
    if not may_register_for_staff(actor) or handed.employer_id != actor.organization_id:
        raise PermissionDenied(_("HR registers hours for its people."))
    draft = LearningRecord.objects.locked().select_related("professional").get(pk=handed.record_id)
    locked = HandedOver.objects.locked().get(pk=handed.pk)
    if draft.professional.user_id == actor.user_id:
        raise PermissionDenied(_("Nobody decides on their own case. A colleague or the body above does."))
    if locked.state != HandedState.WAITING or draft.state != RecordState.DRAFT:
        raise Conflict(_("It was dealt with already: “%(state)s”.") % {"state": locked.get_state_display()})
    locked.record = draft
    return locked


def _answer(handed: HandedOver, state: HandedState, recorded_as: str, answer: str, *, actor: Actor) -> HandedOver:
    handed.state, handed.answer = state, answer
    handed.sorted_by_id, handed.sorted_at = actor.user_id, database_time()
    handed.save(update_fields=["state", "answer", "sorted_by", "sorted_at"])
    record(recorded_as, handed.record, actor=actor, after={"activity": handed.record.activity}, reason=answer)
    return handed
