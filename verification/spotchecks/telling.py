"""An anomaly in one sentence, with the threshold that is ours."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policies.fields import tidy
from ui.formatting import date_text, number_text
from verification.models import Anomaly
from verification.spotchecks.anomalies import BUNCHED_RECORDS, BUNCHED_SHARE, LEAST_RESULTS
from verification.spotchecks.enums import AnomalyKind


def told(anomaly: Anomaly) -> str:
    figure = number_text(tidy(anomaly.figure))
    if anomaly.kind == AnomalyKind.IMPOSSIBLE_DAY:
        assert anomaly.day is not None
        words = _("%(hours)s hours on %(day)s over %(records)d records")
        return words % {"hours": figure, "day": date_text(anomaly.day), "records": len(anomaly.records)}
    if anomaly.kind == AnomalyKind.SHARED_PROOF:
        count = int(anomaly.figure)
        if anomaly.facts.get("same"):
            words = ngettext(
                "The same file proves %(count)d other record, of somebody else or another year",
                "The same file proves %(count)d other records, of others or other years",
                count,
            )
        else:
            words = ngettext(
                "A picture that looks alike proves %(count)d other record, of somebody else or another year",
                "A picture that looks alike proves %(count)d other records, of others or other years",
                count,
            )
        return words % {"count": count}
    if anomaly.kind == AnomalyKind.BUNCHED:
        assert anomaly.day is not None
        words = _("%(records)d records end on %(day)s: %(hours)s of the %(all)s hours of the year")
        of_year = number_text(tidy(round(_decimal(anomaly.facts.get("of_year", 0)), 1)))
        return words % {
            "records": len(anomaly.records),
            "day": date_text(anomaly.day),
            "hours": figure,
            "all": of_year,
        }
    words = ngettext(
        "All %(count)d results passed, in %(classes)d class",
        "All %(count)d results passed, in %(classes)d classes",
        int(anomaly.facts.get("classes", 1)),
    )
    return words % {"count": int(anomaly.figure), "classes": int(anomaly.facts.get("classes", 1))}


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))


def thresholds() -> list[tuple[str, str]]:
    """Each kind with what makes it one. Our own figures."""
    kinds = AnomalyKind
    return [
        (
            str(kinds.IMPOSSIBLE_DAY.label),
            _("more than 24 hours on one day, the hours of a record spread over its days"),
        ),
        (
            str(kinds.SHARED_PROOF.label),
            _("the same file, or a picture that looks alike, for another person or another year"),
        ),
        (
            str(kinds.BUNCHED.label),
            _("at least %(records)d records that end on one day and make %(share)d %% of the hours of the year")
            % {"records": BUNCHED_RECORDS, "share": int(BUNCHED_SHARE * 100)},
        ),
        (
            str(kinds.PASSES_ALL.label),
            _("at least %(count)d results in the year, and nobody failed") % {"count": LEAST_RESULTS},
        ),
    ]
