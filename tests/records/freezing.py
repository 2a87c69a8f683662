"""A certificate that rests on a record, without one."""

from __future__ import annotations

from django.db import connection

from records.freezing import FREEZE
from records.models import LearningRecord

COUNTED = "WITH counted AS (SELECT %s::bigint AS record, %s::text AS number)"


def freeze(record: LearningRecord, for_what: str = "证书 44010526000001") -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED + FREEZE, [record.pk, for_what])
