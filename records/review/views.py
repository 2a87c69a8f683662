from __future__ import annotations

from typing import Any
from urllib.parse import quote

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals import queries, services, sittings
from approvals.enums import Action
from approvals.matters import Matter
from approvals.models import Run
from approvals.showing import shown_of
from audit.requests import ActorRequest
from records.models import RECORD
from records.review.case import Case, Place, case_of, place_of_run
from records.review.forms import AgreementForm
from records.review.services import FigureRefused, agree
from records.telling import told_facts

# A PDF is shown in a frame.
framed = csp_update({"frame-src": [SELF]})


@login_required
@require_GET
@framed  # type: ignore[arg-type]
def record(request: ActorRequest, pk: int) -> HttpResponse:
    """Record, proof and rule side by side; where it waits for the reader, with the decision."""
    matter = _visible_matter(request, pk)
    case = case_of(matter, request.actor)
    return _page(request, matter, case, _form(matter, case))


@login_required
@require_POST
@framed  # type: ignore[arg-type]
def agreement(request: ActorRequest, pk: int) -> HttpResponse:
    """Agree and go on to the next; a figure that the rule does not allow comes back with its words."""
    matter = _visible_matter(request, pk)
    services.require(matter, Action.APPROVE, request.actor)
    case, place = case_of(matter, request.actor), place_of_run(pk, request.GET, request.actor)
    form = _form(matter, case, request.POST)
    if form.is_valid() and _agreed(request, matter, form):
        return redirect(_onward(place))
    return _page(request, matter, case, form, status=422)


def _visible_matter(request: ActorRequest, pk: int) -> Matter:
    seen = queries.with_history(Run.objects.visible_to(request.actor).filter(procedure=RECORD))
    return queries.matter_of(get_object_or_404(seen, pk=pk))


def _form(matter: Matter, case: Case, sent: Any = None) -> AgreementForm:
    return AgreementForm(sent, allowed=case.allowed, initial={"version": matter.version, "hours": case.figure})


def _agreed(request: ActorRequest, matter: Matter, form: AgreementForm) -> bool:
    given = form.cleaned_data
    try:
        agree(
            matter.run,
            version=given["version"],
            hours=given.get("hours"),
            comment=given["comment"],
            actor=request.actor,
        )
    except FigureRefused as refusal:
        form.add_error("hours", refusal.words)
        return False
    sittings.keep(request, Action.APPROVE, [matter.run.pk], query=request.GET.urlencode())
    messages.success(request, _("You agreed: %(matter)s.") % {"matter": matter.run})
    return True


def _onward(place: Place) -> str:
    """To the next of the queue as it is filtered; after the last to what was decided."""
    query = f"?{place.query}" if place.query else ""
    return place.next or place.previous or reverse("approvals:queue") + query


def _page(request: ActorRequest, matter: Matter, case: Case, form: AgreementForm, status: int = 200) -> HttpResponse:
    place = place_of_run(matter.run.pk, request.GET, request.actor)
    context = _shown(request, matter, case, place) | {"form": form}
    return render(request, "records/review/record.html", context, status=status)


def _shown(request: ActorRequest, matter: Matter, case: Case, place: Place) -> dict[str, Any]:
    shown = shown_of(matter, request.actor)
    return {
        **shown,
        "record": case.record,
        "foresight": case.foresight,
        "case": case,
        "facts": told_facts(case.record.activity, case.record.facts),
        "flags": queries.flags_of([matter]).get(matter.run.pk, []) if shown["is_body"] else [],
        "place": place,
        "onward_quoted": quote(_onward(place), safe=""),
        "last_sitting": sittings.last(request),
    }
