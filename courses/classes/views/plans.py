"""The institution's side of a plan: list, form, preview, filing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from approvals.enums import RunState
from approvals.models import Run
from approvals.queries import timeline_of, with_history
from audit.requests import ActorRequest
from courses.classes import access, plans, queries
from courses.classes.forms import ClassFilterForm, ClassPlanForm
from courses.classes.presentation import sections_of
from courses.classes.rulings import results_deadline
from courses.classes.views.shared import kept_class, posted, require
from courses.enrolment.queries import changes_told
from courses.enums import ClassState
from courses.models import CLASS_PLAN, TrainingClass
from people.models import Institution
from ui.parts import steps
from ui.tables import Column, Table

STEPS = [gettext_lazy("The plan"), gettext_lazy("Check and file")]
CLASSES = Table(
    columns=(
        Column("title", gettext_lazy("Class"), order_by=("title",)),
        Column("institution", gettext_lazy("Institution"), order_by=("institution__name",)),
        Column("time", gettext_lazy("Time"), order_by=("starts_on",), newest_first=True),
        Column("hours", gettext_lazy("Hours"), order_by=("hours",), newest_first=True, is_number=True),
        Column("enrolled", pgettext_lazy("number of people", "Enrolled"), is_number=True),
        Column("state", gettext_lazy("State"), order_by=("state",)),
    ),
    default_sort="-time",
)


@login_required
@require_GET
def class_list(request: ActorRequest) -> HttpResponse:
    require(access.may_list(request.actor))
    form = ClassFilterForm(request.GET)
    kept = queries.with_counts(queries.classes_kept(request.actor)).select_related("institution")
    found = queries.classes_found(kept, **(form.cleaned_data if form.is_valid() else {}))
    page = CLASSES.page(found, request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": [{"class": each, "stage": queries.stage_of(each)} for each in page],
        "may_file": access.may_file(request.actor),
        "lost": queries.commissions_lost(request.actor),
    }
    return render(request, "courses/classes/list.html", context)


@login_required
@require_GET
def class_detail(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    actor, today = request.actor, timezone.localdate()
    run = _newest_run(training_class)
    files = access.files_for(actor, training_class)
    is_published = training_class.state == ClassState.PUBLISHED
    context = {
        "class": training_class,
        "stage": queries.stage_of(training_class),
        "sentence": queries.sentence_of(training_class),
        "sections": sections_of(training_class),
        "run": run,
        "timeline": timeline_of(run, actor) if run else None,
        "changes": changes_told(training_class, seen=2**62),
        "inspections": queries.inspections_of(training_class),
        "results": results_deadline(training_class) if is_published else None,
        "files": files,
        "may_edit": files and training_class.state == ClassState.DRAFT,
        "may_refile": run is not None and run.state == RunState.RETURNED and run.opened_by_id == actor.user_id,
        "may_discard": files and training_class.state == ClassState.DRAFT and run is None,
        "may_change": files and is_published and not training_class.has_ended(today),
        "may_inspect": access.may_inspect(actor, training_class) and is_published and training_class.has_begun(today),
        "may_withdraw_commission": access.may_withdraw_commission(actor, training_class.institution),
        "today": today,
    }
    return render(request, "courses/classes/detail.html", context)


def _newest_run(training_class: TrainingClass) -> Run | None:
    return with_history(Run.objects.of_subject(CLASS_PLAN, training_class)).order_by("-pk").first()


@login_required
@require_http_methods(["GET", "POST"])
def class_new(request: ActorRequest) -> HttpResponse:
    """Empty, or like an earlier class of the institution (`?like=`)."""
    require(access.may_file(request.actor))
    institution = get_object_or_404(Institution, pk=request.actor.organization_id)
    form = ClassPlanForm(posted(request), institution=institution, initial=_like(request, institution))
    if form.is_valid():
        draft = plans.draft_class(institution, form.said, actor=request.actor)
        messages.success(request, _("The draft is kept. Nothing was sent yet."))
        return redirect("classes:filing", draft.pk)
    return _plan_page(request, form, None)


def _like(request: ActorRequest, institution: Institution) -> dict[str, Any]:
    if not request.GET.get("like", "").isdecimal() or len(request.GET["like"]) > 18:
        return {}
    own = queries.classes_kept(request.actor).filter(institution=institution)
    earlier = own.filter(pk=int(request.GET["like"])).first()
    if earlier is None:
        return {}
    return {
        name: getattr(earlier, name) for name in plans.OF_PLAN if name not in ("starts_on", "ends_on", "enrol_until")
    }


@login_required
@require_http_methods(["GET", "POST"])
def class_amendment(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    plans.require_filer(request.actor, training_class)
    if training_class.state != ClassState.DRAFT:
        plans.require_returned(training_class, actor=request.actor)
    form = ClassPlanForm(posted(request), institution=training_class.institution, instance=training_class)
    if form.is_valid():
        plans.amend_class(training_class, form.said, actor=request.actor)
        messages.success(request, _("Your changes are kept. Nothing was sent yet."))
        return redirect("classes:filing", pk)
    return _plan_page(request, form, training_class)


def _plan_page(request: ActorRequest, form: ClassPlanForm, training_class: TrainingClass | None) -> HttpResponse:
    context = {"form": form, "class": training_class, "steps": steps(STEPS, now=0)}
    return render(request, "courses/classes/plan.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def class_filing(request: ActorRequest, pk: int) -> HttpResponse:
    """What will happen, and then its happening; of a returned plan the sending anew."""
    training_class = kept_class(request, pk)
    plans.require_filer(request.actor, training_class)
    is_returned = training_class.state != ClassState.DRAFT
    if is_returned:
        plans.require_returned(training_class, actor=request.actor)
    if request.method == "POST":
        send = plans.refile_class if is_returned else plans.file_class
        run = send(training_class, actor=request.actor)
        messages.success(request, _("It was filed. Here you see where it lies."))
        return redirect("approvals:detail", run.pk)
    foreseen = queries.foresee_filing(training_class, on=timezone.localdate())
    context = {
        "class": training_class,
        "foreseen": foreseen,
        "sections": sections_of(training_class),
        "is_returned": is_returned,
        "steps": steps(STEPS, now=1),
    }
    return render(request, "courses/classes/filing.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def class_discarding(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    plans.require_filer(request.actor, training_class)
    if request.method == "POST":
        plans.discard_class(training_class, actor=request.actor)
        messages.success(request, _("The draft is gone."))
        return redirect("classes:list")
    return render(request, "courses/classes/discarding.html", {"class": training_class})
