"""One case: what the cycle counts, the ledger of each year and the proofs beside it; and the decision."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals import queries
from approvals.enums import Action
from approvals.forms import ApprovalForm
from approvals.matters import Matter
from approvals.models import Run
from approvals.showing import shown_of
from people.requests import SignedInRequest
from records.review.case import place_of_run
from verification.cases import onward, proofs_behind, same
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
    run, subject, shown = matter.run, matter.subject, shown_of(matter, request.actor)
    outlook = asking.present_outlooks([subject])[subject.pk]
    place = place_of_run(run.pk, request.GET, request.actor) if shown["is_body"] else None
    flags = queries.flags_of([matter]).get(run.pk, []) if shown["is_body"] else []
    changed = _changed(subject, outlook)
    return {
        **shown,
        "case": subject,
        "outlook": outlook,
        "changed": changed,
        "years": years_beside(subject, outlook),
        "proofs": proofs_behind(asking.figures_of(outlook), request.actor),
        "term": asking.term_of(subject.place, subject.asked_on),
        "flags": [words for words in flags if words != changed],
        "place": place,
        "onward_quoted": quote(onward(place), safe=""),
        "form": ApprovalForm(initial={"version": matter.version}),
        "may_amend": shown["may"][Action.RESUBMIT],
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
