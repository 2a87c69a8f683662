"""Before a dangerous act, who signed in a while ago is asked anew (people.accounts says how long ago that is)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.http import HttpRequest

fresh_sign_in_required: Callable[[Callable[..., Any]], Callable[..., Any]] = reauthentication_required(app="people")


def is_fresh(request: HttpRequest) -> bool:
    """The same question where nobody can be sent elsewhere to answer it: in the interface for programs."""
    return not is_reauthentication_required(request, app="people")
