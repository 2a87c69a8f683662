"""What is worth a look, county by county, in statements that pull no row into Python. It proves nothing: it feeds the
check, beside the random sample. The thresholds are our own; no text sets any."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from people.proofs.pictures import ALIKE
from records.anomalies import HOURS_OF_A_DAY, MOST_COUNTED, TAKES_ALL_DAY, TAKES_DAYS
from records.enums import STANDING
from records.evidence.doubles import COUNTED_STATES, ODD, OWN, PAIRS
from verification.models import Anomaly
from verification.spotchecks.enums import AnomalyKind

BUNCHED_RECORDS = 3
BUNCHED_SHARE = Decimal("0.5")
LEAST_RESULTS = 30

# What the record says it was, as `records.anomalies.claimed_hours` has it; credited hours where they are known.
CLAIMED = """
    CASE WHEN record.facts->>'hours' ~ '^[0-9]+([.][0-9]+)?$' THEN (record.facts->>'hours')::numeric
    ELSE CASE WHEN record.facts->>'days' ~ '^[0-9]+$' THEN (record.facts->>'days')::numeric ELSE 0 END * %(a_day)s
        + CASE WHEN record.facts->>'minutes' ~ '^[0-9]+$' THEN (record.facts->>'minutes')::numeric ELSE 0 END / 45
    END
"""
OF_AREA = """
    records_learningrecord AS record JOIN records_ledgeryear AS ledger
        ON ledger.professional_id = record.professional_id AND ledger.study_year = record.study_year
    WHERE record.study_year = %(year)s AND ledger.area = %(area)s AND record.state = ANY(%(standing)s)
"""

IMPOSSIBLE_DAY = f"""
    WITH stays AS (
        SELECT record.id, record.professional_id, ledger.employer_id, record.started_on, record.ended_on,
            {CLAIMED} / (record.ended_on - record.started_on + 1) AS a_day
        FROM {OF_AREA} AND record.started_on IS NOT NULL AND record.activity = ANY(%(takes_days)s)
    ), days AS (
        SELECT stays.professional_id, stays.employer_id, each.day::date AS day, sum(stays.a_day) AS hours,
            array_agg(stays.id ORDER BY stays.id) AS records
        FROM stays CROSS JOIN LATERAL generate_series(stays.started_on, stays.ended_on, interval '1 day') AS each(day)
        GROUP BY 1, 2, 3
        HAVING sum(stays.a_day) > %(day_has)s
    )
    SELECT DISTINCT ON (professional_id) professional_id, professional_id::text AS key, employer_id AS organization_id,
        day, round(hours, 1) AS figure, records,
        jsonb_build_object('days', count(*) OVER (PARTITION BY professional_id)) AS facts
    FROM days
    ORDER BY professional_id, hours DESC, day
"""  # noqa: S608

# OFFSET 0: each of the few pairs is looked up by its number. How many there will be PostgreSQL cannot know, and would
# read the records of the whole country for every county.
SHARED_PROOF = f"""
    WITH own AS MATERIALIZED (
        {OWN} JOIN records_ledgeryear AS ledger
            ON ledger.professional_id = record.professional_id AND ledger.study_year = record.study_year
        WHERE record.study_year = %(year)s AND ledger.area = %(area)s AND record.state = ANY(%(standing)s)
            AND proof.removed_at IS NULL
    ), pairs AS MATERIALIZED ({PAIRS}), odd AS MATERIALIZED (
        SELECT pairs.professional_id, pairs.record_id, other.id AS other_record, pairs.is_same
        FROM pairs CROSS JOIN LATERAL (
            SELECT * FROM records_learningrecord AS record WHERE record.id = pairs.other_record OFFSET 0
        ) AS other
        WHERE {ODD}
    )
    SELECT odd.professional_id, odd.professional_id::text AS key,
        (
            SELECT ledger.employer_id FROM records_ledgeryear AS ledger
            WHERE ledger.professional_id = odd.professional_id AND ledger.study_year = %(year)s
        ) AS organization_id,
        NULL::date AS day, count(DISTINCT odd.other_record) AS figure,
        array_agg(DISTINCT odd.record_id ORDER BY odd.record_id) AS records,
        jsonb_build_object('others', jsonb_agg(DISTINCT odd.other_record), 'same', bool_or(odd.is_same)) AS facts
    FROM odd
    GROUP BY odd.professional_id
