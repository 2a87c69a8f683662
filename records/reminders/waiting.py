"""What HR reminds of, on the home page of the person."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.actors import Actor
from people.models import Professional
from records.access import may_log
from records.reminders.queries import unread_reminders
from ui.formatting import date_text
from ui.tasks_waiting import WaitingTask


def waiting_reminders(actor: Actor) -> Iterator[WaitingTask]:
    if not may_log(actor) or actor.user_id is None:
        return
    for reminder in unread_reminders(Professional.objects.filter(user_id=actor.user_id)):
        told = {"who": reminder.organization.name, "day": date_text(reminder.sent_at)}
        yield WaitingTask(
            name=_("Hours of %(year)d are missing") % {"year": reminder.study_year},
            url=reverse("my_year:year", args=[reminder.study_year]),
            hint=reminder.words or _("%(who)s reminded you on %(day)s.") % told,
            state="warned",
            state_label=_("Reminder"),
            order=20,
        )
