"""What a house or a bureau prints of a year: all certificates in one file, rosters, summaries."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audit.requests import ActorRequest
from certificates.sheets.lots import Order, may_take_papers
from certificates.sheets.paper_forms import PapersForm
from certificates.sheets.seals import may_keep_seal
from certificates.sheets.services import order_papers


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: ActorRequest) -> HttpResponse:
    if not may_take_papers(request.actor):
        raise PermissionDenied
    form = PapersForm(request.POST or None, actor=request.actor, initial={"order": Order.NUMBER, "paper": "print-pdf"})
    if request.method == "POST" and form.is_valid():
        return redirect("jobs:detail", order_papers(**form.cleaned_data, actor=request.actor).pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "may_keep_seal": may_keep_seal(request.actor)}
    return render(request, "certificates/sheets/papers.html", context, status=status)
