"""Who stands behind a figure of the dashboard, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from records.enums import Outcome, RecordState
from records.models import LearningRecord, LedgerYear
from rules.labels import LINES as LINE_NAMES
from verification.dashboard.scope import Scope
from verification.models import LINES, Verification

GROUPS = {
    "people": _("Everybody"),
    "done": pgettext_lazy("dashboard", "Done: every line is met"),
    "verified": pgettext_lazy("dashboard", "Done and verified"),
    "to_come": _("Still to come"),
    "near": _("Short of at most 8 hours"),
    "waiting": _("Short, with records under review"),
    "untouched": _("Without any hours"),
    "unruled": _("Without a rule set"),
    **{f"short_{line}": LINE_NAMES[line] for line in LINES},
}


def people_behind(scope: Scope, criteria: Mapping[str, Any], *, actor: Actor) -> QuerySet[LedgerYear]:
    """`year` and `group`, and if need be `industry` and `employer`, as the page of the list asks for them."""
    year = criteria["year"]
    rows = LedgerYear.objects.visible_to(actor).filter(scope.within("area"), study_year=year)
    if criteria["industry"]:
        rows = rows.filter(industry=criteria["industry"])
    if criteria["employer"] is not None:
        rows = rows.filter(employer=criteria["employer"])
    subjects = F("short_public") + F("short_specialty") + F("short_elective")
    return rows.annotate(missing=Greatest(F("short_total"), subjects)).filter(_belongs_to(criteria["group"], year))


def _belongs_to(group: str, year: int) -> Q:
    same: dict[str, Any] = {"professional": OuterRef("professional")}
    if group.startswith("short_"):
        return Q(**{f"{group}__gt": 0})
    if group == "verified":
        return Q(outcome=Outcome.PASS) & Q(Exists(Verification.objects.standing().of_year(year).filter(**same)))
    if group == "waiting":
        open_states = (RecordState.SUBMITTED, RecordState.RETURNED)
        records = LearningRecord.objects.filter(study_year=year, state__in=open_states, **same)
        return Q(outcome=Outcome.FAIL) & Q(Exists(records))
    return {
        "people": Q(),
        "done": Q(outcome=Outcome.PASS),
        "to_come": Q(outcome=Outcome.FAIL),
        "near": Q(outcome=Outcome.FAIL, missing__lte=8),
        "untouched": Q(outcome=Outcome.FAIL, counted_total=0),
        "unruled": Q(outcome=""),
    }[group]


def in_rows(rows: QuerySet[LedgerYear]) -> Iterator[LedgerYear]:
    """For a file: a thousand at a time."""
    return rows.select_related("professional", "employer").order_by("area", "employer", "pk").iterator(chunk_size=1000)
