"""A kind of upload without any room behind it: parcels with a number, a secret card number, a weight and a day.

A parcel that is written leaves a mark of the rehearsals, which may stand there twice: doing it twice would show.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import ClassVar

import pytest
from django.db import connection
from django.utils.translation import gettext_noop

from audit.actors import Actor
from jobs.models import RehearsalMark
from people.roles import CAPABILITIES, Role
from uploads.cells import date, digits, plain_text
from uploads.kinds import CheckedRow, Checker, Column, UploadKind, Values, register
from uploads.words import Words, name_findings

HEADER = ["编号", "卡号", "重量", "日期"]
CAPABILITY = "test.upload_parcels"
name_findings(
    {
        "no_number": Words(gettext_noop("This is no number."), gettext_noop("Enter digits."), "no number"),
        "heavy": Words(gettext_noop("Heavy."), gettext_noop("It will be carried."), "heavy"),
        "lost": Words(gettext_noop("This parcel is lost."), gettext_noop("Look for it."), "lost"),
    }
)


@register
class Parcels(UploadKind):
    name: ClassVar = "test_parcels"
    label: ClassVar = "Parcels"
    items_label: ClassVar = "parcels"
    capability: ClassVar = CAPABILITY
    key_column: ClassVar = "number"
    max_rows: ClassVar = 2000
    rows_at_once: ClassVar = 2
    lost: ClassVar[set[str]] = set()
    """Numbers of parcels that have been lost since."""
    broken: ClassVar[set[str]] = set()
    """Numbers on which the writing fails."""
    seconds_a_row: ClassVar = 0.0
    columns: ClassVar = (
        Column("number", "Number", digits, ("编号",), hint="Digits only.", example="17"),
        Column("card", "Card", digits, ("卡号",), is_required=False, is_secret=True),
        Column("weight", "Weight", plain_text, ("重量", "毛重"), is_required=False, choices=("light", "heavy")),
        Column("day", "Day", date, ("日期",), is_required=False),
    )

    def row_key(self, values: Values) -> str:
        return values["number"]

    def checker(self, *, subject_id: int | None, actor: Actor) -> Checker:
        return self._check

    def _check(self, rows: Sequence[CheckedRow]) -> None:
        done = set(RehearsalMark.objects.values_list("item", flat=True))
        for row in rows:
            if not row.values["number"].isdecimal():
                row.error("number", "no_number")
                continue
            row.is_unchanged = int(row.values["number"]) in done
            if row.values["weight"] == "heavy":
                row.warn("weight", "heavy")
            if row.values["number"] in self.lost:
                row.error("number", "lost")

    def commit(self, rows: Sequence[CheckedRow], *, subject_id: int | None, actor: Actor) -> None:
        if self.broken & {row.values["number"] for row in rows}:
            raise RuntimeError("a parcel is broken")
        time.sleep(self.seconds_a_row * len(rows))
        RehearsalMark.objects.bulk_create(
            RehearsalMark(job_id=actor.job_id, item=int(row.values["number"])) for row in rows
        )

    def lock(self, rows: Sequence[CheckedRow], *, subject_id: int | None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(4711)")


def let_hr_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    for role in (Role.HR_CLERK, Role.HR_HEAD):
        monkeypatch.setitem(CAPABILITIES, role, CAPABILITIES[role] | {CAPABILITY})
    monkeypatch.setattr(Parcels, "lost", set())
    monkeypatch.setattr(Parcels, "broken", set())


def written() -> list[int]:
    return sorted(RehearsalMark.objects.values_list("item", flat=True))
