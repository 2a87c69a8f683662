from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from certificates.access import may_open_checks
from certificates.checking.programs import end_program, open_program
from certificates.models import CheckProgram
from people.requests import SignedInRequest
from people.second_factor.fresh import fresh_sign_in_required


class ProgramForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("program that checks", "Name"),
        max_length=100,
        help_text=gettext_lazy("Of the employer or review board, and of its system."),
    )


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def programs(request: SignedInRequest) -> HttpResponse:
    """Which ones there are; a POST admits one more and shows its token, this once."""
    if not may_open_checks(request.actor):
        raise PermissionDenied
    form = ProgramForm(request.POST if request.method == "POST" else None)
    opened = open_program(**form.cleaned_data, actor=request.actor) if form.is_valid() else None
    context = {
        "form": ProgramForm() if opened else form,
        "opened": opened,
        "programs": CheckProgram.objects.visible_to(request.actor),
        "address": request.build_absolute_uri(reverse("check-certificates")),
    }
    answer = render(request, "certificates/programs/programs.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def ending(request: SignedInRequest, pk: int) -> HttpResponse:
    if not may_open_checks(request.actor):
        raise PermissionDenied
    program = get_object_or_404(CheckProgram.objects.visible_to(request.actor), pk=pk)
    if request.method == "POST":
        end_program(program, actor=request.actor)
        messages.success(request, _("“%(program)s” checks no longer.") % {"program": program})
        return redirect("check:programs")
    return render(request, "certificates/programs/ending.html", {"program": program})
