"""HR reminds its people of what is short; it stands on the person's home page until it is noted."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from approvals.matters import database_time
from audit.actors import Actor
from audit.services import ObjectRef, record, record_many
from people.bulk import insert_all
from people.models import Professional
from records.access import may_register_for_staff
from records.enums import Outcome
from records.ledger.services import lock_people
from records.models import LedgerYear, Reminder

NOT_WITHIN = datetime.timedelta(days=7)
"""Whoever is told every day listens to nothing."""


@dataclass(frozen=True)
class Sent:
    reminded: int
    too_early: int
    """Had one less than a week ago."""
    not_short: int


@transaction.atomic
def send_reminders(professionals: Collection[int], year: int, *, words: str = "", actor: Actor) -> Sent:
    """To those of one's people who are short in that year, and had no reminder within a week. Side effects, in order:
    the reminders; audit."""
    if not may_register_for_staff(actor) or actor.organization_id is None:
        raise PermissionDenied(_("Only HR reminds its own people."))
    own = Professional.objects.employed_under(actor).filter(pk__in=professionals).values_list("pk", flat=True)
    numbers = sorted(own)
    if len(numbers) != len(set(professionals)):
        raise PermissionDenied(_("Only HR reminds its own people."))
    lock_people(numbers)
    short = set(
        LedgerYear.objects.filter(professional__in=numbers, study_year=year, outcome=Outcome.FAIL).values_list(
            "professional_id", flat=True
        )
    )
    since = database_time() - NOT_WITHIN
    lately = set(
        Reminder.objects.filter(professional__in=short, sent_at__gt=since).values_list("professional_id", flat=True)
    )
    sent = insert_all(
        Reminder(
            professional_id=number,
            study_year=year,
            organization_id=actor.organization_id,
            words=words,
            sent_by_id=actor.user_id,
        )
        for number in numbers
        if number in short and number not in lately
    )
    record_many("reminder.sent", [(_reference(each), None, {"year": year}) for each in sent], actor=actor)
    return Sent(len(sent), len(lately), len(numbers) - len(short))


@transaction.atomic
def note_reminder(reminder: Reminder, *, actor: Actor) -> None:
    """The person has read it."""
    if reminder.noted_at is None:
        reminder.noted_at = database_time()
        reminder.save(update_fields=["noted_at"])
        record("reminder.noted", _reference(reminder), actor=actor)


def _reference(reminder: Reminder) -> ObjectRef:
    return ObjectRef("records.reminder", str(reminder.pk), str(reminder.study_year))


def last_reminders(professionals: Collection[int]) -> dict[int, datetime.datetime]:
    told = Reminder.objects.filter(professional__in=professionals).order_by().values("professional_id")
    return {row["professional_id"]: row["last"] for row in told.annotate(last=Max("sent_at"))}
