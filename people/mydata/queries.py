"""Reads for the person whom they are about. They do not begin with `visible_to`, because the right to know who looked
at one's data is not that of a hat; each takes the account of the person alone, and is given no other."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from audit.models import Event, EventQuerySet
from people.models import User
from people.mydata.registry import Field, Holding, all_holdings, looks
from ui import formatting

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class HeldTable:
    """One kind of data, as rows of values."""

    key: str
    label: str | _StrPromise
    fields: tuple[Field, ...]
    rows: list[list[Any]]
    count: int

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)

    @property
    def shown_rows(self) -> list[list[tuple[str | _StrPromise, str]]]:
        """For people to read: each value with its label."""
        labels = [field.label for field in self.fields]
        return [list(zip(labels, map(value_text, row), strict=True)) for row in self.rows]


def held_about(user: User, *, at_most: int | None = None) -> Iterator[HeldTable]:
    for holding in all_holdings():
        found = holding.rows(user)
        shown = found if at_most is None else found[:at_most]
        rows = [[field.value(row) for field in holding.fields] for row in shown]
        count = len(rows) if at_most is None or len(rows) < at_most else found.count()
        yield HeldTable(holding.key, holding.label, holding.fields, rows, count)


def looks_at(user: User) -> EventQuerySet:
    """Who opened the details or asked for a number in full, newest first."""
    return acts_about(user).filter(action__in=looks())


def acts_about(user: User) -> EventQuerySet:
    """What others did to the data of this person, newest first."""
    return Event.objects.filter(_about(user)).exclude(actor=user).newest_first()


def own_acts_of(user: User) -> EventQuerySet:
    return Event.objects.filter(actor=user).newest_first()


def _about(user: User) -> Q:
    about = Q(pk__in=[])
    for holding in all_holdings():
        if holding.concerns:
            about |= _of(holding, user)
    return about


def _of(holding: Holding, user: User) -> Q:
    rows = holding.rows(user).order_by().select_related(None)
    keys = rows.values_list(Cast("pk", CharField()), flat=True)
    return Q(object_type=rows.model._meta.label_lower, object_id__in=list(islice(keys, 10_000)))


def value_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return formatting.date_time_text(value)
    if isinstance(value, datetime.date):
        return formatting.date_text(value)
    return str(value)
