from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from certificates.access import has_own
from certificates.desk.mine import years_of
from people.models import Professional
from people.requests import SignedInRequest


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    if not has_own(request.actor):
        raise PermissionDenied
    person = Professional.objects.filter(user=request.user).first()
    years = years_of(person) if person else []
    old_names = person is not None and any(
        each.certificate is not None and each.certificate.printed["name"] != person.name for each in years
    )
    context = {"years": years, "person": person, "old_names": old_names}
    return render(request, "certificates/desk/mine.html", context)
