"""The bodies, the closing of a list, a check with its cases, its report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.services import record
from people.models import Organization
from people.requests import SignedInRequest
from rules.calculator.telling import cited, rule_url
from ui.parts import Step, steps
from ui.tables import Column, Table
from verification.access import SPOT_CHECKS, may_see_spot_checks
from verification.models import SpotCheck
from verification.spotchecks import queries, services
from verification.spotchecks.enums import CheckState
from verification.spotchecks.exports import check_book
from verification.spotchecks.forms import ReportForm, YearFilter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BODIES = Table(
    columns=(
        Column("name", gettext_lazy("Body"), order_by=("name",)),
        Column("kind", gettext_lazy("Kind"), order_by=("kind",)),
        Column("people", gettext_lazy("People decided"), is_number=True),  # counted for those on the page alone
        Column("sample", gettext_lazy("Sample"), is_number=True),
        Column("state", pgettext_lazy("spot check", "Spot check")),
    ),
    default_sort="name",
)
CASES = Table(
    columns=(
        Column("number", gettext_lazy("Case number"), order_by=("serial",)),
        Column("name", gettext_lazy("Name"), order_by=("professional__name_search",)),
        Column("employer", gettext_lazy("Employer"), order_by=("employer__name",)),
        Column("how", pgettext_lazy("spot check", "How it came in"), order_by=("taken_in_at",)),
        Column("finding", gettext_lazy("Finding"), order_by=("finding__verdict",)),
    ),
    default_sort="number",
)


@login_required
@require_GET
def bodies(request: SignedInRequest) -> HttpResponse:
    _require(may_see_spot_checks(request.actor))
    form = YearFilter(request.GET or None, this_year=timezone.localdate().year)
    found = queries.bodies_checked_by(request.actor, form.chosen_year)
    if form.typed:
        found = found.filter(name__icontains=form.typed)
    page = BODIES.page(found, request.GET)
    listed = list(page)
    checks = queries.checks_of(listed, form.chosen_year)
    context = {
        "page": page,
        "rows": [(body, services.sample_size(body.people), checks.get(body.pk)) for body in listed],
        "form": form,
        "year": form.chosen_year,
        "may_start": request.actor.can(SPOT_CHECKS),
        **_rule(*services.sampling_rule()),
    }
    return render(request, "verification/spotchecks/bodies.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, pk: int, year: int) -> HttpResponse:
    """Shows what will be listed; POST closes the list."""
    found = get_object_or_404(Organization.objects.visible_to(request.actor), pk=pk)
    services.require_may_check(request.actor, found)
    if request.method == "POST":
        check = services.close_list(found, year, actor=request.actor)
        messages.success(request, _("The list is closed and published. The seed comes in the coming night."))
        return redirect("spot_checks:check", check.pk)
    people = queries.people_decided_by(found, year)
    context = {
        "body": found,
        "year": year,
        "people": len(people),
        "employers": len({employer for _person, employer in people}),
        "sample": services.sample_size(len(people)) if people else 0,
        "is_over": year < timezone.localdate().year,
        "earlier": SpotCheck.objects.filter(body=found, year=year).order_by("round"),
        **_rule(*services.sampling_rule()),
    }
    return render(request, "verification/spotchecks/start.html", context)


@login_required
@require_GET
def check_page(request: SignedInRequest, pk: int) -> HttpResponse:
    check = visible_check(request, pk)
    cases = check.cases.chosen().select_related("professional", "employer", "finding")
    page = CASES.page(cases, request.GET)
    listed = list(page)
    for each in listed:
        each.spot_check = check
    tally = queries.tally_of(check)
    context = {
        "check": check,
        "may_list": may_see_spot_checks(request.actor),
        "steps": _steps(check),
        "page": page,
        "cases": listed,
        "tally": tally,
        "may_work": services.may_work(request.actor, check),
        "may_report": services.may_work(request.actor, check) and not tally.open and not tally.hearing,
        "seed_is_there": check.state == CheckState.LISTED and services.seed_for(check) is not None,
        **_rule(check.rule, check.cite),
    }
    return render(request, "verification/spotchecks/check.html", context)


@login_required
@require_POST
def draw(request: SignedInRequest, pk: int) -> HttpResponse:
    check = services.draw_sample(visible_check(request, pk), actor=request.actor)
    messages.success(request, _("%(count)d cases are drawn.") % {"count": check.size})
    return redirect("spot_checks:check", check.pk)


@login_required
@require_GET
def export(request: SignedInRequest, pk: int) -> HttpResponse:
    check = visible_check(request, pk)
    with transaction.atomic():
        content = check_book(check)
        record("spot_check.exported", check, actor=request.actor)
    return workbook_answer(content, _("Spot check %(code)s.xlsx") % {"code": check.code})


@login_required
@require_http_methods(["GET", "POST"])
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """To be read and printed; POST closes the check with its conclusion."""
    check = visible_check(request, pk)
    if check.state == CheckState.LISTED:
        raise Http404
    if request.method == "POST":
        services.require_may_work(request.actor, check)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.report(check, words=form.cleaned_data["words"], actor=request.actor)
        messages.success(request, _("The spot check is reported. The body can read it now."))
        return redirect("spot_checks:report", check.pk)
    tally = queries.tally_of(check)
    may_write = services.may_work(request.actor, check) and check.state == CheckState.DRAWN
    context = {
        "check": check,
        "tally": tally,
        "lines": [line for line in queries.lines_by_employer(check) if line.drawn or line.taken_in],
        "form": form if may_write and not tally.open and not tally.hearing else None,
        "noted": _noted_cases(check),
        **_rule(check.rule, check.cite),
    }
    return render(request, "verification/spotchecks/report.html", context, status=422 if form.errors else 200)


def _noted_cases(check: SpotCheck) -> list[Any]:
    """Those with something to say, the gravest first."""
    cases = check.cases.chosen().exclude(finding=None).exclude(finding__verdict="in_order")
    found = list(cases.select_related("professional", "employer", "finding"))
    for each in found:
        each.spot_check = check
    gravity = ["fraud", "fault", "remark"]
    return sorted(found, key=lambda case: (gravity.index(case.finding.verdict), case.serial or 0))


def _steps(check: SpotCheck) -> list[Step]:
    labels = (
        _("List closed and published"),
        _("Seed of the night"),
        _("Cases looked at"),
        _("Report"),
    )
    return steps(labels, {CheckState.LISTED: 1, CheckState.DRAWN: 2, CheckState.REPORTED: 4}[CheckState(check.state)])


def visible_check(request: SignedInRequest, pk: int) -> SpotCheck:
    seen = SpotCheck.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("body", "bureau", "listed_by", "reported_by"), pk=pk)


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer


def _rule(rule: str, cite: str) -> dict[str, str]:
    return {"rule": rule, "citation": cited(cite), "rule_url": rule_url(rule, services.RULESET)}


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
