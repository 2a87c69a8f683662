"""The facts of an organization in words, as pages show them beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from people.models import Division, Organization
from people.organizations.services import NO_FACTS

SAID_ELSEWHERE = NO_FACTS | {"name"}


def facts_shown(organization: Organization) -> list[tuple[str, str]]:
    """Pairs of label and value, first the kind; what was never said is left out."""
    return [(_("Kind"), str(organization.get_kind_display())), *_said(organization)]


def _said(organization: Organization) -> Iterator[tuple[str, str]]:
    for field in organization._meta.concrete_fields:
        if field.name not in SAID_ELSEWHERE:
            value = _in_words(organization, field)
            if value:
                yield str(field.verbose_name).capitalize(), value


def _in_words(organization: Organization, field: Field[Any, Any]) -> str:
    value = getattr(organization, field.name)
    if isinstance(value, Division):
        return f"{value.local_name} {value.code}"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field.name == "files_held_by":
        return str(value or _("the employer itself"))
    return str(value) if value is not None else ""
