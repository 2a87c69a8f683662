"""What changes professionals, for whoever calls from outside: pages, lists from Excel, requests that were approved.

Each verb writes its audit row in the transaction of the change, and raises `ui.errors.Conflict` where the facts are
against it. Whether the actor may do it is asked by the caller (`people.professionals.access`); only `reveal_number`
asks itself, because what it gives away cannot be taken back.
"""

from people.professionals.employments import change_employment, end_employment, start_employment
from people.professionals.errors import AlreadyRegistered, PhoneTaken, RegistrationConflict
from people.professionals.identity import (
    add_title,
    change_phone,
    correct_name,
    note_view,
    replace_document,
    reveal_number,
)
from people.professionals.registration import (
    ObtainedTitle,
    Registration,
    register_professional,
    register_professionals,
)

__all__ = [
    "AlreadyRegistered",
    "ObtainedTitle",
    "PhoneTaken",
    "Registration",
    "RegistrationConflict",
    "add_title",
    "change_employment",
    "change_phone",
    "correct_name",
    "end_employment",
    "note_view",
    "register_professional",
    "register_professionals",
    "replace_document",
    "reveal_number",
    "start_employment",
]
