"""Which rows of courses and records are seen by whom at all, without any route."""

from __future__ import annotations

from tests.access.expectations.courses import CATALOGS, CLASSES
from tests.access.expectations.records import EVIDENCE, FEEDS, OF_CLASS, RECORDS
from tests.access.expectations.route import ALL, EVERYBODY, Sees, each
from tests.access.expectations.shared import OF_RECORD, PEOPLE, ROSTER

SEEN_OF_LEARNING: dict[str, Sees] = {
    "record": RECORDS,
    "record_correction": OF_RECORD,
    "evidence": EVIDENCE,
    "ledger_year": PEOPLE,
    "roster_entry": ROSTER,
    "class_result": OF_CLASS,
    "feed": FEEDS,
    "catalog": CATALOGS,
    "course": CATALOGS,
    "site": each(EVERYBODY, ALL),
    "training_class": CLASSES,
}
