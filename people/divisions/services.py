"""Bringing the table of divisions in line with the files. Rows are added and corrected, never deleted:
what once stood in the table may be somebody's place."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from audit.actors import Actor
from audit.services import ObjectRef, record
from people.divisions.files import FILES, Row, read_divisions, successor_of
from people.enums import DivisionKind
from people.models import Division

FIELDS = ("name", "pinyin", "level", "kind", "parent_code", "valid_to")
Key = tuple[str, datetime.date]


@dataclass(frozen=True)
class Loaded:
    added: list[str]
    changed: list[str]
    only_here: list[str]
    """In the table and in no file; they were left alone."""


@transaction.atomic
def load_divisions(files: dict[Path, DivisionKind] = FILES, *, actor: Actor) -> Loaded:
    """All rows of the files stand in the table afterwards, or none where one is at fault."""
    rows = {(row.code, row.valid_from): row for row in read_divisions(files)}
    known = {(each.code, each.valid_from): each for each in Division.objects.select_for_update().order_by("pk")}
    # Those that end first: of one code only one row may be open.
    changed = _correct({key: division for key, division in known.items() if key in rows}, rows)
    fresh = [
        _fill(Division(code=row.code, valid_from=row.valid_from), row) for key, row in rows.items() if key not in known
    ]
    Division.objects.bulk_create(fresh)
    known |= {(each.code, each.valid_from): each for each in fresh}
    changed |= _link(known, rows) - {(each.code, each.valid_from) for each in fresh}
    loaded = Loaded(
        added=sorted(str(each.code) for each in fresh),
        changed=sorted(code for code, _valid_from in changed),
        only_here=sorted(code for code, _valid_from in known.keys() - rows.keys()),
    )
    if loaded.added or loaded.changed:
        what = ObjectRef("people.division", "", ", ".join(path.name for path in files))
        record(
            "divisions.loaded", what, actor=actor, after={"added": len(loaded.added), "changed": len(loaded.changed)}
        )
    return loaded


def _fill(division: Division, row: Row) -> Division:
    division.name, division.pinyin, division.level, division.kind = row.name, row.pinyin, row.level, row.kind
    division.parent_code, division.valid_to = row.parent, row.valid_to
    return division


def _facts(division: Division) -> tuple[object, ...]:
    return tuple(getattr(division, field) for field in FIELDS)


def _correct(known: dict[Key, Division], rows: dict[Key, Row]) -> set[Key]:
    changed = set()
    for key, division in known.items():
        before = _facts(division)
        if _facts(_fill(division, rows[key])) != before:
            changed.add(key)
    ending_first = sorted((known[key] for key in changed), key=lambda division: division.valid_to is None)
    for division in ending_first:
        division.save(update_fields=FIELDS)
    return changed


def _link(known: dict[Key, Division], rows: dict[Key, Row]) -> set[Key]:
    """Successors last, when every row has its number."""
    linked = []
    in_order = list(rows.values())
    for key, row in rows.items():
        successor = successor_of(row, in_order)
        wanted = known[successor.code, successor.valid_from].pk if successor else None
        if known[key].successor_id != wanted:
            known[key].successor_id = wanted
            linked.append(key)
    Division.objects.bulk_update([known[key] for key in linked], ["successor"])
    return set(linked)
