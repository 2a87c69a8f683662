"""What the audit trail keeps of professionals. Of a number it keeps what everybody sees: the last four characters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import models

from audit.services import ObjectRef, in_language_of_trail, reference_to
from people.models import Employment, IdentityDocument, Title, User


def reference_to_part(part: IdentityDocument | Title | Employment) -> ObjectRef:
    """Read on its own, years later, it must say whose it was."""
    with in_language_of_trail():
        return replace(reference_to(part), label=f"{part.professional} · {part}")


def told_document(document: IdentityDocument) -> dict[str, Any]:
    return {"kind": document.kind, "number": document.masked_number}


def told_phone(user: User) -> dict[str, Any]:
    return {"phone": user.masked_phone}


def told_title(title: Title) -> dict[str, Any]:
    return _told(title, "series", "level", "name", "obtained_on")


def told_employment(employment: Employment) -> dict[str, Any]:
    return {"employer": employment.employer.name} | _told(
        employment, "staff_number", "position", "started_on", "ended_on"
    )


def _told(row: models.Model, *fields: str) -> dict[str, Any]:
    return {field: getattr(row, field) for field in fields}
