"""The product's addresses, and some that fail on purpose."""

import psycopg
from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST
from rest_framework.decorators import api_view
from rest_framework.exceptions import ValidationError

from config.urls import handler400, handler403, handler404, handler429, handler500, urlpatterns
from ui.errors import Conflict, too_many_requests

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]


def failing(error):
    def view(request):
        raise error() from getattr(error, "cause", None)

    return view


class ShutdownError(OperationalError):
    cause = psycopg.errors.AdminShutdown()


class DeadlockError(OperationalError):
    cause = psycopg.errors.DeadlockDetected()


@api_view(["POST"])
def api_view_with_wrong_input(request):
    raise ValidationError({"year": ["Too early."]})


@require_POST
def takes_a_form(request):
    return HttpResponse(request.POST.get("word", ""))


broken = {
    "forbidden": lambda: PermissionDenied("Only the head may sign."),
    "conflict": lambda: Conflict("It was approved meanwhile."),
    "too-many-fields": TooManyFieldsSent,
    "fault": lambda: RuntimeError("<secret> of the inside"),
    "no-connection": OperationalError,
    "closed-connection": InterfaceError,
    "shutdown": ShutdownError,
    "deadlock": DeadlockError,
}

urlpatterns = [
    *(path(f"{root}{name}/", failing(error)) for root in ("broken/", "api/broken/") for name, error in broken.items()),
    path("broken/too-many-requests/", too_many_requests),
    path("form/", takes_a_form),
    path("api/wrong-input/", api_view_with_wrong_input),
    *urlpatterns,
]
