"""Making one of two organizations that are the same, and taking it back.

1. Lock both, the lower number first, so that two merges at once never wait for each other in a circle.
2. Move every row that points at the dropped one, table by table; keep what each was and became.
3. The dropped one points at the kept one and is gone from every list.
4. Audit: both organizations, and every row moved.

Whatever ties something to an organization holds `people.organizations.locks.lock_standing`, and so either comes before
the merge and moves along, or after it and is refused.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import ObjectRef, record, record_many
from people.models import Employment, Merge, MovedRow, Organization
from people.organizations.queries import of_own_kind
from people.organizations.references import Reference, references_to
from people.professionals import standing
from ui.errors import Conflict

SHOWN = 50
"""Rows that a preview lists by name."""
AREA_KINDS = {"bureau", "industry_authority"}


# Looking first


@dataclass(frozen=True)
class Movement:
    label: str | Promise
    count: int
    doubled: int
    names: list[str]
    moves_doubled: bool

    @property
    def hidden(self) -> int:
        return self.count - len(self.names)


@dataclass(frozen=True)
class Preview:
    kept: Organization
    dropped: Organization
    movements: list[Movement]
    """One for each table that could have pointed at it."""
    fingerprint: str
    """Of all that would move: who confirms a preview that has become another one meanwhile is told to look again."""

    @property
    def moving(self) -> list[Movement]:
        return [movement for movement in self.movements if movement.count]


def preview(kept: Organization, dropped: Organization) -> Preview:
    require_mergeable(kept, dropped)
    references = references_to(dropped)
    return Preview(
        kept=kept,
        dropped=dropped,
        movements=[_movement(reference, kept, dropped) for reference in references],
        fingerprint=_fingerprint(references, kept, dropped),
    )


def _movement(reference: Reference, kept: Organization, dropped: Organization) -> Movement:
    rows = reference.rows(dropped)
    return Movement(
        label=reference.label,
        count=rows.count(),
        doubled=reference.doubled(kept, dropped).count(),
        names=[reference.describe(row) for row in rows.select_related(*reference.related)[:SHOWN]],
        moves_doubled=reference.settle is not None,
    )


def _fingerprint(references: list[Reference], kept: Organization, dropped: Organization) -> str:
    seen = hashlib.sha256(f"{kept.pk}<{dropped.pk}".encode())
    for reference in references:
        seen.update(f"{reference.model}.{reference.field}".encode())
        for number in reference.rows(dropped).values_list("pk", flat=True).iterator():
            seen.update(f" {number}".encode())
    return seen.hexdigest()


def require_mergeable(kept: Organization, dropped: Organization) -> None:
    if kept.pk == dropped.pk:
        raise Conflict(_("An organization cannot be merged into itself."))
    for organization in (kept, dropped):
        if organization.merged_into_id or organization.closed_on:
            raise Conflict(_("“%(name)s” was merged or closed meanwhile.") % {"name": organization})
    if kept.kind != dropped.kind or _reach(kept) != _reach(dropped):
        raise Conflict(_("Only organizations of one kind can be merged, bureaus and authorities only for one area."))


def _reach(organization: Organization) -> tuple[str, str]:
    """Merging must not hand an area to somebody else."""
    if organization.kind not in AREA_KINDS:
        return "", ""
    return organization.area, getattr(of_own_kind(organization), "industry", "")


# Merging


@transaction.atomic
def merge_organizations(
    kept: Organization, dropped: Organization, *, reason: str, fingerprint: str | None = None, actor: Actor
) -> Merge:
    kept, dropped = _lock_both(kept, dropped)
    require_mergeable(kept, dropped)
    references = references_to(dropped)
    if fingerprint is not None and fingerprint != _fingerprint(references, kept, dropped):
        raise Conflict(_("What would move has changed since you looked. Look again before you merge."))
    merge = Merge.objects.create(kept=kept, dropped=dropped, reason=reason, merged_by_id=actor.user_id)
    moved = [row for reference in references for row in _move(reference, merge)]
    MovedRow.objects.bulk_create(moved, batch_size=2000)
    standing.changed(_people_of(moved))
    dropped.merged_into = kept
    dropped.save(update_fields=["merged_into"])
    _record("organization.merged", merge, len(moved), actor=actor, reason=reason)
    record_many("organization.row_moved", _changes(moved, merge), actor=actor, reason=reason)
    return merge


def _lock_both(kept: Organization, dropped: Organization) -> tuple[Organization, Organization]:
    """Foreign keys are checked at the end of a transaction only, so a row that is just being tied to the dropped one
    is invisible here: it is this lock, the same as `lock_standing` takes, that makes one wait for the other."""
    numbers = [kept.pk, dropped.pk]
    found = Organization.objects.select_for_update(no_key=True).order_by("pk").in_bulk(numbers)
    return found[kept.pk], found[dropped.pk]


def _move(reference: Reference, merge: Merge) -> list[MovedRow]:
    """Doubled rows that nothing settles stay behind."""
    doubled = set(reference.doubled(merge.kept, merge.dropped).values_list("pk", flat=True))
    plain_changes = reference.changes(merge.kept)
    rows = _held(reference.rows(merge.dropped))
    moved = []
    for row in rows:
        changes = plain_changes
        if row.pk in doubled:
            if reference.settle is None:
                continue
            changes = plain_changes | reference.settle(row, timezone.localdate())
        before = {name: getattr(row, name) for name in changes}
        moved.append(
            MovedRow(
                merge=merge, table=reference.model, row=row.pk, field=reference.field, before=before, after=changes
            )
        )
    _write(reference.table, [(row.row, row.after) for row in moved], reference.label)
    return moved


def _held(rows: QuerySet[Any]) -> list[Any]:
    """Locked without waiting: whoever holds one of them may be waiting for the organization that is held here."""
    try:
        with transaction.atomic():
            return list(rows.select_for_update(nowait=True))
    except OperationalError as error:
        raise Conflict(_("Somebody is just changing what would move. Try again in a moment.")) from error


def _write(table: type[Model], changes: Iterable[tuple[int, dict[str, Any]]], called: str | Promise) -> None:
    """One statement for all rows that change alike."""
    alike = defaultdict(list)
    for number, values in changes:
        alike[tuple(sorted(values.items()))].append(number)
    try:
        with transaction.atomic():
            for shared, numbers in alike.items():
                table._base_manager.filter(pk__in=numbers).update(**dict(shared))
    except IntegrityError as error:
        raise Conflict(
            _("“%(rows)s” that concern both organizations stand against it. Settle them first.") % {"rows": called}
        ) from error


# Taking it back


@transaction.atomic
def undo_merge(merge: Merge, *, reason: str, actor: Actor) -> Merge:
    """Exactly what moved moves back. What came to the kept organization since stays there."""
    _lock_both(merge.kept, merge.dropped)
    merge = Merge.objects.select_for_update().select_related("kept", "dropped").get(pk=merge.pk)
    _require_undoable(merge)
    moved = list(merge.moved_rows.order_by("pk"))
    _require_untouched(moved)
    for table, rows in _by_table(moved):
        model = apps.get_model(table)
        _write(model, [(row.row, row.before) for row in rows], model._meta.verbose_name_plural)
    standing.changed(_people_of(moved))
    merge.dropped.merged_into = None
    _stand_again(merge.dropped)
    merge.undone_at, merge.undone_by_id = timezone.now(), actor.user_id
    merge.save(update_fields=["undone_at", "undone_by"])
    _record("organization.merge_undone", merge, len(moved), actor=actor, reason=reason)
    record_many("organization.row_moved_back", _changes(moved, merge, back=True), actor=actor, reason=reason)
    return merge


def why_not_undoable(merge: Merge) -> str:
    """In words; empty where it can be undone, as far as the organizations themselves go."""
    if merge.undone_at:
        return _("This merge was undone already.")
    if timezone.localdate() > merge.undoable_until:
        return _("It could be undone until %(date)s.") % {"date": date_format(merge.undoable_until, "DATE_FORMAT")}
    if merge.kept.merged_into_id:
        return _("“%(name)s” itself was merged since. Undo that merge first.") % {"name": merge.kept}
    return ""


def _require_undoable(merge: Merge) -> None:
    reason = why_not_undoable(merge)
    if reason:
        raise Conflict(reason)


def _require_untouched(moved: list[MovedRow]) -> None:
    """A row that somebody has changed since belongs to what came after the merge."""
    changed = [row for table, rows in _by_table(moved) for row in _changed_since(apps.get_model(table), rows)]
    if changed:
        raise Conflict(
            _("%(count)d of the %(total)d rows that moved were changed since, the first of them %(first)s.")
            % {"count": len(changed), "total": len(moved), "first": _told(changed[0])}
        )


def _told(moved: MovedRow) -> str:
    table = apps.get_model(moved.table)
    row = table._base_manager.filter(pk=moved.row).first()
    return f"{table._meta.verbose_name} {row or moved.row}"


def _changed_since(table: type[Model], rows: list[MovedRow]) -> list[MovedRow]:
    held = _held(table._base_manager.filter(pk__in=[row.row for row in rows]).order_by("pk"))
    now = {each.pk: each for each in held}
    return [row for row in rows if not _is_as_moved(now.get(row.row), row)]


def _is_as_moved(now: Model | None, moved: MovedRow) -> bool:
    return now is not None and all(_plain(getattr(now, name)) == value for name, value in moved.after.items())


def _plain(value: Any) -> Any:
    """As JSON keeps it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _by_table(moved: list[MovedRow]) -> Iterable[tuple[str, list[MovedRow]]]:
    tables = defaultdict(list)
    for row in moved:
        tables[row.table].append(row)
    return sorted(tables.items())


