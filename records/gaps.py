"""What the ledger tells the finder of courses: of what the professional who looks is short, and by which article."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from audit.actors import Actor
from courses.gaps import Gap
from people.models import Professional
from people.roles import Role
from records.enums import RecordState
from records.ledger.judging import Judgement, judge
from records.ledger.standing import Standing, careers_of
from records.models import LearningRecord, LedgerYear
from records.models.ledger import LINES
from rules import labels
from rules.calculator.telling import reasons_of
from ui.parts import Reason


def gap_of_professional(actor: Actor, year: int) -> Gap | None:
    """Of whoever looks in the hat of a professional; None where no rule set covers the year."""
    if actor.user_id is None or actor.hat != Role.PROFESSIONAL:
        return None
    professional = Professional.objects.filter(user_id=actor.user_id).first()
    if professional is None:
        return None
    row = LedgerYear.objects.filter(professional=professional, study_year=year).first()
    standing = _standing_of(row) if row else careers_of([professional.pk])[professional.pk].standing_in(year)
    # Of no record at all: what the year demands, and by which articles.
    demanded = judge(year, standing, [])
    if not demanded.is_judged:
        return None
    short = _short_of(row) if row else dict(demanded.answer["shortfall"])
    return Gap(
        year=year,
        place=standing.place,
        industry=standing.industry,
        title_level=standing.title_level,
        short=short,
        reasons=_reasons(demanded, short),
        taken=_public_courses_taken(professional),
    )


def _standing_of(row: LedgerYear) -> Standing:
    return Standing(row.employer_id, row.area, row.place, row.industry, row.title_level, row.ruleset)


def _short_of(row: LedgerYear) -> dict[str, Decimal]:
    amounts = {line: getattr(row, f"short_{line}") for line in LINES}
    return {line: hours for line, hours in amounts.items() if hours}


def _reasons(demanded: Judgement, short: dict[str, Decimal]) -> tuple[Reason, ...]:
    items = [item for item in demanded.answer["because"] if item.get("line") in short and item["line"] != "total"]
    items = items or [item for item in demanded.answer["because"] if item.get("line") in short]
    reasons = reasons_of(items, demanded.answer["ruleset"])
    return tuple(_about(item["line"], reason) for item, reason in zip(items, reasons, strict=True))


def _about(line: str, reason: Reason) -> Reason:
    return replace(reason, words=_("%(line)s: %(words)s") % {"line": labels.LINES[line], "words": reason.words})


def _public_courses_taken(professional: Professional) -> frozenset[str]:
    taken = LearningRecord.objects.filter(
        professional=professional, state=RecordState.RECOGNIZED, category="public"
    ).exclude(course_key="")
    return frozenset(taken.values_list("course_key", flat=True))
