"""Many people parted into slices of work without reading who they are."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from people.models import ProfessionalQuerySet

RANGES = """
    SELECT min(id), max(id), count(*) FROM (
        SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS part FROM ({people}) AS people (id)
    ) AS numbered
    GROUP BY part ORDER BY part
"""


class Range(NamedTuple):
    """People from one number to another, and how many of those asked for that are."""

    first: int
    last: int
    people: int


def ranges_of(people: ProfessionalQuerySet, size: int) -> list[Range]:
    """By number, `size` to a range: one statement that answers with a row for each range."""
    text, parameters = people.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(RANGES.format(people=text), [size, *parameters])
        return [Range(*row) for row in cursor.fetchall()]
