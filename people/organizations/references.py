"""Everything that points at an organization, and what becomes of it when the organization is merged into another.

    register_reference(
        Reference(model="people.Employment", field="employer", label=_("Employments"), describe=...)
    )

Each room registers what it owns in its AppConfig.ready; a test finds the foreign key that nobody registered.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as default
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, ForeignKey, Model, OuterRef, Q, QuerySet

from people.models import Organization
from people.organizations.queries import KINDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Settlement = Callable[[Any, datetime.date], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Reference:
    model: str
    field: str
    label: str | _StrPromise
    describe: Callable[[Any], str] = str
    """One row in the preview."""
    related: tuple[str, ...] = ()
    """What `describe` needs beside the row itself."""
    where: Q = default(default_factory=Q)
    """Only these rows move; the others tell of what once was."""
    along: Callable[[Organization], dict[str, Any]] | None = None
    """What else a row takes from the kept organization."""
    once_per: tuple[str, ...] = ()
    """Fields which, with the organization, may stand in one row only: a row that the kept organization has already
    is doubled."""
    while_true: Q = default(default_factory=Q)
    """... as long as this holds."""
    settle: Settlement | None = None
    """What is changed in a doubled row so that it can move too; without it, such a row stays where it is."""

    @property
    def table(self) -> type[Model]:
        return apps.get_model(self.model)

    @property
    def column(self) -> str:
        return self.foreign_key.attname

    @property
    def foreign_key(self) -> ForeignKey[Any, Any]:
        found = self.table._meta.get_field(self.field)
        assert isinstance(found, ForeignKey)
        return found

    def rows(self, organization: Organization) -> QuerySet[Any]:
        return self.table._base_manager.filter(self.where, **{self.column: organization.pk}).order_by("pk")

    def changes(self, kept: Organization) -> dict[str, Any]:
        """What becomes of a row that moves."""
        return {self.column: kept.pk} | (self.along(kept) if self.along else {})

    def doubled(self, kept: Organization, dropped: Organization) -> QuerySet[Any]:
        """Rows of the dropped organization that the kept one has already."""
        if not self.once_per:
            return self.rows(dropped).none()
        same = {name: OuterRef(name) for name in self.once_per}
        own = self.rows(kept).filter(self.while_true, **same)
        return self.rows(dropped).filter(self.while_true).filter(Exists(own))

    def concerns(self, kind: type[Organization]) -> bool:
        target = self.foreign_key.related_model
        return isinstance(target, type) and issubclass(kind, target)


_references: list[Reference] = []
_left_alone: set[tuple[str, str]] = set()


def register_reference(*references: Reference) -> None:
    _references.extend(references)


def leave_alone(model: str, *fields: str) -> None:
    """Foreign keys that stay with the merged organization, because they tell of what once was."""
    _left_alone.update((model, name) for name in fields)


def references_to(organization: Organization) -> list[Reference]:
    """In the order of the tables' names: whoever locks rows of several tables locks them in this order."""
    kind = KINDS.get(organization.kind, Organization)
    return sorted(
        (reference for reference in _references if reference.concerns(kind)),
        key=lambda reference: (reference.model, reference.field),
    )


def is_known(model: str, name: str) -> bool:
    registered = any((each.model, each.field) == (model, name) for each in _references)
    return registered or (model, name) in _left_alone
