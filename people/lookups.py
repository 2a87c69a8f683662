"""`professional__among=numbers` is `professional__in=numbers` in one parameter, an array. Of a thousand of them Django
and the driver make a statement in ten times the time that the database needs to answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Field, ForeignObject, Lookup

if TYPE_CHECKING:
    OfAny = Lookup[Any]
else:
    OfAny = Lookup


class Among(OfAny):
    lookup_name = "among"
    prepare_rhs = False  # numbers and texts as they are

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, list(self.rhs)]


def introduce() -> None:
    Field.register_lookup(Among)
    ForeignObject.register_lookup(Among)  # which inherits none
