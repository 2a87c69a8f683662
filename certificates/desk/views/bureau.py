"""The bureau: who may have a certificate and how each stands; the register of what was issued."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals.matters import database_day
from certificates.access import ENDS, ISSUES, may_see_register
from certificates.desk import queries
from certificates.desk.forms import ChosenForm, DeskFilter, RegisterFilter
from certificates.desk.telling import Gaps, Groups
from certificates.issuing.runs import series_room
from certificates.issuing.services import issue_certificates
from certificates.issuing.statements import Issued
from certificates.log.restoring import locked_since
from certificates.models import CertificateQuerySet, IssueRun
from people.models import Bureau, Professional
from people.requests import SignedInRequest
from ui.parts import Action
from ui.tables import Column, Table
from verification.batch.pictures import area_names

YEARS = Table(
    columns=(
        Column("name", gettext_lazy("Name"), order_by=("professional__name_search", "pk")),
        Column("employer", gettext_lazy("Employer"), order_by=("employer__name", "pk")),
        Column("counted", gettext_lazy("Hours counted"), order_by=("counted_total", "pk"), is_number=True),
        Column("verified", gettext_lazy("Verified"), order_by=("verified_at", "pk"), newest_first=True),
        Column("state", gettext_lazy("Certificate")),
    ),
    default_sort="employer",
)
REGISTER = Table(
    columns=(
        Column("number", gettext_lazy("Certificate number"), order_by=("issuer_code", "sequence")),
        Column("name", gettext_lazy("Name on it")),
        Column("employer", gettext_lazy("Employer"), order_by=("employer__name", "issuer_code", "sequence")),
        Column("issued", pgettext_lazy("day of a certificate", "Issued"), order_by=("issued_on", "pk")),
        Column("state", gettext_lazy("State")),
        Column("receipt", gettext_lazy("Taken by")),
    ),
    default_sort="number",
)
ACTS = Column("acts", pgettext_lazy("what may be done", "Acts"))
REGISTER_WITH_ACTS = replace(REGISTER, columns=(*REGISTER.columns, ACTS))
ISSUE = Action(gettext_lazy("Issue to those ticked"), "act", "issue", is_primary=True)


@login_required
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """By year, in four groups; of those that are ready the ticked ones are issued to."""
    _require(may_see_register(request.actor))
    today = database_day()
    form = DeskFilter(request.GET, today=today, areas=_areas(request))
    criteria = form.criteria()
    years = queries.matching(queries.years_of_bureau(request.actor, criteria["year"]), criteria)
    groups = Groups(queries.counts_of(years, today), criteria["group"], request.GET)
    shown = queries.in_group(years, groups.shown, today)
    page = YEARS.page(shown.select_related("professional", "employer"), request.GET)
    may_issue = request.actor.can(ISSUES)
    context = {
        "form": form,
        "year": criteria["year"],
        "groups": groups,
        "page": page,
        "rows": queries.rows_of(page, request.actor),
        "issues": may_issue and groups.shown == queries.READY,
        "may_issue": may_issue,
        "actions": [ISSUE],
        "issuing_locked": locked_since(),
        "room": _own_room(request, criteria["year"]),
        "open_run": IssueRun.objects.visible_to(request.actor).filter(study_year=criteria["year"]).first(),
    }
    return render(request, "certificates/desk/desk.html", context)


@login_required
@require_POST
def issue(request: SignedInRequest) -> HttpResponse:
    """To one or to those ticked; who cannot have one any more is left out and counted."""
    _require(request.actor.can(ISSUES) and bool(request.actor.area))
    year = request.POST.get("year", "")
    _require(year.isascii() and year.isdecimal() and len(year) == 4)
    form = ChosenForm(
        request.POST, rows=queries.years_of_bureau(request.actor, int(year)).select_related("professional")
    )
    if form.is_valid():
        chosen = list(form.cleaned_data["chosen"])
        tell_issued(request, issue_certificates(chosen, actor=request.actor), len(chosen))
    else:
        messages.error(request, str(form.errors["chosen"][0]))
    return redirect(f"{reverse('certificates:desk')}?year={year}")


def tell_issued(request: SignedInRequest, issued: list[Issued], wanted: int) -> None:
    count = sum(each.count for each in issued)
    numbers = "; ".join(each.first if each.count == 1 else f"{each.first}–{each.last}" for each in issued)
    if count:
        words = ngettext(
            "%(count)s certificate was issued: %(numbers)s.", "%(count)s certificates were issued: %(numbers)s.", count
        )
        messages.success(request, words % {"count": count, "numbers": numbers})
    if count < wanted:
        words = ngettext(
            "To %(count)s of those ticked none was issued: it has one, or waits for its employer.",
            "To %(count)s of those ticked none was issued: they have one, or wait for their employer.",
            wanted - count,
        )
        messages.warning(request, words % {"count": wanted - count})


@login_required
@require_safe
def register(request: SignedInRequest) -> HttpResponse:
    """In the order of the numbers, with every one that was ever given."""
    _require(may_see_register(request.actor))
    bureaus = queries.bureaus_of(request.actor)
    form = RegisterFilter(request.GET, today=database_day(), bureaus=bureaus)
    criteria = form.criteria()
    issuer = criteria.get("issuer") or bureaus.first()
    issued = queries.certificates_issued_by(request.actor).filter(issuer=issuer, study_year=criteria["year"])
    found = _narrowed(issued, criteria)
    may_end = request.actor.can(ENDS)
    table = REGISTER_WITH_ACTS if may_end else REGISTER
    page = table.page(found.select_related("employer", "end", "receipt", "replaced_by"), request.GET)
    context = {
        "form": form,
        "page": page,
        "issuer": issuer,
        "year": criteria["year"],
        "acts": request.actor.can(ISSUES),
        "may_end": may_end,
        "gaps": Gaps.of(issued.aggregate(**_TALLY)),
        "room": series_room(issuer, criteria["year"]) if issuer else None,
    }
    return render(request, "certificates/desk/register.html", context)


_TALLY = {"given": Count("pk")} | {state: Count("pk", filter=said) for state, said in queries.STATES.items()}


def _narrowed(issued: CertificateQuerySet, criteria: dict[str, Any]) -> CertificateQuerySet:
    state = criteria.get("state") or ""
    if state == "old_name":
        issued = queries.with_name_corrected(issued)
    elif state:
        issued = issued.filter(queries.STATES[state])
    if name := criteria.get("name"):
        issued = issued.filter(Q(printed__name=name) | Q(professional__in=Professional.objects.called(name)))
    if number := "".join((criteria.get("number") or "").split()):
        issued = issued.filter(Q(number__startswith=number) | Q(number__endswith=number))
    if employer := criteria.get("employer"):
        issued = issued.filter(employer__name__icontains=employer)
    return issued


def _areas(request: SignedInRequest) -> list[tuple[str, str]]:
    """The parts of the own area in which there are employers; of a district there are none to choose from."""
    own = request.actor.area
    if len(own) == 6:
        return []
    digits = len(own) + 2
    areas = Bureau.objects.filter(area__startswith=own).values_list("area", flat=True)
    names = area_names({area[:digits] for area in areas if len(area) >= digits})
    return sorted(names.items())


def _own_room(request: SignedInRequest, year: int) -> Any:
    own = queries.bureaus_of(request.actor).filter(area=request.actor.area).first()
    return series_room(own, year) if own else None


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
