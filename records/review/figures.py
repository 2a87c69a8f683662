"""Where a rule fixes a range only, the reviewer sets the figure (A-29, X-8, X-19): from where to where, by which
sentence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from policies.conversions import NotGranted, find_conversion
from policies.faults import QuestionFault
from policies.records import read_record
from policies.shelf import shelf
from records.ledger.standing import careers_of
from records.models import LearningRecord
from records.questions import record_question


@dataclass(frozen=True)
class Range:
    floor: Decimal
    top: Decimal
    rule: str
    cite: str
    quote: str
    ruleset: str
    usual: Decimal | None = None
    """What the rule books put where nobody sets a figure."""

    def holds(self, hours: Decimal) -> bool:
        return self.floor <= hours <= self.top


def range_of(record: LearningRecord) -> Range | None:
    """None where the rule itself says how many hours there are."""
    return ranges_of([record]).get(record.pk)


def ranges_of(records: Collection[LearningRecord]) -> dict[int, Range]:
    """By the number of the record; those without a range are left out. A fixed number of queries."""
    if not records:
        return {}
    careers = careers_of({record.professional_id for record in records})
    found = {}
    for record in records:
        standing = careers[record.professional_id].standing_in(record.study_year)
        allowed = _range_under(standing.ruleset, record) if standing.ruleset else None
        if allowed is not None:
            found[record.pk] = allowed
    return found


def _range_under(ruleset: str, record: LearningRecord) -> Range | None:
    try:
        asked = read_record(record_question(record))
        conversion = find_conversion(shelf().books[ruleset], asked)
    except (NotGranted, QuestionFault):
        return None
    if conversion.method == "range":
        kind = asked[conversion.by]
        floor, top = conversion.floor[kind], conversion.top[kind]
        usual = max(top - asked["rank"] + 1, floor)
    elif conversion.method == "proposed":
        floor, top, usual = conversion.hours_by["floor"], conversion.hours_by["top"], None
    else:
        return None
    return Range(floor, top, conversion.rule, str(conversion.cite), str(conversion.quote), ruleset, usual)
