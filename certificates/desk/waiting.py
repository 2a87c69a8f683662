"""Lines of the home page: HR has years to confirm, the bureau a dry run to confirm or names that were corrected, the
person a new certificate."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.matters import database_day
from audit.actors import Actor
from certificates.access import ENDS, ISSUES, has_own, may_confirm
from certificates.desk.queries import (
    UNCONFIRMED,
    certificates_issued_by,
    in_group,
    with_name_corrected,
    years_of_employer,
)
from certificates.enums import RunState
from certificates.issuing.runs import is_second_person
from certificates.models import Certificate, IssueRun
from ui.formatting import number_text
from ui.tasks_waiting import WaitingTask

ORDER = 34
NEWS = datetime.timedelta(days=30)


def waiting_certificates(actor: Actor) -> Iterator[WaitingTask]:
    if may_confirm(actor):
        yield from _years_to_confirm(actor)
    if actor.can(ISSUES) and actor.area:
        yield from _runs_to_confirm(actor)
    if actor.can(ENDS) and actor.area:
        yield from _names_corrected(actor)
    if has_own(actor):
        yield from _own_news(actor)


def _years_to_confirm(actor: Actor) -> Iterator[WaitingTask]:
    """Of this year and the last one: the year-end has verified people of ours."""
    today = database_day()
    waiting = in_group(years_of_employer(actor), UNCONFIRMED, today).exclude(professional__user=actor.user_id)
    years = list(waiting.order_by("last_year").values_list("last_year", flat=True))
    if years:
        words = ngettext(
            "%(count)s verified year waits for your confirmation",
            "%(count)s verified years wait for your confirmation",
            len(years),
        )
        yield WaitingTask(
            name=words % {"count": number_text(len(years))},
            url=f"{reverse('certificates:staff')}?year={years[-1]}&group={UNCONFIRMED}",
            hint=_("With it the certificates are issued (GD18 三(五))."),
            state="waiting",
            state_label=_("To confirm"),
            order=ORDER,
        )


def _runs_to_confirm(actor: Actor) -> Iterator[WaitingTask]:
    for run in IssueRun.objects.visible_to(actor).filter(state=RunState.DRY).select_related("issuer"):
        is_second = is_second_person(actor, run)
        yield WaitingTask(
            name=_("Issue of %(year)s to everybody of %(issuer)s") % {"year": run.study_year, "issuer": run.issuer},
            url=reverse("certificates:run", args=[run.pk]),
            hint=_("It was tried out; a second person confirms it."),
            state="waiting" if is_second else "excluded",
            state_label=_("To confirm") if is_second else _("With a colleague"),
            order=ORDER,
            needs_you=is_second,
        )


def _names_corrected(actor: Actor) -> Iterator[WaitingTask]:
    found = with_name_corrected(certificates_issued_by(actor)).order_by("-study_year", "issuer")
    if certificate := found.first():
        count = found.count()
        words = ngettext(
            "%(count)s certificate bears a name that was corrected since",
            "%(count)s certificates bear a name that was corrected since",
            count,
        )
        asked = f"year={certificate.study_year}&issuer={certificate.issuer_id}&state=old_name"
        yield WaitingTask(
            name=words % {"count": number_text(count)},
            url=f"{reverse('certificates:register')}?{asked}",
            hint=_("Each can be replaced by one with the right name."),
            state="warned",
            state_label=_("Replace"),
            order=ORDER,
        )


def _own_news(actor: Actor) -> Iterator[WaitingTask]:
    own = Certificate.objects.standing().filter(professional__user=actor.user_id)
    newest = own.select_related("professional").order_by("-pk").first()
    if newest is None:
        return
    if newest.printed["name"] != newest.professional.name:
        yield WaitingTask(
            name=_("Your certificate %(number)s bears your old name") % {"number": newest.number},
            url=reverse("certificates:mine"),
            hint=_("It stays valid; the bureau can replace it by one with the right name."),
            state="warned",
            order=ORDER,
            needs_you=False,
        )
    elif newest.issued_on > database_day() - NEWS:
        yield WaitingTask(
            name=_("Your certificate of %(year)s was issued") % {"year": newest.study_year},
            url=reverse("certificates:mine"),
            hint=newest.number,
            state="counted",
            order=ORDER,
            needs_you=False,
        )