def _stand_again(dropped: Organization) -> None:
    try:
        with transaction.atomic():
            dropped.save(update_fields=["merged_into"])
    except IntegrityError as error:
        raise Conflict(
            _("An organization of the name or code of “%(name)s” was registered since.") % {"name": dropped}
        ) from error


def _people_of(moved: list[MovedRow]) -> list[int]:
    """Who works for another employer now."""
    employments = [row.row for row in moved if row.table == "people.Employment"]
    return standing.hold(Employment.objects.filter(pk__in=employments).values_list("professional_id", flat=True))


# The trail


def _record(action: str, merge: Merge, count: int, *, actor: Actor, reason: str) -> None:
    told = {"dropped": merge.dropped.name, "kept": merge.kept.name, "rows": count}
    for organization in (merge.dropped, merge.kept):
        record(action, of_own_kind(organization), actor=actor, after=told, reason=reason)


def _changes(
    moved: list[MovedRow], merge: Merge, *, back: bool = False
) -> Iterable[tuple[ObjectRef, dict[str, Any], dict[str, Any]]]:
    label = merge.kept.name if back else merge.dropped.name
    for row in moved:
        before, after = (row.after, row.before) if back else (row.before, row.after)
        yield ObjectRef(row.table.lower(), str(row.row), label), before, after
