"""One case: what the cycle counts, the ledger of each year and the proofs beside it; and the decision."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals import access, queries
from approvals.enums import Action, Party
from approvals.forms import ApprovalForm, ReasonsForm
from approvals.matters import Matter
from approvals.models import Run
from approvals.undoing import can_undo
from people.requests import SignedInRequest
from records.models import Evidence
from records.review.case import place_of_run
from verification.cases import same
from verification.cycles import asking
from verification.cycles.procedures import changed_words
from verification.cycles.queries import years_beside
from verification.models import CYCLE, CycleCase


@login_required
@require_safe
def case(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = queries.with_history(Run.objects.visible_to(request.actor).filter(procedure=CYCLE))
    matter = queries.matter_of(get_object_or_404(seen, pk=pk))
    return render(request, "verification/cycles/case.html", _shown(request, matter))


def _shown(request: SignedInRequest, matter: Matter) -> dict[str, Any]:
    run, subject = matter.run, matter.subject
    may = {action.value: access.may(request.actor, action, run, matter.step) for action in Action}
    parties = access.parties_of(request.actor, run, matter.step)
    outlook = asking.present_outlooks([subject])[subject.pk]
    is_body = Party.BODY in parties
    place = place_of_run(run.pk, request.GET, request.actor) if is_body else None
    onward = _onward(place)
    flags = queries.flags_of([matter]).get(run.pk, []) if is_body else []
    changed = _changed(subject, outlook)
    return {
        "run": run,
        "step": matter.step,
        "rules": run.rules,
        "case": subject,
        "outlook": outlook,
        "changed": changed,
        "years": years_beside(subject, outlook),
        "proofs": _proofs(request, outlook),
        "term": asking.term_of(subject.place, subject.asked_on),
        "flags": [words for words in flags if words != changed],
        "place": place,
        "onward_quoted": quote(onward, safe=""),
        "form": ApprovalForm(initial={"version": matter.version}),
        "timeline": queries.timeline_of(run, request.actor),
        "may": may,
        "may_undo": can_undo(matter, actor=request.actor, now=timezone.now()),
        "may_take_over": may[Action.REASSIGN] and Party.SUPERIOR in parties,
        "may_amend": may[Action.RESUBMIT],
        "return_form": ReasonsForm(reasons=run.rules.reasons, initial={"version": matter.version}, auto_id="return_%s"),
        "void": getattr(subject.verification, "void", None) if subject.verification else None,
        "late_step": _late(matter),
    }


def _changed(subject: CycleCase, outlook: asking.Outlook) -> str:
    """Since it was sent, while it is not decided."""
    now = asking.figures_of(outlook)
    if subject.state not in ("submitted", "returned") or same(now, subject.sent_figures):
        return ""
    return changed_words(subject.sent_figures, now)


def _late(matter: Matter) -> bool:
    """Whether the step at hand lies longer than the notice allows."""
    return matter.run.state == "under_way" and matter.step.is_overdue(timezone.localdate())


def _proofs(request: SignedInRequest, outlook: asking.Outlook) -> Any:
    counted = [int(number) for number in asking.figures_of(outlook)["credits"]]
    proofs = Evidence.objects.visible_to(request.actor).standing().filter(record__in=counted)
    return proofs.select_related("record").order_by("record__ended_on", "pk")


def _onward(place: Any) -> str:
    if place is None:
        return reverse("approvals:queue")
    query = f"?{place.query}" if place.query else ""
    return reverse("cycles:case" if place.next else "approvals:queue", args=[place.next] if place.next else []) + query
