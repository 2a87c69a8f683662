"""What lies with HR to be sorted, and what HR has sorted, on the home page."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.actors import Actor
from records.access import may_log, may_register_for_staff
from records.enums import HandedState, RecordState
from records.models import HandedOver
from ui.tasks_waiting import WaitingTask


def waiting_to_be_sorted(actor: Actor) -> Iterator[WaitingTask]:
    if may_register_for_staff(actor) and actor.organization_id is not None:
        count = HandedOver.objects.waiting().filter(employer_id=actor.organization_id).count()
        if count:
            yield WaitingTask(
                name=_("Hours to be sorted"),
                url=reverse("records:sorting_desk"),
                hint=_("%(count)d people do not know what theirs count as.") % {"count": count},
                order=40,
            )
    if may_log(actor) and actor.user_id is not None:
        sorted_now = HandedOver.objects.filter(
            record__professional__user_id=actor.user_id, state=HandedState.SORTED, record__state=RecordState.DRAFT
        )
        for handed in sorted_now.select_related("record"):
            yield WaitingTask(
                name=handed.record.title,
                url=reverse("records:form", args=[handed.record_id]),
                hint=handed.answer or _("HR has sorted it: look it over and send it."),
                state="returned",
                state_label=_("Sorted by HR"),
                order=25,
            )
