from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from approvals import access, queries, services, sittings
from approvals.enums import Action
from approvals.filters import RunFilter, queue_filter
from approvals.forms import ApprovalForm, WithdrawalForm
from approvals.matters import Matter
from approvals.models import Run
from approvals.procedures import Procedure, procedure_of
from approvals.showing import reasons_form, shown_of
from audit.requests import ActorRequest
from ui.addresses import is_own
from ui.parts import Action as Button
from ui.tables import Column, Table

if TYPE_CHECKING:
    from approvals.procedures import Words

QUEUE = Table(
    columns=(
        Column("who", gettext_lazy("Name"), order_by=("run__professional__name_search",)),
        Column("what", gettext_lazy("What is asked")),
        Column("since", gettext_lazy("Waits since"), order_by=("since",)),
        Column("due", gettext_lazy("Due"), order_by=("due_on", "since")),
    ),
    default_sort="due",
    always_first=("-is_odd",),
)
RUNS = Table(
    columns=(
        Column("matter", gettext_lazy("Matter"), order_by=("procedure",)),
        Column("who", gettext_lazy("Name"), order_by=("professional__name_search",)),
        Column("state", gettext_lazy("State"), order_by=("state",)),
        Column("where", gettext_lazy("Where it lies")),
        Column("asked", gettext_lazy("Asked"), order_by=("opened_at",), newest_first=True),
    ),
    default_sort="-asked",
)


# Lists


@login_required
@require_GET
def queue(request: ActorRequest) -> HttpResponse:
    _require(access.may_see_queue(request.actor))
    today = timezone.localdate()
    kinds = queries.kinds_waiting_for(request.actor, on=today)
    found = queue_filter(request.GET, queries.queue_of(request.actor), kinds=kinds)
    page = QUEUE.page(found.qs, request.GET)
    kind = found.single_kind
    procedure = procedure_of(kind[0]) if kind else None
    rows = queries.queue_rows(page, tick_routine=kind is not None)
    context = {
        "page": page,
        "rows": rows,
        "chosen": queries.chosen_in(rows),
        "form": found.form,
        "procedure": procedure,
        "backlog": queries.backlog_in(kinds),
        "today": today,
        "query": request.GET.urlencode(),
        "last_sitting": sittings.last(request),
        "actions": _bulk_buttons(procedure) if procedure else [],
        "extra_keys": [("a", _("agree")), ("r", _("return"))] if procedure else [],
    }
    return render(request, "approvals/queue.html", context)


def _bulk_buttons(procedure: Procedure) -> list[Button]:
    return [
        Button(_("Return…"), "act", Action.RETURN, key="r"),
        Button(procedure.approve_label or _("Agree"), "act", Action.APPROVE, key="a", is_primary=True),
    ]


@login_required
@require_GET
def run_list(request: ActorRequest) -> HttpResponse:
    _require(access.may_see_runs(request.actor))
    found = RunFilter(request.GET, queries.with_history(Run.objects.visible_to(request.actor)))
    return render(request, "approvals/runs.html", {"runs": RUNS.page(found.qs, request.GET), "form": found.form})


# One matter


@login_required
@require_GET
def run_detail(request: ActorRequest, pk: int) -> HttpResponse:
    matter = _visible_matter(request, pk)
    run, rules, shown = matter.run, matter.run.rules, shown_of(matter, request.actor)
    context = {
        **_facts(matter),
        **shown,
        "may_see_runs": access.may_see_runs(request.actor),
        "may_amend": shown["may"][Action.RESUBMIT] and rules.amend_url_name,
        "anomalies": rules.anomalies([matter.subject]).get(run.subject_id, []) if shown["is_body"] else [],
        "approval_form": ApprovalForm(initial={"version": matter.version}),
    }
    return render(request, "approvals/detail.html", context)


@login_required
@require_POST
def approval(request: ActorRequest, pk: int) -> HttpResponse:
    run = _visible_run(request, pk)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    services.approve(
        run, version=form.cleaned_data["version"], actor=request.actor, comment=form.cleaned_data["comment"]
    )
    messages.success(request, _("You agreed: %(matter)s.") % {"matter": run})
    sittings.keep(request, Action.APPROVE, [run.pk])
    return redirect("approvals:queue")


