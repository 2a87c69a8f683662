"""The same proof under another person or another year, for whoever decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from people.proofs.pictures import ALIKE
from records.enums import RecordState
from records.models import LearningRecord

COUNTED_STATES = (RecordState.SUBMITTED, RecordState.RETURNED, RecordState.RECOGNIZED)

OWN = """
    SELECT proof.id, proof.record_id, proof.sha256, proof.picture_hash,
        record.professional_id, record.study_year, record.source, record.registered_for_id, record.title,
        record.ended_on
    FROM records_evidence AS proof JOIN records_learningrecord AS record ON record.id = proof.record_id
"""
# Two hashes that differ in at most five bits agree in at least one of six bands (`records_hash_bands`): the index finds
# those, and only they are compared bit by bit.
PAIRS = """
    SELECT own.*, other.record_id AS other_record, true AS is_same
    FROM own JOIN records_evidence AS other ON other.sha256 = own.sha256
    WHERE other.record_id <> own.record_id AND other.removed_at IS NULL
    UNION ALL
    SELECT own.*, other.record_id, false
    FROM own JOIN records_evidence AS other
        ON records_hash_bands(other.picture_hash) && records_hash_bands(own.picture_hash)
    WHERE other.record_id <> own.record_id AND other.removed_at IS NULL AND other.sha256 <> own.sha256
        AND own.picture_hash IS NOT NULL AND other.picture_hash IS NOT NULL
        AND bit_count((other.picture_hash # own.picture_hash)::bit(64)) <= %(alike)s
"""
# What an employer registered for several people in one go has one proof for all of them, as it should be.
ODD = """
    (other.professional_id, other.study_year) <> (pairs.professional_id, pairs.study_year)
    AND other.state = ANY(%(states)s)
    AND NOT (
        pairs.source = 'employer' AND other.source = 'employer' AND other.professional_id <> pairs.professional_id
        AND other.registered_for_id = pairs.registered_for_id AND other.title = pairs.title
        AND other.ended_on = pairs.ended_on
    )
"""
DOUBLED = f"""
    WITH own AS ({OWN} WHERE proof.record_id = ANY(%(records)s) AND proof.removed_at IS NULL), pairs AS ({PAIRS})
    SELECT pairs.record_id, pairs.is_same, other.professional_id = pairs.professional_id, other.study_year,
        count(DISTINCT other.id)
    FROM pairs JOIN records_learningrecord AS other ON other.id = pairs.other_record
    WHERE {ODD}
    GROUP BY 1, 2, 3, 4
    ORDER BY 1, 2 DESC, 3 DESC, 4
"""  # noqa: S608 - of the texts above


def doubled_proofs(records: Collection[LearningRecord]) -> dict[int, list[str]]:
    """By the number of the record, what is to be looked at first. Says nothing of who the other person is."""
    numbers = [each.pk for each in records]
    if not numbers:
        return {}
    flags: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            DOUBLED, {"records": numbers, "alike": ALIKE, "states": [str(state) for state in COUNTED_STATES]}
        )
        for number, is_same, is_same_person, year, _count in cursor.fetchall():
            words = _told(is_same=is_same, is_same_person=is_same_person, year=year)
            if words not in flags[number]:
                flags[number].append(words)
    return dict(flags)


def _told(*, is_same: bool, is_same_person: bool, year: Any) -> str:
    if is_same and is_same_person:
        return _("The same file proves another record of this person, of %(year)s.") % {"year": year}
    if is_same:
        return _("The same file proves a record of another person, of %(year)s.") % {"year": year}
    if is_same_person:
        return _("A picture that looks alike proves another record of this person, of %(year)s.") % {"year": year}
    return _("A picture that looks alike proves a record of another person, of %(year)s.") % {"year": year}
