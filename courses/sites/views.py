from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.models import StudySite
from courses.sites import access, services
from courses.sites.forms import SiteForm
from people.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site_new(request: SignedInRequest) -> HttpResponse:
    if not access.may_approve(request.actor):
        raise PermissionDenied
    form = SiteForm(_posted(request), actor=request.actor)
    if form.is_valid() and _done(form, lambda: services.approve_site(form.facts(), actor=request.actor)):
        messages.success(request, _("“%(name)s” is approved.") % {"name": form.cleaned_data["name"]})
        return redirect("courses:sites")
    return _form_page(request, form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def site_amendment(request: SignedInRequest, pk: int) -> HttpResponse:
    site = get_object_or_404(StudySite.objects.visible_to(request.actor), pk=pk)
    if not access.may_keep(request.actor, site):
        raise PermissionDenied
    initial = {name: getattr(site, name) for name in services.FACTS}
    form = SiteForm(_posted(request), actor=request.actor, initial=initial)
    if form.is_valid() and _done(form, lambda: services.amend_site(site, form.facts(), actor=request.actor)):
        messages.success(request, _("“%(name)s” is amended.") % {"name": form.cleaned_data["name"]})
        return redirect("courses:sites")
    return _form_page(request, form, site=site)


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form_page(request: SignedInRequest, form: forms.Form, **context: Any) -> HttpResponse:
    return render(request, "courses/site_form.html", context | {"form": form}, status=422 if form.is_bound else 200)


def _done(form: forms.Form, act: Any) -> Any:
    try:
        return act()
    except ValidationError as objections:
        form.add_error(None, objections)
        return None
