from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.mydata import queries, registry
from people.requests import SignedInRequest

ROWS_SHOWN = 20


@login_required
@require_safe
def page(request: SignedInRequest) -> HttpResponse:
    looks = queries.looks_at(request.user)
    context = {
        "looks": looks[:ROWS_SHOWN],
        "look_count": looks.count(),
        "acts": queries.acts_about(request.user).exclude(action__in=registry.looks())[:ROWS_SHOWN],
        "tables": list(queries.held_about(request.user, at_most=ROWS_SHOWN)),
        "export_key": uuid.uuid4(),
    }
    return render(request, "people/mydata/page.html", context)
