"""The figures of a case, as they are kept and as they are now."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from records.models import LedgerYear
from records.models.ledger import LINES
from verification.cases import Figures, texts
from verification.models import ReviewCase
from verification.reviews.enums import Mode
from verification.reviews.judging import Case, Judged


def figures_of(judged: Judged) -> Figures:
    return {
        "years": list(judged.years),
        "ruleset": judged.answer["ruleset"],
        "rules_version": judged.rules_version,
        "required": texts(judged.required),
        "counted": texts(judged.counted),
        "short": texts(judged.short),
        "credits": texts({number: Decimal(text) for number, text in judged.credits.items()}),
    }


def figures_of_ledger(row: LedgerYear) -> Figures:
    """The same of a single year; the ledger has asked already."""

    def told(kind: str) -> dict[str, str]:
        found = {line: getattr(row, f"{kind}_{line}") for line in LINES}
        return texts({line: hours for line, hours in found.items() if hours is not None})

    return {
        "years": [row.study_year],
        "ruleset": row.ruleset,
        "rules_version": row.rules_version,
        "required": told("required"),
        "counted": told("counted"),
        "short": {line: hours for line, hours in told("short").items() if Decimal(hours)},
        "credits": texts({number: Decimal(text) for number, text in row.credits.items()}),
    }


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


def hours(figures: Figures, kind: str, line: str) -> Decimal:
    return Decimal(figures[kind].get(line, "0"))
