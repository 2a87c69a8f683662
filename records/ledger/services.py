"""Bringing ledgers up to date, in the transaction of whatever changed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal

from django.db import connection, transaction
from django.db.models.functions import Now

from people.models import Professional
from records.enums import RecordState
from records.ledger.judging import (
    LINES,
    Figures,
    Judgement,
    figures_of,
    judge,
    relevant,
    rules_version,
    years_touched,
)
from records.ledger.standing import Standing, careers_of
from records.models import LearningRecord, LedgerYear
from records.questions import Question, record_question

ZERO = Decimal(0)


@transaction.atomic
def refresh_ledger(professionals: Collection[int], *, years: Iterable[int] = ()) -> None:
    """Compute the ledgers of these people anew: of all years in which they have records or a ledger, and of `years`.

    The people are locked first, by number, so that two changes about one person are counted one after the other.
    Called within the verb that changed something; it checks no right and writes no audit row of its own.
    """
    numbers = sorted(set(professionals))
    lock_people(numbers)
    records = recognized_records(numbers)
    careers = careers_of(numbers)
    known = {(row.professional_id, row.study_year): row for row in LedgerYear.objects.filter(professional__in=numbers)}
    wanted = set(years)
    rows: list[LedgerYear] = []
    for number in numbers:
        touched = {year for person, year in known if person == number} | wanted | years_touched(records[number])
        for year in sorted(touched):
            standing = careers[number].standing_in(year)
            judgement = judge(year, standing, relevant(year, records[number]))
            rows.append(ledger_row(number, year, standing, judgement, known.get((number, year))))
    write_rows(rows)
    credit_records(numbers)


def lock_people(numbers: Collection[int]) -> None:
    people = Professional.objects.filter(pk__in=numbers).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk"))


def recognized_records(professionals: Collection[int]) -> dict[int, list[Question]]:
    """Of each person, in the order in which the rule books take them."""
    found: dict[int, list[Question]] = defaultdict(list)
    records = LearningRecord.objects.filter(professional__in=professionals, state=RecordState.RECOGNIZED)
    for record in records.order_by("ended_on", "pk"):
        found[record.professional_id].append(record_question(record))
    return found


def ledger_row(
    professional: int, year: int, standing: Standing, judgement: Judgement, known: LedgerYear | None
) -> LedgerYear:
    row = known or LedgerYear(professional_id=professional, study_year=year)
    row.employer, row.area, row.place = standing.employer, standing.area, standing.place
    row.industry, row.title_level = standing.industry, standing.title_level
    row.ruleset, row.rules_version = standing.ruleset, rules_version()
    put_figures(row, figures_of(judgement, year))
    return row


def put_figures(row: LedgerYear, figures: Figures) -> None:
    for line in LINES:
        setattr(row, f"required_{line}", figures.required.get(line))
        setattr(row, f"counted_{line}", figures.counted.get(line, ZERO))
        setattr(row, f"short_{line}", figures.short.get(line, ZERO))
    row.outcome, row.credits, row.unjudged = figures.outcome, figures.credits, figures.unjudged


WRITTEN = (
    *("employer", "area", "place", "industry", "title_level", "ruleset", "rules_version"),
    *(f"{kind}_{line}" for kind in ("required", "counted", "short") for line in LINES),
    *("outcome", "credits", "unjudged", "computed_at"),
)


def write_rows(rows: list[LedgerYear]) -> None:
    for row in rows:
        row.computed_at = Now()
    LedgerYear.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["professional", "study_year"],
        update_fields=list(WRITTEN),
        batch_size=1000,
    )


# What a record is worth in all years together, as the ledgers have it.
CREDIT = """
    UPDATE records_learningrecord AS record
    SET credited_hours = told.hours
    FROM (
        SELECT own.id, coalesce(sum((ledger.credits ->> own.id::text)::numeric), 0) AS hours
        FROM records_learningrecord AS own
        LEFT JOIN records_ledgeryear AS ledger
            ON ledger.professional_id = own.professional_id AND ledger.credits ? own.id::text
        WHERE own.professional_id = ANY(%(people)s) AND own.state = 'recognized'
        GROUP BY own.id
    ) AS told
    WHERE record.id = told.id AND record.credited_hours IS DISTINCT FROM told.hours
"""


def credit_records(professionals: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(CREDIT, {"people": list(professionals)})
