"""What leaves the house: the 名册表 of a class, and certificates with the public page on which they are looked up."""

from __future__ import annotations

from typing import Any

from allauth.core.internal.ratelimit import get_ip
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from audit.requests import ActorRequest
from audit.services import record
from courses.models import TrainingClass
from records.models import ClassResult
from records.results import queries
from records.results.access import may_read_roster
from records.results.forms import ProofCodeForm
from records.results.proof_jobs import order_proofs
from records.results.proofs import issued_on, masked_name, may_take_proofs, proof_under, proofs_for, serial_of
from records.results.roster_book import HEADS, cells_of, roster_book, told_of
from ui.errors import Conflict, too_many_requests
from ui.limits import Rule, allowance

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_AT_ONCE = 2000
MISREAD_PER_ADDRESS = (60, 600)
"""So many in so many seconds: misread sheets of a whole office, not a search through all codes."""


@login_required
@require_GET
def roster_file(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = _class_to_read(request, pk)
    content = roster_book(training_class, queries.as_on_the_form(training_class, request.actor))
    with transaction.atomic():
        record("class.roster_taken", training_class, actor=request.actor)
    answer = HttpResponse(content, content_type=XLSX)
    name = _("Roster – %(class)s.xlsx") % {"class": training_class.title}
    answer.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return answer


@login_required
@require_GET
def roster_print(request: ActorRequest, pk: int) -> HttpResponse:
    training_class = _class_to_read(request, pk)
    people = queries.as_on_the_form(training_class, request.actor)
    context = {
        "class": training_class,
        "heads": HEADS,
        "told": told_of(training_class),
        "rows": [cells_of(count, each) for count, each in enumerate(people, start=1)],
    }
    return render(request, "records/results/print.html", context)


@login_required
@require_POST
def proof_order(request: ActorRequest, pk: int) -> HttpResponse:
    """Of one person. Somebody who did not pass has none."""
    result = get_object_or_404(ClassResult.objects.visible_to(request.actor), pk=pk)
    if not may_take_proofs(request.actor):
        raise PermissionDenied
    wanted = list(proofs_for(request.actor).filter(pk=result.pk))
    if not wanted:
        raise Conflict(_("There is no certificate for it: not passed, refused, or the class has lost its status."))
    return _ordered(request, wanted)


@login_required
@require_POST
def proofs_order(request: ActorRequest, pk: int) -> HttpResponse:
    """Of all of a class whom one sees."""
    visible = TrainingClass.objects.visible_to(request.actor).published()
    training_class = get_object_or_404(visible, pk=pk)
    if not may_take_proofs(request.actor):
        raise PermissionDenied
    wanted = list(proofs_for(request.actor).filter(training_class=training_class).order_by("pk")[:MOST_AT_ONCE])
    if not wanted:
        raise Conflict(_("Nobody here has passed yet."))
    return _ordered(request, wanted)


def _ordered(request: ActorRequest, wanted: list[ClassResult]) -> HttpResponse:
    address = request.build_absolute_uri(reverse("results:proofs"))
    job = order_proofs(wanted, address=address, actor=request.actor)
    return redirect("jobs:detail", job.pk)


# For everybody who holds a sheet


@require_safe
def proof_search(request: HttpRequest) -> HttpResponse:
    form = ProofCodeForm(request.GET or None)
    if form.is_valid():
        return redirect("results:proof", "".join(form.cleaned_data["code"].split()))
    return render(request, "records/results/proof_search.html", {"form": form})


@require_safe
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """What holds now; for whatever else was typed the one answer, and not often. A right code costs nothing."""
    guesses = allowance(Rule("proof code", get_ip(request), *MISREAD_PER_ADDRESS))
    if not guesses.take():
        return too_many_requests(request)
    found = proof_under(code)
    if found is None:
        return render(request, "records/results/proof_none.html", {"form": ProofCodeForm()}, status=404)
    guesses.give_back()
    return render(request, "records/results/proof_page.html", _shown(found))


def _shown(result: ClassResult) -> dict[str, Any]:
    return {
        "result": result,
        "class": result.training_class,
        "name": masked_name(result.professional.name),
        "serial": serial_of(result),
        "issued_on": issued_on(result),
    }


def _class_to_read(request: ActorRequest, pk: int) -> TrainingClass:
    visible = TrainingClass.objects.visible_to(request.actor).published()
    training_class = get_object_or_404(visible.select_related("institution", "course"), pk=pk)
    if not may_read_roster(request.actor, training_class):
        raise PermissionDenied
    return training_class
