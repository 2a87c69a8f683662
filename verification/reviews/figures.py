"""The figures of a case, as they are kept and as they are now."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from policies.fields import tidy
from records.models import LedgerYear
from records.models.ledger import LINES
from verification.models import ReviewCase
from verification.reviews.enums import Mode
from verification.reviews.judging import Case, Judged

Figures = dict[str, Any]
"""`years`, `ruleset`, `rules_version`, `required`, `counted`, `short`, `credits`; hours as text."""


def figures_of(judged: Judged) -> Figures:
    return {
        "years": list(judged.years),
        "ruleset": judged.answer["ruleset"],
        "rules_version": judged.rules_version,
        "required": _texts(judged.required),
        "counted": _texts(judged.counted),
        "short": _texts(judged.short),
        "credits": _texts({number: Decimal(text) for number, text in judged.credits.items()}),
    }


def figures_of_ledger(row: LedgerYear) -> Figures:
    """The same of a single year; the ledger has asked already."""

    def texts(kind: str) -> dict[str, str]:
        found = {line: getattr(row, f"{kind}_{line}") for line in LINES}
        return _texts({line: hours for line, hours in found.items() if hours is not None})

    return {
        "years": [row.study_year],
        "ruleset": row.ruleset,
        "rules_version": row.rules_version,
        "required": texts("required"),
        "counted": texts("counted"),
        "short": {line: hours for line, hours in texts("short").items() if Decimal(hours)},
        "credits": _texts({number: Decimal(text) for number, text in row.credits.items()}),
    }


def _texts(hours: Mapping[str, Decimal]) -> dict[str, str]:
    """In one spelling: 72 and 72.00 are the same."""
    return {name: format(tidy(amount), "f") for name, amount in hours.items()}


def present_figures(cases: Iterable[ReviewCase]) -> dict[int, Figures]:
    """What counts now for each case, by its number; one statement for those of a single year. A case of which nothing
    can be said any more is absent."""
    cases = list(cases)
    single = [case for case in cases if case.mode == Mode.SINGLE]
    people = {case.professional_id for case in single}
    years = {case.study_year for case in single}
    rows = LedgerYear.objects.filter(professional__in=people, study_year__in=years).exclude(outcome="")
    known = {(row.professional_id, row.study_year): row for row in rows}
    found = {
        case.pk: figures_of_ledger(known[case.professional_id, case.study_year])
        for case in single
        if (case.professional_id, case.study_year) in known
    }
    for case in cases:
        if case.mode == Mode.CYCLE and case.appointment is not None:
            judged = Case(case.professional, case.study_year).over(
                case.appointment.first_year, case.appointment.last_year
            )
            if judged is not None:
                found[case.pk] = figures_of(judged)
    return found


def same(left: Figures, right: Figures) -> bool:
    """Whether a reviewer would see the same; by which edition of the books is no matter."""
    return digest_of(left) == digest_of(right)


def digest_of(figures: Figures) -> str:
    told = {name: figures[name] for name in ("years", "ruleset", "required", "counted", "short", "credits")}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def hours(figures: Figures, kind: str, line: str) -> Decimal:
    return Decimal(figures[kind].get(line, "0"))