@dataclass(frozen=True)
class Refusal:
    """Returning and refusing differ in their words only."""

    action: Action
    title: Words
    lead: Words
    button: Words
    done: Words
    kind: str = "primary"


RETURN = Refusal(
    Action.RETURN,
    gettext_lazy("Return it"),
    gettext_lazy("They are told why, can amend it, and it comes back to you."),
    gettext_lazy("Return"),
    gettext_lazy("You returned: %(matter)s."),
)
REJECTION = Refusal(
    Action.REJECT,
    gettext_lazy("Refuse it"),
    gettext_lazy("This ends the matter. They are told why; to amend it they would have to ask anew."),
    gettext_lazy("Refuse"),
    gettext_lazy("You refused: %(matter)s."),
    "danger",
)


@login_required
@require_http_methods(["GET", "POST"])
def return_page(request: ActorRequest, pk: int) -> HttpResponse:
    return _refuse(request, pk, RETURN)


@login_required
@require_http_methods(["GET", "POST"])
def rejection(request: ActorRequest, pk: int) -> HttpResponse:
    return _refuse(request, pk, REJECTION)


def _refuse(request: ActorRequest, pk: int, refusal: Refusal) -> HttpResponse:
    matter = _visible_matter(request, pk)
    services.require(matter, refusal.action, request.actor)
    form = reasons_form(matter, request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.decide_many(
            {matter.run.pk: form.cleaned_data["version"]},
            refusal.action,
            actor=request.actor,
            reasons=form.chosen_reasons,
            comment=form.cleaned_data["comment"],
        )
        messages.success(request, refusal.done % {"matter": matter.run})
        sittings.keep(request, refusal.action, [matter.run.pk])
        return redirect(_onward(request))
    context = {**_facts(matter), "form": form, "refusal": refusal, "back_url": _page_of(matter.run)}
    return render(request, "approvals/refusal.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "POST"])
def withdrawal(request: ActorRequest, pk: int) -> HttpResponse:
    matter = _visible_matter(request, pk)
    services.require(matter, Action.WITHDRAW, request.actor)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.withdraw(matter.run, actor=request.actor, comment=form.cleaned_data["comment"])
        messages.success(request, _("You withdrew it. Nothing was changed."))
        return redirect("approvals:detail", pk)
    context = {**_facts(matter), "form": form}
    return render(request, "approvals/withdrawal.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def reminder(request: ActorRequest, pk: int) -> HttpResponse:
    services.remind(_visible_run(request, pk), actor=request.actor)
    messages.success(request, _("They were reminded: it is marked in their list."))
    return redirect("approvals:detail", pk)


@login_required
@require_POST
def takeover(request: ActorRequest, pk: int) -> HttpResponse:
    services.take_over(_visible_run(request, pk), actor=request.actor)
    messages.success(request, _("It is yours to decide now."))
    return redirect("approvals:detail", pk)


# What they share


def _onward(request: ActorRequest) -> str:
    """Where the page from which it was decided goes on, which is its own next one; else to the queue."""
    wanted = request.GET.get("next", "")
    return wanted if wanted and is_own(wanted, request) else reverse("approvals:queue")


def _page_of(run: Run) -> str:
    return reverse(run.rules.page_url_name or "approvals:detail", args=[run.pk])


def _visible_run(request: ActorRequest, pk: int) -> Run:
    return get_object_or_404(queries.with_history(Run.objects.visible_to(request.actor)), pk=pk)


def _visible_matter(request: ActorRequest, pk: int) -> Matter:
    return queries.matter_of(_visible_run(request, pk))


def _facts(matter: Matter) -> dict[str, Any]:
    """What the pages about one matter show of it."""
    run, rules = matter.run, matter.run.rules
    return {
        "run": run,
        "step": matter.step,
        "subject": matter.subject,
        "rules": rules,
        "title": rules.title(matter.subject),
    }


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied
