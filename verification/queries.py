"""Who stands behind a figure of a batch, as its page lists them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from audit.actors import Actor
from people.models import Employment, Professional, ProfessionalQuerySet
from records.enums import Outcome, RecordState
from records.models import LearningRecord, LedgerYear
from verification.models import LINES, BatchRun, Verification
from verification.ways import automatic_rulesets

GROUPS = ("passed", "short", "waiting", *(f"short_{line}" for line in LINES), "without_hours", "otherwise", "unruled")


def people_in(run: BatchRun, group: str, *, area: str, today: datetime.date, actor: Actor) -> ProfessionalQuerySet:
    """Of those at work in the area on the last day of the year, as far as the actor sees them."""
    at_work = Employment.objects.current(min(datetime.date(run.year, 12, 31), today))
    own = at_work.filter(professional=OuterRef("pk"), employer__area__startswith=area or run.area)
    people = Professional.objects.visible_to(actor).filter(Exists(own))
    ledger = LedgerYear.objects.filter(professional=OuterRef("pk"), study_year=run.year)
    return people.filter(_belongs_to(group, run.year, ledger)).order_by("pk")


def _belongs_to(group: str, year: int, ledger: QuerySet[LedgerYear]) -> Q:
    verified = Verification.objects.filter(professional=OuterRef("pk"), kind="annual", last_year=year)
    ruled = ledger.filter(ruleset__in=automatic_rulesets())
    short = ruled.filter(outcome=Outcome.FAIL)
    under_review = LearningRecord.objects.filter(
        professional=OuterRef("pk"), study_year=year, state__in=(RecordState.SUBMITTED, RecordState.RETURNED)
    )
    if group.startswith("short_"):
        return Q(Exists(ruled.filter(**{f"{group}__gt": 0}))) & ~Q(Exists(verified))
    return {
        "passed": Q(Exists(verified)),
        "short": Q(Exists(short)) & ~Q(Exists(verified)),
        "waiting": Q(Exists(short)) & Q(Exists(under_review)) & ~Q(Exists(verified)),
        "without_hours": ~Q(Exists(ledger)),
        "otherwise": Q(Exists(ledger.exclude(outcome="").exclude(ruleset__in=automatic_rulesets()))),
        "unruled": Q(Exists(ledger.filter(outcome=""))),
    }[group]


def with_year(people: Iterable[Professional], year: int) -> list[tuple[Professional, LedgerYear | None]]:
    """Each with the ledger of the year; two queries for a page."""
    listed = list(people)
    rows = LedgerYear.objects.filter(professional__in=listed, study_year=year).select_related("employer")
    ledgers = {row.professional_id: row for row in rows}
    return [(person, ledgers.get(person.pk)) for person in listed]