"""  # noqa: S608

BUNCHED = f"""
    WITH claimed AS (
        SELECT record.id, record.professional_id, ledger.employer_id, record.ended_on,
            coalesce(record.credited_hours, {CLAIMED}) AS hours
        FROM {OF_AREA}
    ), days AS (
        SELECT professional_id, employer_id, ended_on AS day, sum(hours) AS hours, count(*) AS records_there,
            array_agg(id ORDER BY id) AS records, sum(sum(hours)) OVER (PARTITION BY professional_id) AS of_year
        FROM claimed GROUP BY 1, 2, 3
    )
    SELECT DISTINCT ON (professional_id) professional_id, professional_id::text AS key, employer_id AS organization_id,
        day, round(hours, 1) AS figure, records, jsonb_build_object('of_year', round(of_year, 1)) AS facts
    FROM days
    WHERE records_there >= %(bunched_records)s AND hours > 0 AND hours >= of_year * %(bunched_share)s
    ORDER BY professional_id, hours DESC, day
"""  # noqa: S608

PASSES_ALL = """
    SELECT NULL::bigint AS professional_id, class.institution_id::text AS key,
        class.institution_id AS organization_id, NULL::date AS day, count(*) AS figure, '{}'::bigint[] AS records,
        jsonb_build_object('classes', count(DISTINCT class.id)) AS facts
    FROM records_classresult AS result JOIN courses_trainingclass AS class ON class.id = result.training_class_id
    WHERE class.area = %(area)s AND class.ends_on >= %(first_day)s AND class.ends_on <= %(last_day)s
    GROUP BY class.institution_id
    HAVING bool_and(result.passed) AND count(*) >= %(least_results)s
"""

SELECTS = {
    AnomalyKind.IMPOSSIBLE_DAY: IMPOSSIBLE_DAY,
    AnomalyKind.SHARED_PROOF: SHARED_PROOF,
    AnomalyKind.BUNCHED: BUNCHED,
    AnomalyKind.PASSES_ALL: PASSES_ALL,
}

SEARCHED = (
    "records_learningrecord",
    "records_ledgeryear",
    "records_evidence",
    "records_classresult",
    "courses_trainingclass",
)

KEEP = """
    INSERT INTO verification_anomaly
        (kind, year, area, key, professional_id, organization_id, day, figure, records, facts, seen_at)
    SELECT %(kind)s, %(year)s, %(area)s, found.key, found.professional_id, found.organization_id, found.day,
        least(found.figure, 99999999), found.records, found.facts, clock_timestamp()
    FROM ({select}) AS found
    ON CONFLICT (kind, year, key) DO UPDATE SET area = excluded.area, organization_id = excluded.organization_id,
        day = excluded.day, figure = excluded.figure, records = excluded.records, facts = excluded.facts,
        seen_at = excluded.seen_at
"""

AREAS = """
    SELECT area FROM records_ledgeryear WHERE study_year = %(year)s AND area LIKE %(prefix)s
    UNION
    SELECT area FROM courses_trainingclass
    WHERE area LIKE %(prefix)s AND ends_on >= %(first_day)s AND ends_on <= %(last_day)s
    ORDER BY area
"""


@dataclass(frozen=True)
class Scope:
    year: int
    area: str
    """One county, or the employers of a city or province itself."""

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "area": self.area,
            "first_day": datetime.date(self.year, 1, 1),
            "last_day": datetime.date(self.year, 12, 31),
            "standing": [str(state) for state in STANDING],
            "states": [str(state) for state in COUNTED_STATES],
            "takes_days": [*TAKES_DAYS, *TAKES_ALL_DAY],
            "alike": ALIKE,
            "a_day": MOST_COUNTED,
            "day_has": HOURS_OF_A_DAY,
            "bunched_records": BUNCHED_RECORDS,
            "bunched_share": BUNCHED_SHARE,
            "least_results": LEAST_RESULTS,
        }


def areas_to_search(year: int, within: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(AREAS, Scope(year, "").parameters | {"prefix": f"{within}%"})
        return [area for (area,) in cursor.fetchall() if area]


def know_the_tables() -> None:
    """Before a search of many counties. What PostgreSQL last counted may be from before most of the rows came, and it
    would then join all with all for a handful."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(SEARCHED)}")


def search(scope: Scope) -> int:
    """Keep what is found, under the key by which it was known before."""
    found = 0
    with connection.cursor() as cursor:
        for kind, select in SELECTS.items():
            cursor.execute(KEEP.format(select=select), scope.parameters | {"kind": str(kind)})
            found += cursor.rowcount
    return found


def forget_unseen(year: int, within: str, *, since: datetime.datetime) -> int:
    """What was not found again is none any more: a record was corrected, or became void."""
    gone, _of_each = Anomaly.objects.filter(year=year, area__startswith=within, seen_at__lt=since).delete()
    return gone
