"""After publication: changes, cancellation, inspections, and the sheets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from audit.requests import ActorRequest
from courses import consequences
from courses.classes import access, changes, inspections, plans
from courses.classes.forms import (
    CancellationForm,
    ClassChangeForm,
    CorrectionForm,
    InspectionForm,
    LostCommissionForm,
)
from courses.classes.presentation import all_sections
from courses.classes.queries import classes_kept
from courses.classes.sheets import filing_form, headline_of, roster_headings, roster_sheet
from courses.classes.views.shared import kept_class, posted, require, workbook
from courses.enrolment.queries import roster_of, roster_rows
from courses.enums import ClassState
from courses.models import Inspection, LostCommission, RosterEntry
from people.models import Institution
from ui.errors import Conflict


@login_required
@require_http_methods(["GET", "POST"])
def class_change(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    plans.require_filer(request.actor, training_class)
    plans.require_state(training_class, ClassState.PUBLISHED)
    form = ClassChangeForm(posted(request), institution=training_class.institution, instance=training_class)
    if form.is_valid() and _changed(request, form, training_class):
        return redirect("classes:detail", pk)
    context = {
        "form": form,
        "class": training_class,
        "told": RosterEntry.objects.standing().filter(training_class=training_class).count(),
    }
    return render(request, "courses/classes/change.html", context, status=422 if form.is_bound else 200)


def _changed(request: ActorRequest, form: ClassChangeForm, training_class: Any) -> bool:
    """What the service refuses is said in the form, so that nothing typed is lost."""
    reason = form.cleaned_data["reason"]
    try:
        change = changes.change_class(training_class, form.said, reason=reason, actor=request.actor)
    except Conflict as conflict:
        form.add_error(None, str(conflict.message))
        return False
    if change is None:
        messages.info(request, _("Nothing was changed, so nobody was told."))
    else:
        messages.success(request, _("The change is kept. Everybody who is enrolled is told on the home page."))
    return True


@login_required
@require_http_methods(["GET", "POST"])
def class_cancellation(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    plans.require_filer(request.actor, training_class)
    plans.require_state(training_class, ClassState.PUBLISHED)
    form = CancellationForm(posted(request))
    if form.is_valid():
        changes.cancel_class(training_class, reason=form.cleaned_data["reason"], actor=request.actor)
        messages.success(request, _("The class is cancelled. Everybody who was enrolled is told on the home page."))
        return redirect("classes:detail", pk)
    context = {
        "form": form,
        "class": training_class,
        "told": RosterEntry.objects.standing().filter(training_class=training_class).count(),
    }
    return render(request, "courses/classes/cancellation.html", context, status=422 if form.is_bound else 200)


# Inspections


@login_required
@require_http_methods(["GET", "POST"])
def class_inspection(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    require(access.may_inspect(request.actor, training_class))
    plans.require_state(training_class, ClassState.PUBLISHED)
    initial = {"inspected_on": timezone.localdate()}
    form = InspectionForm(posted(request), training_class=training_class, initial=initial)
    if form.is_valid():
        inspections.note_inspection(training_class, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("The inspection is noted. The institution reads it on the page of the class."))
        return redirect("classes:detail", pk)
    context = {"form": form, "class": training_class, "foreseen": consequences.foresee(training_class)}
    return render(request, "courses/classes/inspection.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def correction(request: ActorRequest, pk: int) -> HttpResponse:
    """The institution says how it put right what an inspection found."""
    kept = Inspection.objects.filter(training_class__in=classes_kept(request.actor))
    inspection = get_object_or_404(kept.select_related("training_class", "organization"), pk=pk)
    require(access.files_for(request.actor, inspection.training_class))
    form = CorrectionForm(posted(request))
    if form.is_valid():
        inspections.report_correction(inspection, words=form.cleaned_data["words"], actor=request.actor)
        messages.success(request, _("It is noted as put right. The bureau reads it."))
        return redirect("classes:detail", inspection.training_class_id)
    context = {"form": form, "inspection": inspection, "class": inspection.training_class}
    return render(request, "courses/classes/correction.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def lost_commission(request: ActorRequest, pk: int) -> HttpResponse:
    """Of an institution in the area of the bureau (S-5)."""
    institutions = Institution.objects.filter(pk__in=Institution.objects.visible_to(request.actor).values("pk"))
    institution = get_object_or_404(institutions, pk=pk)
    assert isinstance(institution, Institution)
    require(access.may_withdraw_commission(request.actor, institution))
    form = LostCommissionForm(posted(request))
    if form.is_valid() and _withdrawn(request, form, institution):
        return redirect("classes:lost_commission", pk)
    lost = LostCommission.objects.filter(institution=institution).select_related("decided_by", "organization")
    context = {"form": form, "institution": institution, "lost": lost}
    return render(request, "courses/classes/lost_commission.html", context, status=422 if form.is_bound else 200)


def _withdrawn(request: ActorRequest, form: LostCommissionForm, institution: Institution) -> bool:
    try:
        lost = inspections.withdraw_commission(institution, **form.cleaned_data, actor=request.actor)
    except Conflict as conflict:
        form.add_error("year", str(conflict.message))
        return False
    messages.success(request, _("The commission for %(year)s is withdrawn.") % {"year": lost.year})
    return True


# Sheets


@login_required
@require_GET
def form_sheet(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    context = {"class": training_class, "sections": all_sections(training_class)}
    return render(request, "courses/classes/form_sheet.html", context)


@login_required
@require_GET
def form_workbook(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    return workbook(filing_form(training_class), f"{_('Class filing form')} {training_class.title}")


@login_required
@require_GET
def roster_print(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    context = {
        "class": training_class,
        "headline": headline_of(training_class),
        "headings": roster_headings(),
        "rows": roster_rows(roster_of(training_class)),
    }
    return render(request, "courses/classes/roster_sheet.html", context)


@login_required
@require_GET
def roster_workbook(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    rows = roster_rows(roster_of(training_class))
    return workbook(roster_sheet(training_class, rows), f"{_('Roster')} {training_class.title}")
