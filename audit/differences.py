"""What an event changed, as rows to show: name, before, after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _

from audit.models import Event
from audit.objects import field_of


@dataclass(frozen=True)
class Difference:
    name: str
    before: str
    after: str
    is_change: bool


def differences(event: Event) -> list[Difference]:
    before, after = event.before or {}, event.after or {}
    names = [*before, *(name for name in after if name not in before)]
    return [_difference(event, name, before, after) for name in names]


def _difference(event: Event, name: str, before: dict[str, Any], after: dict[str, Any]) -> Difference:
    field = field_of(event.object_type, name)
    return Difference(
        name=str(field.verbose_name) if field else name,
        before=_text(before[name], field) if name in before else "",
        after=_text(after[name], field) if name in after else "",
        is_change=name in before and name in after and before[name] != after[name],
    )


def _text(value: Any, field: Field[Any, Any] | None) -> str:
    if field and isinstance(value, str | int):
        value = dict(field.flatchoices).get(value, value)
    if value is None or value == "":
        return _("(empty)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
