"""Why somebody cannot be registered or changed as asked. Each is a Conflict: a page of its own, or a line in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from people.models import Professional
from ui.errors import Conflict

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class RegistrationConflict(Conflict):
    field = ""
    """Of the form, and the column of a list, that is at fault."""

    def __init__(self, message: str | _StrPromise, place: int = 0) -> None:
        super().__init__(message)
        self.place = place
        """In the list that was to be registered, from 0."""


class AlreadyRegistered(RegistrationConflict):
    field = "number"

    def __init__(self, message: str | _StrPromise, place: int = 0, professional: Professional | None = None) -> None:
        super().__init__(message, place)
        self.professional = professional
        """Only if the actor may see them."""


class PhoneTaken(RegistrationConflict):
    field = "phone"
