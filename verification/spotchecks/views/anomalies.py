"""What is worth a look: the list, one of them with what stands behind it, and its way into a check."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.services import ObjectRef, record
from jobs.services import start_job
from people.models import Organization, Professional
from people.requests import SignedInRequest
from records.models import ClassResult, LearningRecord
from ui.tables import Column, Table
from verification.access import SPOT_CHECKS, may_see_spot_checks
from verification.models import Anomaly, AnomalyQuerySet, SpotCheck, SpotCheckCase
from verification.spotchecks import services
from verification.spotchecks.exports import anomaly_book
from verification.spotchecks.forms import AnomalyFilter, SearchForm, TakeInForm
from verification.spotchecks.kinds import AnomalySearch
from verification.spotchecks.subjects import bodies_that_decided
from verification.spotchecks.telling import thresholds, told
from verification.spotchecks.views.checks import workbook_answer

MOST_PEOPLE = 50
ANOMALIES = Table(
    columns=(
        Column("who", gettext_lazy("Person or institution"), order_by=("professional__name_search",)),
        Column("kind", gettext_lazy("Kind"), order_by=("kind",)),
        Column("what", pgettext_lazy("anomaly", "What it is"), order_by=("figure",), newest_first=True),
        Column("employer", gettext_lazy("Employer"), order_by=("organization__name",)),
        Column("found", gettext_lazy("Found"), order_by=("found_at",), newest_first=True),
    ),
    default_sort="-what",
)


@login_required
@require_http_methods(["GET", "POST"])
def anomaly_list(request: SignedInRequest) -> HttpResponse:
    """POST searches a year anew."""
    _require(may_see_spot_checks(request.actor))
    if request.method == "POST":
        return _search(request)
    form, found = _filtered(request)
    page = ANOMALIES.page(found, request.GET)
    listed = list(page)
    taken = _taken_in(listed)
    context = {
        "page": page,
        "rows": [(each, told(each), (each.professional_id, each.year) in taken) for each in listed],
        "form": form,
        "year": form.chosen_year,
        "thresholds": thresholds(),
        "may_search": request.actor.can(SPOT_CHECKS),
    }
    return render(request, "verification/spotchecks/anomalies.html", context)


def _search(request: SignedInRequest) -> HttpResponse:
    _require(request.actor.can(SPOT_CHECKS))
    form = SearchForm(request.POST, this_year=timezone.localdate().year)
    if not form.is_valid():
        messages.error(request, _("Choose a year."))
        return redirect("spot_checks:anomalies")
    params = {"year": form.cleaned_data["year"], "area": request.actor.area}
    job = start_job(AnomalySearch.name, params, actor=request.actor)
    return redirect("jobs:detail", job.pk)


@login_required
@require_GET
def anomaly_export(request: SignedInRequest) -> HttpResponse:
    _require(may_see_spot_checks(request.actor))
    form, found = _filtered(request)
    with transaction.atomic():
        content = anomaly_book(found[:10_000])
        record(
            "anomaly.exported",
            ObjectRef("verification.anomalies", str(form.chosen_year), str(form.chosen_year)),
            actor=request.actor,
        )
    return workbook_answer(content, _("Anomalies %(year)d.xlsx") % {"year": form.chosen_year})


def _filtered(request: SignedInRequest) -> tuple[AnomalyFilter, QuerySet[Anomaly]]:
    form = AnomalyFilter(request.GET or None, this_year=timezone.localdate().year)
    found = Anomaly.objects.visible_to(request.actor).filter(year=form.chosen_year)
    if form.chosen_kind:
        found = found.filter(kind=form.chosen_kind)
    return form, found.select_related("professional", "organization")


@login_required
@require_GET
def anomaly_page(request: SignedInRequest, pk: int) -> HttpResponse:
    return _page(request, _visible(request, pk))


@login_required
@require_POST
def taking(request: SignedInRequest, pk: int) -> HttpResponse:
    """Takes a person into a check that is under way."""
    anomaly = _visible(request, pk)
    _require(request.actor.can(SPOT_CHECKS))
    form = TakeInForm(request.POST, checks=_checks_to_choose(request, anomaly))
    if not form.is_valid():
        return _page(request, anomaly, form=form)
    person = next((each for each in _people_behind(request, anomaly) if each.pk == form.cleaned_data["person"]), None)
    if person is None:
        raise Http404
    check = get_object_or_404(SpotCheck.objects.visible_to(request.actor), pk=form.cleaned_data["check"])
    services.take_in(check, person, reason=form.cleaned_data["reason"], actor=request.actor)
    messages.success(request, _("%(name)s is taken into the check, marked as not random.") % {"name": person.name})
    return redirect("spot_checks:check", check.pk)


def _page(request: SignedInRequest, anomaly: Anomaly, form: TakeInForm | None = None) -> HttpResponse:
    checks = _checks_to_choose(request, anomaly)
    people = _people_behind(request, anomaly)
    context = {
        "anomaly": anomaly,
        "words": told(anomaly),
        "records": _records_behind(request, anomaly),
        "people": people,
        "form": form or _form(anomaly, checks, people),
        "checks": checks,
        "bodies": _bodies_without_check(request, anomaly),
        "may_take": request.actor.can(SPOT_CHECKS) and bool(checks) and bool(people),
    }
    return render(request, "verification/spotchecks/anomaly.html", context, status=422 if form else 200)


def _form(anomaly: Anomaly, checks: list[tuple[int, str]], people: list[Professional]) -> TakeInForm:
    initial: dict[str, Any] = {"reason": f"{anomaly.get_kind_display()}: {told(anomaly)}"[:300]}
    if len(people) == 1:
        initial["person"] = people[0].pk
    form = TakeInForm(checks=checks, initial=initial)
    if len(people) > 1:
        form.fields["person"] = _person_choice(people)
    return form


def _person_choice(people: list[Professional]) -> Any:
    from django import forms

    return forms.TypedChoiceField(label=_("Whom"), coerce=int, choices=[(each.pk, each.name) for each in people])


def _records_behind(request: SignedInRequest, anomaly: Anomaly) -> list[LearningRecord]:
    """The own ones, and those that share the proof as far as the reader sees them."""
    numbers = [*anomaly.records, *anomaly.facts.get("others", [])]
    seen = LearningRecord.objects.visible_to(request.actor).filter(pk__in=numbers[:200])
    return list(seen.select_related("professional").order_by("professional_id", "ended_on", "pk"))


def _people_behind(request: SignedInRequest, anomaly: Anomaly) -> list[Professional]:
    seen = Professional.objects.visible_to(request.actor)
    if anomaly.professional_id is not None:
        return list(seen.filter(pk=anomaly.professional_id))
    results = ClassResult.objects.filter(
        training_class__institution=anomaly.organization_id, training_class__ends_on__year=anomaly.year
    )
    return list(seen.filter(pk__in=results.values("professional")).order_by("pk")[:MOST_PEOPLE])


def _bodies_of(request: SignedInRequest, anomaly: Anomaly) -> set[int]:
    people = [each.pk for each in _people_behind(request, anomaly)]
    return bodies_that_decided(anomaly.year, people) - {request.actor.organization_id or 0}


def _checks_to_choose(request: SignedInRequest, anomaly: Anomaly) -> list[tuple[int, str]]:
    bodies = _bodies_of(request, anomaly)
    people = _people_behind(request, anomaly)
    about = Q(body__in=bodies) | Exists(
        SpotCheckCase.objects.filter(spot_check=OuterRef("pk"), professional__in=people)
    )
    checks = SpotCheck.objects.visible_to(request.actor).open().filter(about, year=anomaly.year)
    own = checks.filter(bureau=request.actor.organization_id).select_related("body")
    return [(each.pk, str(each)) for each in own.order_by("pk")]


def _bodies_without_check(request: SignedInRequest, anomaly: Anomaly) -> list[tuple[int, str]]:
    """Of whom a check can be begun, where there is none to take the case into."""
    if not request.actor.can(SPOT_CHECKS):
        return []
    own = Organization.objects.filter(pk__in=_bodies_of(request, anomaly), area__startswith=request.actor.area)
    open_ones = SpotCheck.objects.open().filter(year=anomaly.year)
    free = own.exclude(pk__in=open_ones.values("body")).order_by("pk")
    return [*free.values_list("pk", "name")]


def _taken_in(anomalies: list[Anomaly]) -> set[tuple[int | None, int]]:
    people = [each.professional_id for each in anomalies if each.professional_id]
    cases = SpotCheckCase.objects.chosen().filter(professional__in=people)
    return {*cases.values_list("professional_id", "spot_check__year")}


def _visible(request: SignedInRequest, pk: int) -> Anomaly:
    seen: AnomalyQuerySet = Anomaly.objects.visible_to(request.actor)
    return get_object_or_404(seen.select_related("professional", "organization"), pk=pk)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
