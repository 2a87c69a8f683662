"""What changes the working days. Whether the actor may do it is asked by the caller (`rules.access`)."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from audit.services import record
from policies.workdays import Edition, check_year
from rules.calendar.queries import YearInForce, year_in_force
from rules.models import CalendarEdition
from ui.errors import Conflict

# One publisher at a time, of whatever year: so the editions commit in the order of their keys, which is the order in
# which current_calendar() lays them over each other.
PUBLISHING_LOCK = int.from_bytes(b"calendar")


class FaultyEdition(ValueError):
    """An edition that no calendar can have: a day of another year, a holiday on a weekend."""


def publish_calendar(
    year: int, edition: Edition, *, notice: str, note: str, replaces: int, actor: Actor
) -> CalendarEdition:
    """Put an edition of a year in force (发布工作日历). From the commit on every answer rests on it as well.

    `replaces` is the number of the edition that the officer saw; 0 where there was none, or that of the table supplied.
    Side effects, in order: the edition; audit.
    """
    if faults := check_year(year, edition.holidays, edition.worked):
        raise FaultyEdition("; ".join(fault["text_en"] for fault in faults))
    with transaction.atomic():
        _wait_for_other_publishers()
        seen = year_in_force(year, actor=actor)
        refuse_what_is_late(seen, edition, notice, replaces)
        published = CalendarEdition.objects.create(
            year=year,
            number=replaces + 1,
            is_confirmed=edition.is_confirmed,
            holidays=sorted(edition.holidays),
            worked=sorted(edition.worked),
            notice=notice,
            note=note,
            published_by_id=actor.user_id,
        )
        before = _values(seen.edition, seen.notice) if seen else None
        record("calendar.published", published, actor=actor, before=before, after=_values(edition, notice), reason=note)
    published.refresh_from_db(fields=["published_at"])
    return published


def _wait_for_other_publishers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING_LOCK])


def refuse_what_is_late(seen: YearInForce | None, edition: Edition, notice: str, replaces: int) -> None:
    if replaces != (seen.number if seen else 0):
        raise Conflict(_("Somebody else published an edition of this year meanwhile. Look at it, then edit it anew."))
    if seen and (seen.edition, seen.notice) == (edition, notice):
        raise Conflict(_("This edition says what the one in force says already."))


def _values(edition: Edition, notice: str) -> dict[str, Any]:
    return {
        "is_confirmed": edition.is_confirmed,
        "holidays": sorted(edition.holidays),
        "worked": sorted(edition.worked),
        "notice": notice,
    }
