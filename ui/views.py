from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from ui import preferences
from ui.addresses import own_or_home
from ui.tasks_waiting import tasks_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return render(request, "ui/home.html", {"tasks": tasks_for(request.actor)})  # type: ignore[attr-defined]
    return render(request, "ui/front.html")


@require_POST
def choose_preferences(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(own_or_home(request.POST.get("next", ""), request))
    preferences.keep(preferences.chosen_in(request.POST), request, response)
    return response
