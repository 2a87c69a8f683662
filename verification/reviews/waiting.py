"""Lines of the home page. Whoever has to do with no annual review has no line, and no entry in the menu either."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from people.models import Employment
from people.supervision import place_of
from ui.formatting import date_text
from ui.tasks_waiting import WaitingTask
from verification.models import ReviewCase
from verification.reviews.access import may_ask, may_keep
from verification.reviews.enums import CaseState, Occasion
from verification.reviews.queries import employers_of
from verification.reviews.timing import Timing, timing_of

ORDER = 45


def waiting_reviews(actor: Actor) -> Iterator[WaitingTask]:
    today = timezone.localdate()
    if may_ask(actor):
        yield from _of_person(actor, today)
    if may_keep(actor) and employers_of(actor, today):
        hint = _("The forms of your people, their appointments, and the table for the review body.")
        yield WaitingTask(
            name=_("Annual reviews"), url=reverse("reviews:sheets"), hint=hint, order=ORDER, needs_you=False
        )


def _of_person(actor: Actor, today: datetime.date) -> Iterator[WaitingTask]:
    jobs = Employment.objects.filter(professional__user=actor.user_id, ended_on=None).select_related(
        "employer__division"
    )
    job = jobs.first()
    if job is None or job.employer.division is None:
        return
    timing = timing_of(place_of(job.employer, today), today)
    if timing is None:
        return
    cases = ReviewCase.objects.filter(professional=job.professional_id, study_year=timing.study_year)
    newest = cases.order_by("-pk").first()
    yield _line(newest, timing)


def _line(case: ReviewCase | None, timing: Timing) -> WaitingTask:
    name = _("Annual review %(year)d") % {"year": timing.study_year}
    url = reverse("reviews:mine")
    if case is None or case.state == CaseState.WITHDRAWN:
        hint = (
            _("The concentrated review goes on until %(day)s.") % {"day": date_text(timing.due)}
            if timing.occasion == Occasion.CONCENTRATED
            else _("Whoever applies for a title, an appointment or a re-registration is reviewed still.")
        )
        return WaitingTask(name=name, url=url, hint=hint, order=ORDER, needs_you=False)
    return WaitingTask(
        name=name,
        url=url,
        hint=case.get_purpose_display(),
        state=case.badge_state,
        state_label=case.get_state_display(),
        order=ORDER,
        needs_you=case.state == CaseState.RETURNED,
    )
