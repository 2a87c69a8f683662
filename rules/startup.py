"""Whatever starts reads every rule first, and does not start on a file that it must not use."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from policies.faults import BookFault
from policies.readings import readings
from policies.shelf import shelf
from policies.wording import templates
from policies.workdays import calendar


def load_rule_books() -> None:
    """Books with their documents, readings, words and working days; each is kept once it was read."""
    try:
        for load in (templates, readings, calendar, shelf):
            load()
    except BookFault as fault:
        raise ImproperlyConfigured(
            f"{fault}. Correct this line, or bring the file back with: git checkout -- {fault.path}"
        ) from fault
    except OSError as error:
        raise ImproperlyConfigured(
            f"{error.filename}: {error.strerror}. Bring it back with: git checkout -- {error.filename}"
        ) from error
