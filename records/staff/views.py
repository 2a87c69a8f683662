"""Who of the people is short of what; reminders; the training spend."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs.services import start_job
from people.models import Employer
from people.requests import SignedInRequest
from policies.fields import tidy
from records.access import keeps_years_of_staff, may_look_at_years
from records.models import TrainingSpend
from records.reminders.services import Sent, last_reminders, send_reminders
from records.spend.rules import rule_for
from records.spend.services import note_spend
from records.staff.forms import ReminderForm, SpendForm, StaffYearFilter
from records.staff.kinds import StaffYearsExport
from records.staff.queries import matching, tally_of, years_of_staff
from records.staff.telling import StaffRow
from rules.calculator.telling import cited, rule_url
from ui.parts import Action
from ui.tables import Column, Table

PEOPLE = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("professional__name_search",)),
        Column("position", pgettext_lazy("at work", "Position"), order_by=("position",)),
        Column(
            "public", gettext_lazy("Public subjects"), order_by=("short_public",), newest_first=True, is_number=True
        ),
        Column(
            "specialty",
            gettext_lazy("Specialty subjects"),
            order_by=("short_specialty",),
            newest_first=True,
            is_number=True,
        ),
        Column(
            "elective",
            gettext_lazy("Elective subjects"),
            order_by=("short_elective",),
            newest_first=True,
            is_number=True,
        ),
        Column(
            "missing",
            pgettext_lazy("hours", "Missing in all"),
            order_by=("missing",),
            newest_first=True,
            is_number=True,
        ),
        Column("reminded", gettext_lazy("Reminded")),
    ),
    default_sort="-missing",
)


@login_required
@require_safe
def staff_years(request: SignedInRequest) -> HttpResponse:
    _require(may_look_at_years(request.actor))
    form = StaffYearFilter(request.GET or None)
    criteria = form.criteria() if form.is_bound else {"year": timezone.localdate().year}
    everybody = years_of_staff(request.actor, criteria["year"])
    page = PEOPLE.page(matching(everybody, **criteria), request.GET)
    reminded = last_reminders([row.professional_id for row in page])
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "rows": [StaffRow(row, reminded.get(row.professional_id)) for row in page],
        "tally": tally_of(everybody),
        "year": criteria["year"],
        "keeps": keeps_years_of_staff(request.actor),
        "employer": _own_employer(request),
        "actions": [Action(label=_("Remind those selected"), name="remind", value="selected", is_primary=True)],
    }
    return render(request, "records/staff/page.html", context)


@login_required
@require_POST
def reminders(request: SignedInRequest) -> HttpResponse:
    _require(keeps_years_of_staff(request.actor))
    form = ReminderForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nobody was selected. Tick the people who are to be reminded."))
        return redirect("staff_year:list")
    given = form.cleaned_data
    sent = send_reminders(given["person"], given["year"], words=given["words"], actor=request.actor)
    (messages.success if sent.reminded else messages.warning)(request, _told(sent))
    return redirect(f"{reverse('staff_year:list')}?year={given['year']}")


def _told(sent: Sent) -> str:
    told = [ngettext("%(count)d person is reminded.", "%(count)d people are reminded.", sent.reminded)]
    told[0] %= {"count": sent.reminded}
    if sent.too_early:
        words = ngettext(
            "%(count)d had a reminder less than a week ago and gets none.",
            "%(count)d had a reminder less than a week ago and get none.",
            sent.too_early,
        )
        told.append(words % {"count": sent.too_early})
    if sent.not_short:
        words = ngettext(
            "%(count)d is short of nothing and gets none.",
            "%(count)d are short of nothing and get none.",
            sent.not_short,
        )
        told.append(words % {"count": sent.not_short})
    return " ".join(told)


@login_required
@require_POST
def export(request: SignedInRequest) -> HttpResponse:
    _require(may_look_at_years(request.actor))
    form = StaffYearFilter(request.POST)
    params = {"criteria": form.criteria(), "language": translation.get_language()}
    job = start_job(StaffYearsExport.name, params, actor=request.actor)
    return redirect("jobs:detail", job.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def spend(request: SignedInRequest) -> HttpResponse:
    _require(keeps_years_of_staff(request.actor))
    employer = _own_employer(request)
    if employer is None:
        raise Http404
    form = SpendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        note_spend(employer, given["year"], wages=given["wages"], spent=given["spent"], actor=request.actor)
        messages.success(request, _("The training spend of %(year)d is noted.") % {"year": given["year"]})
        return redirect("staff_year:spend")
    context = {"form": form, "employer": employer, "rows": _spend_rows(employer)}
    return render(request, "records/spend/page.html", context, status=422 if form.errors else 200)


def _spend_rows(employer: Employer) -> list[dict[str, Any]]:
    rows = []
    for row in TrainingSpend.objects.filter(employer=employer).order_by("-year"):
        rule = rule_for(employer, row.year)
        least = rule.least(row.wages) if rule else None
        rows.append(
            {
                "spend": row,
                "rule": rule,
                "wages": tidy(row.wages),
                "spent": tidy(row.spent),
                "least": None if least is None else tidy(least),
                "short": tidy(max(least - row.spent, Decimal(0))) if least is not None else None,
                "citation": cited(rule.cite) if rule else "",
                "url": rule_url(rule.rule, "") if rule else "",
            }
        )
    return rows


def _own_employer(request: SignedInRequest) -> Employer | None:
    if request.actor.organization_id is None or not keeps_years_of_staff(request.actor):
        return None
    return Employer.objects.filter(pk=request.actor.organization_id).first()  # type: ignore[return-value]


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
