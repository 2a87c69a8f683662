"""The results of a class: what is reported, by file or by hand, and what is late."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals.matters import database_day
from audit.requests import ActorRequest
from courses.models import RosterEntry, TrainingClass
from people.models import Professional
from records.models import ClassResult
from records.results import queries, services
from records.results.access import (
    classes_with_results_by,
    may_enter_results,
    may_read_roster,
    may_see_corrections,
    may_see_late,
)
from records.results.deadlines import due_day, due_days, rule_of
from records.results.forms import NewResultForm, ResultForm, initial_of
from records.results.proofs import may_take_proofs
from records.results.services import ResultFaulty, ResultQuestioned
from ui.tables import Column, Table

CLASSES = Table(
    columns=(
        Column("class", gettext_lazy("Class"), order_by=("title",)),
        Column("ended", gettext_lazy("Ended"), order_by=("ends_on",), newest_first=True),
        Column("due", gettext_lazy("Results due")),
        Column("reported", gettext_lazy("Results"), order_by=("reported",), is_number=True),
        Column("state", gettext_lazy("State")),
    ),
    default_sort="-ended",
)
PEOPLE = Table(
    columns=(
        Column("person", gettext_lazy("Name"), order_by=("professional__name",)),
        Column("employer", gettext_lazy("Employer"), order_by=("employer__name",)),
        Column("attended", gettext_lazy("Attended"), is_number=True),
        Column("mark", gettext_lazy("Exam mark"), is_number=True),
        Column("hours", gettext_lazy("Hours"), is_number=True),
        Column("outcome", gettext_lazy("Result")),
        Column("record", gettext_lazy("Record")),
        Column("entered", gettext_lazy("Enrolled"), order_by=("enrolled_at",)),
        Column("acts", ""),
    ),
    default_sort="entered",
)
LATE = Table(
    columns=(
        Column("class", gettext_lazy("Class"), order_by=("title",)),
        Column("institution", gettext_lazy("Institution"), order_by=("institution__name",)),
        Column("ended", gettext_lazy("Ended"), order_by=("ends_on",)),
        Column("due", gettext_lazy("Results were due")),
        Column("contact", gettext_lazy("Contact")),
    ),
    default_sort="ended",
)

CORRECTIONS = Table(
    columns=(
        Column("person", gettext_lazy("Name"), order_by=("record__professional__name",)),
        Column("class", gettext_lazy("Class"), order_by=("record__title",)),
        Column("before", gettext_lazy("Hours so far"), is_number=True),
        Column("after", gettext_lazy("Hours now"), is_number=True),
        Column("at", gettext_lazy("Corrected"), order_by=("carried_out_at",), newest_first=True),
    ),
    default_sort="-at",
)


@login_required
@require_GET
def own_classes(request: ActorRequest) -> HttpResponse:
    if not may_enter_results(request.actor):
        raise PermissionDenied
    today = database_day()
    page = CLASSES.page(queries.own_classes(request.actor, today), request.GET)
    rows = [{"class": each, "due": due} for each, due in due_days(page)]
    return render(request, "records/results/classes.html", {"page": page, "rows": rows, "today": today})


@login_required
@require_GET
def late_classes(request: ActorRequest) -> HttpResponse:
    if not may_see_late(request.actor):
        raise PermissionDenied
    page = LATE.page(queries.late_classes(request.actor, database_day()), request.GET)
    rows = [{"class": each, "due": due} for each, due in due_days(page)]
    return render(request, "records/results/late.html", {"page": page, "rows": rows})


@login_required
@require_GET
def corrections(request: ActorRequest) -> HttpResponse:
    """What institutions corrected after this body had recognized it: it is told, and decides nothing."""
    if not may_see_corrections(request.actor):
        raise PermissionDenied
    page = CORRECTIONS.page(queries.corrections_for(request.actor, database_day()), request.GET)
    return render(request, "records/results/corrections.html", {"page": page})


@login_required
@require_GET
def class_results(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = _visible_class(request, pk)
    page = PEOPLE.page(queries.roster_of(training_class, request.actor), request.GET)
    context = {
        "class": training_class,
        "page": page,
        "rows": queries.with_results(page, training_class),
        "counts": queries.counts_of(training_class, request.actor, page),
        "may_enter": _may_enter(request, training_class),
        "may_read_roster": may_read_roster(request.actor, training_class),
        "may_take_proofs": may_take_proofs(request.actor),
        **_time_of(training_class),
    }
    return render(request, "records/results/class.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def result_entry(request: ActorRequest, pk: int) -> HttpResponse:
    """Of somebody on the roster: entered, or put right."""
    visible = RosterEntry.objects.visible_to(request.actor).standing().select_related("professional")
    entry = get_object_or_404(visible, pk=pk)
    training_class, person = _own_class(request, entry.training_class_id), entry.professional
    result = ClassResult.objects.filter(training_class=training_class, professional=person).first()
    form = ResultForm(request.POST or None, initial=initial_of(result) if result else {})
    if form.is_valid() and _entered(request, training_class, form, person):
        return redirect("results:class", training_class.pk)
    return _form_page(request, training_class, form, person=person, result=result)


@login_required
@require_http_methods(["GET", "POST"])
def result_new(request: ActorRequest, pk: int) -> HttpResponse:
    """Of somebody who took part without being on the roster."""
    training_class = _own_class(request, pk)
    form = NewResultForm(request.POST or None)
    if form.is_valid() and _entered(request, training_class, form, None):
        return redirect("results:class", pk)
    return _form_page(request, training_class, form)


@login_required
@require_POST
def report(request: ActorRequest, pk: int) -> HttpResponse:
    """Whoever is still without a result did not take part."""
    training_class = _own_class(request, pk)
    services.finish_results(training_class, actor=request.actor)
    messages.success(request, _("The results of the class are reported. You can still correct them."))
    return redirect("results:class", pk)


def _entered(
    request: ActorRequest, training_class: TrainingClass, form: ResultForm, person: Professional | None
) -> bool:
    try:
        result = services.enter_result(
            training_class,
            form.values,
            professional=person,
            is_confirmed=form.is_confirmed,
            actor=request.actor,
        )
    except ResultQuestioned as questioned:
        form.ask_about(questioned.findings)
        return False
    except ResultFaulty as faulty:
        form.refuse(faulty.findings)
        return False
    messages.success(request, _("The result is entered.") if result else _("It stood there already."))
    return True


def _form_page(request: ActorRequest, training_class: TrainingClass, form: ResultForm, **more: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "records/results/form.html", {"class": training_class, "form": form, **more}, status=status)


def _visible_class(request: ActorRequest, pk: int) -> TrainingClass:
    visible = TrainingClass.objects.visible_to(request.actor).published()
    return get_object_or_404(visible.select_related("institution", "course"), pk=pk)


def _own_class(request: ActorRequest, pk: int) -> TrainingClass:
    training_class = _visible_class(request, pk)
    if not _may_enter(request, training_class):
        raise PermissionDenied
    return training_class


def _may_enter(request: ActorRequest, training_class: TrainingClass) -> bool:
    return classes_with_results_by(request.actor).filter(pk=training_class.pk).exists()


def _time_of(training_class: TrainingClass) -> dict[str, Any]:
    today, due = database_day(), due_day(training_class)
    is_open = training_class.results_at is None and training_class.lost_status_at is None
    rule = rule_of(training_class)
    return {
        "due": due,
        "due_citation": {"text": rule.citation, "url": rule.url} if rule else None,
        "has_ended": training_class.has_ended(today),
        "is_late": is_open and due is not None and due < today,
        "is_due": is_open and training_class.has_ended(today),
    }
