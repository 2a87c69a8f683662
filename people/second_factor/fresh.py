"""Before a dangerous act, who signed in a while ago is asked anew (people.accounts says how long ago that is)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required

fresh_sign_in_required: Callable[[Callable[..., Any]], Callable[..., Any]] = reauthentication_required(app="people")
