"""What the rows of many people should be, beside what they are."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import connection

from jobs.collecting import collector_at_rest
from people.lookups import Numbers
from records.ledger.judging import (
    Figures,
    figures_of,
    judge_figures,
    judge_person_year,
    may_reach_into,
    own_years,
    rules_version,
    years_reached,
)
from records.ledger.reading import Recorded, hours_text, read, rows_of, with_unwritten
from records.ledger.standing import Career, Standing, careers_of
from records.models import LearningRecord
from records.models.ledger import LINES

ZERO = Decimal(0)
NOTHING = (ZERO,) * len(LINES)
STANDING = Standing._fields
FIGURES = tuple(f"{kind}_{line}" for kind in ("required", "counted", "short") for line in LINES)
TOLD = (*STANDING, *FIGURES, "outcome", "credits", "unjudged")
"""What a row says; when it was computed, and by which edition of the books, is no part of it."""

Key = tuple[int, int]
Row = tuple[Any, ...]


class Difference(NamedTuple):
    """A row that is not what the rule books say, or a record that does not say what the ledgers count for it."""

    professional_id: int
    study_year: int | None
    names: tuple[str, ...]
    """The fields; empty where the row is not there at all."""
    record_id: int | None = None
    was: str = ""
    should_be: str = ""
    """Of the first of them."""

    def __str__(self) -> str:
        """For operators; numbers only, so that it may stand in a log."""
        if self.record_id is not None:
            place = f"person {self.professional_id}, record {self.record_id}"
        else:
            place = f"person {self.professional_id}, {self.study_year}"
        if not self.names:
            return f"{place}: missing"
        was, should_be = self.was or "nothing", self.should_be or "nothing"
        return f"{place}: {', '.join(self.names)} ({self.names[0]}: {was}, rightly {should_be})"


@dataclass
class Computed:
    new: dict[Key, Row] = field(default_factory=dict)
    changed: dict[Key, Row] = field(default_factory=dict)
    outdated: list[Key] = field(default_factory=list)
    """Right, and computed by another edition of the books."""
    credits: dict[int, Decimal] = field(default_factory=dict)
    """Of records that say otherwise."""
    stale: list[int] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def people(self) -> set[int]:
        """Of whom something is to be written."""
        return {each.professional_id for each in self.differences} | {number for number, _year in self.outdated}


@collector_at_rest()
def compute(
    professionals: Collection[int],
    *,
    years: Iterable[int] = (),
    unwritten: Mapping[int, Sequence[LearningRecord]] = MappingProxyType({}),
) -> Computed:
    """`unwritten`: of each person the recognized records that are not in the table yet."""
    rows = rows_of(professionals)
    careers = careers_of(professionals)
    known = _known_rows(professionals)
    computed = Computed()
    wanted = set(years)
    for number in professionals:
        career = careers.get(number)
        if career is not None:
            records, stale = read(rows.get(number, ()))
            if number in unwritten:
                records = with_unwritten(records, unwritten[number])
            _compute_person(computed, career, records, known.get(number, {}), wanted)
            computed.stale += stale
            computed.differences += [Difference(number, None, ("credited_hours",), record_id=each) for each in stale]
    return computed


KNOWN = f"""
    SELECT professional_id, study_year, {", ".join(TOLD)}, rules_version
    FROM records_ledgeryear WHERE professional_id = ANY(%s::bigint[])
"""  # noqa: S608 - names of columns, none of them from outside
AS_JSON = [TOLD.index(name) for name in ("credits", "unjudged")]


def _known_rows(professionals: Collection[int]) -> dict[int, dict[int, Row]]:
    known: dict[int, dict[int, Row]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [Numbers(professionals).literal])
        for number, year, *row in cursor.fetchall():
            for place in AS_JSON:  # Django has the driver leave JSON as text
                row[place] = json.loads(row[place])
            known[number][year] = tuple(row)
    return known


def _compute_person(
    computed: Computed, career: Career, records: Sequence[Recorded], known: dict[int, Row], wanted: set[int]
) -> None:
    own = own_years(records) | wanted | known.keys()
    judged = {year: judge_person_year(career, year, records, by=judge_figures) for year in own}
    for year in years_reached(records) - own:
        if may_reach_into(year, career, records, judged[year - 1]):
            judged[year] = judge_person_year(career, year, records, by=judge_figures)
    credited: dict[str, Decimal] = {}
    version = rules_version()
    for year in sorted(judged):
        standing, judgement = judged[year]
        figures = figures_of(judgement, year)
        if year not in own and not figures.credits:
            continue
        if credited:
            for name, hours in figures.credits.items():
                credited[name] = credited.get(name, ZERO) + hours
        else:
            credited.update(figures.credits)
        _put(computed, (career.professional_id, year), row_of(standing, figures), known.get(year), version)
    for record in records:
        hours = credited.get(record.question["id"], ZERO)
        if record.credited != hours:
            computed.credits[record.number] = hours
            computed.differences.append(
                Difference(
                    career.professional_id,
                    None,
                    ("credited_hours",),
                    record_id=record.number,
                    was="" if record.credited is None else hours_text(record.credited),
                    should_be=hours_text(hours),
                )
            )


def row_of(standing: Standing, figures: Figures) -> Row:
    required, counted, short, outcome, credits, unjudged = figures
    return (
        *standing,
        *map(required.get, LINES),
        *(map(counted.get, LINES) if counted else NOTHING),
        *([short.get(line, ZERO) for line in LINES] if short else NOTHING),
        outcome,
        {name: hours_text(hours) for name, hours in credits.items()},
        unjudged,
    )


def _put(computed: Computed, key: Key, row: Row, known: Row | None, version: str) -> None:
    if known is None:
        computed.new[key] = row
        computed.differences.append(Difference(*key, ()))
    elif known[:-1] != row:
        computed.changed[key] = row
        names = tuple(name for name, was, should in zip(TOLD, known, row, strict=False) if was != should)
        first = TOLD.index(names[0])
        computed.differences.append(Difference(*key, names, was=str(known[first]), should_be=str(row[first])))
    elif known[-1] != version:
        computed.outdated.append(key)
