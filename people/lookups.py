"""`professional__among=numbers` is `professional__in=numbers` in one parameter, an array. Of a thousand of them Django
and the driver make a statement in ten times the time that the database needs to answer it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Field, ForeignObject, Lookup

_NUMBERS = re.compile(r"\{[0-9a-z,]*\}")

if TYPE_CHECKING:
    OfAny = Lookup[Any]
else:
    OfAny = Lookup


class Numbers:
    """Thousands of numbers, or of blind indexes, that questions are about, written out once: Django looks at each
    element of whatever it can go through, and the driver looks for a type that fits them all."""

    def __init__(self, numbers: Iterable[int | str]) -> None:
        self.literal = f"{{{','.join(map(str, numbers))}}}"
        assert _NUMBERS.fullmatch(self.literal), "of letters and digits alone"


class ExistsByRow(Exists):
    """Looked up for each row by itself. PostgreSQL makes a join of any other `Exists`; where it takes a full table for
    an empty one, as while a great load goes on, that join compares everybody with everybody."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


class Among(OfAny):
    lookup_name = "among"
    prepare_rhs = False  # numbers and texts as they are

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        if isinstance(self.rhs, Numbers):
            type_ = self.lhs.output_field.rel_db_type(connection)
            return f"{column} = ANY(%s::{type_}[])", [*params, self.rhs.literal]
        return f"{column} = ANY(%s)", [*params, list(self.rhs)]


def introduce() -> None:
    Field.register_lookup(Among)
    ForeignObject.register_lookup(Among)  # which inherits none
