"""Records on which a certificate rests: nothing changes them until it rests on them no longer.

The certificate tells the trail: whoever issues a hundred thousand of them says so once, and not of each of the eight
records behind each. The record itself names in `frozen_for` what rests on it.
"""

from __future__ import annotations

from collections.abc import Collection

from people.lookups import Numbers
from records.models import LearningRecord

# For the statement that issues: `counted` is a part of it, with the number of each `record` and the `number` of what
# rests on it. The numbers stand there twice, so that records are looked up by their index whatever PostgreSQL believes
# of the size of tables.
FREEZE = """
    UPDATE records_learningrecord AS record SET frozen_at = clock_timestamp(), frozen_for = counted.number
    FROM counted
    WHERE record.id = counted.record AND record.id = ANY(ARRAY(SELECT record FROM counted)) AND record.frozen_at IS NULL
"""


def thaw_records(numbers: Collection[int], *, for_what: str) -> None:
    """It rests on them no longer. By their numbers: what is frozen for whom is no index of millions of records. What
    rests on something else as well stays as it is."""
    frozen = LearningRecord.objects.filter(pk__among=Numbers(numbers), frozen_for=for_what)
    frozen.update(frozen_at=None, frozen_for="")
