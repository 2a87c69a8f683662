"""Pages for deciding several matters at once, and for taking decisions back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from approvals import access, queries, services, sittings
from approvals.enums import Action
from approvals.filters import queue_filter
from approvals.forms import CHOSEN_AT_MOST, BulkReasonsForm, ChosenForm
from approvals.models import Run
from approvals.procedures import procedure_of
from approvals.sittings import Sitting
from approvals.undoing import can_undo, undo, undo_many
from approvals.wording import counted
from audit.requests import ActorRequest

ALL_OF_FILTER = "approve_all"
ORDER = ("-is_odd", "due_on", "since", "pk")


@login_required
@require_POST
def decisions(request: ActorRequest) -> HttpResponse:
    """What was ticked in the queue: agreed to at once, or returned after a page has asked why; or all that the filter
    finds, after a page has said how many these are."""
    require_officer(request)
    if request.POST.get("act") == ALL_OF_FILTER:
        return _confirm_all(request)
    chosen = ChosenForm(request.POST)
    if "matter" not in request.POST:
        messages.warning(request, _("Nothing was ticked, so nothing was decided."))
        return _back_to_queue(request)
    if not chosen.is_valid():
        raise BadRequest
    seen, flagged = chosen.cleaned_data["matter"], chosen.cleaned_data["flagged"]
    if request.POST.get("act") == Action.RETURN:
        return _return_several(request, seen)
    return _agree(request, seen, flagged)


def _agree(request: ActorRequest, seen: Mapping[int, int], flagged: Collection[int]) -> HttpResponse:
    """What has come to be looked at since the page was drawn is skipped, as it would have been on the page."""
    newly = queries.odd_among(seen) - set(flagged)
    decided = {number: version for number, version in seen.items() if number not in newly}
    if decided:
        services.decide_many(decided, Action.APPROVE, actor=request.actor)
    skipped = newly | (set(flagged) - set(seen))
    return _to_result(request, Action.APPROVE, decided, skipped)


def _confirm_all(request: ActorRequest) -> HttpResponse:
    """In numbers: how many people and matters, and what is skipped because somebody should look at it."""
    query = QueryDict(request.POST.get("query", ""))
    kinds = queries.kinds_waiting_for(request.actor, on=timezone.localdate())
    found = queue_filter(query, queries.queue_of(request.actor), kinds=kinds)
    if not found.is_valid() or found.single_kind is None:
        raise BadRequest
    waiting = found.qs.order_by(*ORDER)
    rows = queries.queue_rows(waiting[:CHOSEN_AT_MOST], tick_routine=False)
    taken = [row for row in rows if not row.flags]
    context = {
        "taken": taken,
        "counted": counted(len(taken), len({row.run.professional_id for row in taken})),
        "skipped": [row for row in rows if row.flags],
        "left": max(0, waiting[: 10 * CHOSEN_AT_MOST].count() - len(rows)),
        "chosen": ",".join(row.choice for row in taken),
        "flagged": ",".join(row.choice for row in rows if row.flags),
        "procedure": procedure_of(found.single_kind[0]),
        "kind": queries.kind_label(*found.single_kind),
        "query": query.urlencode(),
    }
    return render(request, "approvals/confirm_all.html", context)


def _return_several(request: ActorRequest, seen: Mapping[int, int]) -> HttpResponse:
    runs = list(Run.objects.visible_to(request.actor).filter(pk__in=seen).select_related("professional"))
    procedures = {run.procedure for run in runs}
    if len(runs) < len(seen):
        raise PermissionDenied(_("One of the matters you chose is not yours to decide. Nothing was decided."))
    if len(procedures) > 1:
        raise BadRequest
    reasons = procedure_of(procedures.pop()).reasons
    form = BulkReasonsForm(request.POST if "comment" in request.POST else None, reasons=reasons)
    if form.is_valid():
        words = {"reasons": form.chosen_reasons, "comment": form.cleaned_data["comment"]}
        services.decide_many(seen, Action.RETURN, actor=request.actor, **words)
        return _to_result(request, Action.RETURN, seen)
    context = {"runs": runs, "form": form, "chosen": request.POST.getlist("matter"), "query": request.POST.get("query")}
    return render(request, "approvals/return_several.html", context, status=422 if form.is_bound else 200)


# What came of it


def _to_result(
    request: ActorRequest, action: Action, decided: Collection[int], skipped: Collection[int] = ()
) -> HttpResponseRedirect:
    query = request.POST.get("query", "")
    sitting = sittings.keep(request, action, decided, skipped=skipped, query=query)
    return redirect("approvals:decided", sitting.number)


@login_required
@require_GET
def decided(request: ActorRequest, number: int) -> HttpResponse:
    """What was decided in one go, what was skipped and why, and the way back."""
    require_officer(request)
    sitting = _sitting(request, number)
    rows = _rows_of(request, [*sitting.runs, *sitting.skipped])
    done = [rows[run] for run in sitting.runs if run in rows]
    context = {
        "sitting": sitting,
        "done": done,
        "counted": counted(len(done), len({row["run"].professional_id for row in done})),
        "skipped": [rows[run] for run in sitting.skipped if run in rows],
        "can_undo": sum(row["can_undo"] for row in done),
        "queue_url": f"{reverse('approvals:queue')}?{sitting.query}",
    }
    return render(request, "approvals/decided.html", context)


@login_required
@require_POST
def undoing_several(request: ActorRequest, number: int) -> HttpResponse:
    """Take back what can still be taken back of one go."""
    require_officer(request)
    sitting = _sitting(request, number)
    open_still = [run for run, row in _rows_of(request, sitting.runs).items() if row["can_undo"]]
    undo_many(open_still, actor=request.actor)
    _tell_undone(request, len(open_still), len(sitting.runs))
    return redirect("approvals:decided", number)


@login_required
@require_POST
def undoing(request: ActorRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(Run.objects.visible_to(request.actor), pk=pk)
    undo(run, actor=request.actor)
    _tell_undone(request, 1, 1)
    return redirect(run.rules.page_url_name or "approvals:detail", pk)


def _tell_undone(request: ActorRequest, undone: int, wanted: int) -> None:
    words = ngettext(
        "You took back %(count)s decision; it waits for you again.",
        "You took back %(count)s decisions; they wait for you again.",
        undone,
    )
    messages.success(request, words % {"count": undone})
    if undone < wanted:
        late = ngettext(
            "%(count)s stays: somebody has acted upon it, or ten minutes have passed.",
            "%(count)s stay: somebody has acted upon them, or ten minutes have passed.",
            wanted - undone,
        )
        messages.warning(request, late % {"count": wanted - undone})


def _sitting(request: ActorRequest, number: int) -> Sitting:
    sitting = sittings.find(request, number)
    if sitting is None:
        raise Http404
    return sitting


def _rows_of(request: ActorRequest, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    now = timezone.now()
    runs = queries.with_history(Run.objects.visible_to(request.actor).filter(pk__in=numbers))
    flags = queries.flags_of(matters := queries.matters_of(runs))
    return {
        matter.run.pk: {
            "run": matter.run,
            "title": matter.run.rules.title(matter.subject),
            "flags": flags.get(matter.run.pk, []),
            "can_undo": can_undo(matter, actor=request.actor, now=now),
            "url_name": matter.run.rules.page_url_name or "approvals:detail",
        }
        for matter in matters
    }


def _back_to_queue(request: ActorRequest) -> HttpResponseRedirect:
    query = request.POST.get("query", "")
    return redirect(f"{reverse('approvals:queue')}?{query}" if query else reverse("approvals:queue"))


def require_officer(request: ActorRequest) -> None:
    if not access.may_see_queue(request.actor):
        raise PermissionDenied
