from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from ui import preferences, styleguide
from ui.addresses import own_or_home
from ui.tasks_waiting import tasks_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        tasks = tasks_for(request.actor)  # type: ignore[attr-defined]
        mine, under_way = [task for task in tasks if task.needs_you], [task for task in tasks if not task.needs_you]
        return render(request, "ui/home.html", {"tasks": mine, "under_way": under_way})
    return render(request, "ui/front.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/help.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/accessibility.html")


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Only here the address may say how the page looks, so that one link shows one of its faces."""
    seen_as = replace(request.preferences, **preferences.values_of(preferences.chosen_in(request.GET)))  # type: ignore[attr-defined]
    request.preferences = seen_as  # type: ignore[attr-defined]
    with translation.override(seen_as.language):
        response = render(request, "ui/styleguide.html", styleguide.examples(request.GET))
    response.headers["Content-Language"] = seen_as.language
    return response


@require_POST
def choose_preferences(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(own_or_home(request.POST.get("next", ""), request))
    preferences.keep(preferences.chosen_in(request.POST), request, response)
    return response
