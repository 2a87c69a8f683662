from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from people.models import Professional
from records.models import LedgerYear, Reminder


def unread_reminders(people: QuerySet[Professional]) -> QuerySet[Reminder]:
    """Which still say what is so: whoever has made up the year meanwhile is not told that hours are missing."""
    short = LedgerYear.objects.short().filter(professional=OuterRef("professional"), study_year=OuterRef("study_year"))
    unread = Reminder.objects.filter(Exists(short), professional__in=people, noted_at=None)
    return unread.select_related("organization").order_by("-sent_at")
