"""What HR reminds of, on the home page of the person."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.actors import Actor
from records.access import may_log
from records.models import Reminder
from ui.formatting import date_text
from ui.tasks_waiting import WaitingTask


def waiting_reminders(actor: Actor) -> Iterator[WaitingTask]:
    if not may_log(actor) or actor.user_id is None:
        return
    unread = Reminder.objects.filter(professional__user_id=actor.user_id, noted_at=None)
    for reminder in unread.select_related("organization").order_by("-sent_at"):
        told = {"who": reminder.organization.name, "day": date_text(reminder.sent_at)}
        yield WaitingTask(
            name=_("Hours of %(year)d are missing") % {"year": reminder.study_year},
            url=reverse("my_year:year", args=[reminder.study_year]),
            hint=reminder.words or _("%(who)s reminded you on %(day)s.") % told,
            state="warned",
            state_label=_("Reminder"),
            order=20,
        )
