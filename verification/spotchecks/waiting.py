"""What the home page and the page of a year say of spot checks: what is to be drawn, looked at, answered, noted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from approvals.access import DECIDES
from audit.actors import Actor
from people.models import Professional
from records.access import may_register_for_staff
from records.year.notices import YearNotice
from ui.formatting import date_text
from ui.tasks_waiting import WaitingTask
from verification.access import SPOT_CHECKS
from verification.models import EligibilityCancellation, SpotCheck, SpotCheckFinding
from verification.spotchecks.enums import CheckState, FraudState

TOLD_FOR = datetime.timedelta(days=30)
"""So long a body is pointed at the report about its work."""


def waiting_spot_checks(actor: Actor) -> Iterator[WaitingTask]:
    if actor.user_id is None:
        return
    yield from _to_be_answered(actor.user_id)
    if may_register_for_staff(actor) and actor.organization_id is not None:
        yield from _to_be_noted(actor.organization_id, actor.user_id)
    if actor.can(SPOT_CHECKS) and actor.organization_id is not None:
        yield from _under_review(actor)
        yield from _second_looks(actor)
    if actor.can(DECIDES) and actor.organization_id is not None:
        yield from _reported_about(actor)


def _to_be_answered(user: int) -> Iterator[WaitingTask]:
    own = SpotCheckFinding.objects.filter(
        case__professional__user_id=user, fraud_state=FraudState.HEARING, answered_at=None
    )
    for finding in own.select_related("case__spot_check"):
        yield WaitingTask(
            name=_("A spot check of %(year)d doubts your records") % {"year": finding.case.spot_check.year},
            url=reverse("spot_checks:heard", args=[finding.pk]),
            hint=_("You may answer until %(day)s, before anything is decided.") % {"day": _day(finding)},
            state="refused",
            state_label=pgettext("spot check", "Hearing"),
            order=5,
        )


def _day(finding: SpotCheckFinding) -> str:
    return date_text(finding.hear_until) if finding.hear_until else ""


def _to_be_noted(employer: int, user: int) -> Iterator[WaitingTask]:
    unread = EligibilityCancellation.objects.filter(employer_id=employer, noted_at=None)
    for cancellation in unread.exclude(professional__user_id=user).select_related("professional"):
        told = {"name": cancellation.professional.name, "year": cancellation.year}
        yield WaitingTask(
            name=_("%(name)s: eligibility of %(year)d cancelled") % told,
            url=reverse("spot_checks:cancellation", args=[cancellation.pk]),
            hint=_("Read why, and note that you were told."),
            state="refused",
            state_label=pgettext("spot check", "Notice"),
            order=8,
        )


def _under_review(actor: Actor) -> Iterator[WaitingTask]:
    own = SpotCheck.objects.filter(bureau_id=actor.organization_id, state=CheckState.DRAWN).select_related("body")
    looked_at = Q(cases__draw_number__gt="") | Q(cases__taken_in_at__isnull=False)
    rows = own.annotate(still=Count("cases", filter=looked_at & Q(cases__finding=None))).order_by("pk")
    for check in rows:
        still: int = check.still  # type: ignore[attr-defined]
        words = ngettext("%(count)d case is to be looked at.", "%(count)d cases are to be looked at.", still)
        yield WaitingTask(
            name=_("Spot check of %(body)s, %(year)d") % {"body": check.body.name, "year": check.year},
            url=reverse("spot_checks:check", args=[check.pk]),
            hint=words % {"count": still} if still else _("All is looked at: write the report."),
            state_label=pgettext("spot check", "Spot check"),
            order=45,
        )


def _second_looks(actor: Actor) -> Iterator[WaitingTask]:
    waiting = SpotCheckFinding.objects.filter(
        case__spot_check__bureau_id=actor.organization_id, fraud_state=FraudState.HEARING
    ).exclude(found_by_id=actor.user_id)
    heard = Q(answered_at__isnull=False) | Q(hear_until__lt=timezone.localdate())
    for finding in waiting.filter(heard).select_related("case__spot_check", "case__professional"):
        yield WaitingTask(
            name=_("Second look: %(name)s, %(year)d")
            % {"name": finding.case.professional.name, "year": finding.case.spot_check.year},
            url=reverse("spot_checks:case", args=[finding.case_id]),
            hint=_("A colleague takes it for fraud. Confirm it, or say what it is instead."),
            state="warned",
            state_label=pgettext("spot check", "Second look"),
            order=12,
        )


def _reported_about(actor: Actor) -> Iterator[WaitingTask]:
    lately = SpotCheck.objects.filter(
        body_id=actor.organization_id, state=CheckState.REPORTED, reported_at__gt=timezone.now() - TOLD_FOR
    )
    for check in lately.select_related("bureau"):
        yield WaitingTask(
            name=_("Spot check of your work of %(year)d") % {"year": check.year},
            url=reverse("spot_checks:report", args=[check.pk]),
            hint=_("%(bureau)s has reported.") % {"bureau": check.bureau.name},
            state="counted",
            state_label=pgettext("spot check", "Report"),
            order=120,
            needs_you=False,
        )


def year_notices(professional: Professional, year: int, actor: Actor) -> Iterator[YearNotice]:
    own = professional.user_id == actor.user_id
    seen = EligibilityCancellation.objects.visible_to(actor).filter(professional=professional)
    for cancellation in seen.filter(Q(year=year) | Q(study_year=year)):
        told = {"year": cancellation.year, "study_year": cancellation.study_year}
        yield YearNotice(
            title=_("The eligibility of %(year)d is cancelled.") % told,
            text=_(
                "Fraud in records of %(study_year)d was confirmed: in %(year)d no title is applied for, no appointment"
                " made and no registration renewed (S-7)."
            )
            % told,
            url=reverse("spot_checks:cancellation", args=[cancellation.pk]),
            link=_("Read why"),
            kind="void",
        )
    if own:
        hearings = SpotCheckFinding.objects.filter(
            case__professional=professional, case__spot_check__year=year, fraud_state=FraudState.HEARING
        )
        for finding in hearings:
            yield YearNotice(
                title=_("A spot check doubts records of this year."),
                text=_("You may answer until %(day)s, before anything is decided.") % {"day": _day(finding)},
                url=reverse("spot_checks:heard", args=[finding.pk]),
                link=_("Read and answer"),
            )
