"""Production does not write to a database that may forget what it has acknowledged."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

PROMISES = ("fsync", "full_page_writes", "synchronous_commit")


def broken_promises(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' ORDER BY name", [list(PROMISES)]
        )
        return [name for (name,) in cursor.fetchall()]


def refuse_forgetful_database(*, connection: BaseDatabaseWrapper, **signal: Any) -> None:
    """Receiver of `connection_created`: asked at every connection, because a server may be restarted otherwise."""
    if not settings.PRODUCTION:
        return
    if broken := broken_promises(connection):
        connection.close()  # else Django would go on with it at the next query
        raise ImproperlyConfigured(
            f"The database runs with {', '.join(broken)} off and could lose what was acknowledged. "
            "Switch it on in postgresql.conf, and check ALTER ROLE and ALTER DATABASE settings too."
        )
