"""The annual review, as `approvals` knows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from approvals.enums import Action
from approvals.procedures import Followed, Procedure
from audit.actors import Actor
from ui.formatting import number_text
from verification.cases import Figures, same, short_words, undecided, why_final
from verification.models import ANNUAL_REVIEW, Appointment, ReviewCase
from verification.reviews import services
from verification.reviews.enums import Mode, Occasion
from verification.reviews.figures import hours, present_figures

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASONS: dict[str, str | _StrPromise] = {
    "short_total": gettext_lazy("The hours in all are short"),
    "short_public": gettext_lazy("The hours of public subjects are short"),
    "no_exam": gettext_lazy("The certificate of the public exam is missing"),
    "missing_proof": gettext_lazy("A proof is missing"),
    "doubtful_proof": gettext_lazy("A proof is doubtful"),
    "wrong_facts": gettext_lazy("The form does not agree with the documents"),
}


def title_of(case: ReviewCase) -> str:
    told = [str(case.study_year), str(case.get_purpose_display())]
    return pgettext("between two facts", ", ").join(told)


def hint_of(case: ReviewCase) -> str:
    counted = hours(case.figures, "counted", "total")
    words = ngettext("%(count)s hour", "%(count)s hours", 1 if counted == 1 else 2)
    told = [words % {"count": number_text(counted)}]
    if case.days_late:
        late = ngettext("%(count)d day late", "%(count)d days late", case.days_late)
        told.append(late % {"count": case.days_late})
    return pgettext("between two facts", ", ").join(told)


def kind_label(kind: str) -> str:
    return str(Occasion(kind).label)


# What to look at first


def look_at_cases(cases: Iterable[ReviewCase]) -> Mapping[int, list[str]]:
    """Who is short, of whom the hours have changed since, and of whom some are not decided yet."""
    listed = list(cases)
    now = present_figures(listed)
    people = {case.professional_id for case in listed}
    waiting = undecided(people)
    appointments = list(Appointment.objects.standing().filter(professional__in=people))
    flags = {}
    for case in listed:
        count = waiting[case.professional_id, case.study_year]
        found = _flags(case, now.get(case.pk), count, _appointment(case, appointments))
        if found:
            flags[case.pk] = found
    return flags


def _appointment(case: ReviewCase, appointments: Iterable[Appointment]) -> Appointment | None:
    return next(
        (
            each
            for each in appointments
            if (each.professional_id, each.employer_id) == (case.professional_id, case.employer_id)
            and each.first_year <= case.study_year <= each.last_year
        ),
        None,
    )


def _flags(case: ReviewCase, now: Figures | None, waiting: int, appointment: Appointment | None) -> list[str]:
    found = []
    if now is None:
        found.append(_("No rules can be named for the year any more."))
        return found
    if now["short"]:
        found.append(short_words(now["short"]))
        if case.mode == Mode.SINGLE and appointment is not None:
            found.append(_("The employer has declared an appointment of %(years)s.") % {"years": appointment.years})
    if not same(now, case.figures):
        found.append(changed_words(case.figures, now))
    if waiting:
        words = ngettext(
            "%(count)d record of the year is not decided yet.",
            "%(count)d records of the year are not decided yet.",
            waiting,
        )
        found.append(words % {"count": waiting})
    return found


def changed_words(before: Figures, now: Figures) -> str:
    was, has = hours(before, "counted", "total"), hours(now, "counted", "total")
    if was == has:
        return _("What counts has changed since the form was sent.")
    return _("Since the form was sent the hours have changed from %(before)s to %(now)s.") % {
        "before": number_text(was),
        "now": number_text(has),
    }


# What follows


def _qualified(followed: Sequence[Followed], *, actor: Actor) -> None:
    services.qualify([each.subject for each in followed], actor=actor)


def _returned(followed: Sequence[Followed], *, actor: Actor) -> None:
    services.give_back([each.subject for each in followed], actor=actor, reason=followed[0].decision.comment)


def _refused(followed: Sequence[Followed], *, actor: Actor) -> None:
    services.refuse([each.subject for each in followed], actor=actor, reason=followed[0].decision.comment)


def _withdrawn(followed: Sequence[Followed], *, actor: Actor) -> None:
    services.close_withdrawn([each.subject for each in followed], actor=actor)


def _undone(followed: Sequence[Followed], *, actor: Actor) -> None:
    services.take_back([each.subject for each in followed], actor=actor)


REVIEWS = Procedure(
    name=ANNUAL_REVIEW,
    label=pgettext_lazy("procedure", "Annual review"),
    model=ReviewCase,
    related=("professional__user", "employer", "appointment", "verification"),
    title=title_of,
    hint=hint_of,
    reasons=REASONS,
    is_routine=True,
    kind_of=lambda case: str(case.occasion),
    kind_label=kind_label,
    anomalies=look_at_cases,
    amend_url_name="reviews:amendment",
    page_url_name="reviews:case",
    consequences=gettext_lazy("If the review body agrees, the year is verified at once: 继续教育审验合格."),
    on_many={
        Action.APPROVE: _qualified,
        Action.RETURN: _returned,
        Action.REJECT: _refused,
        Action.WITHDRAW: _withdrawn,
        Action.UNDO: _undone,
    },
    why_final=why_final,
)
