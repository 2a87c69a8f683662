"""Why a database cannot be used, in a sentence that says what to do."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.utils import DatabaseError, NotSupportedError

from ops.embedded.cluster import ClusterUnavailable
from ops.refusals import CannotStart

# UNIQUE NULLS NOT DISTINCT, with which a row that belongs to nobody is still unique, came with 15.
OLDEST_VERSION = 15

NOBODY_THERE = "No PostgreSQL answers there: start it, or correct host and port."
# What libpq and the server say in all their versions, and what helps. Anything else is passed on as it is.
REMEDIES = {
    "connection refused|timeout expired|no such file or directory": NOBODY_THERE,
    "resolve host|translate host name": "There is no such host: correct it.",
    "password authentication failed": "Correct the name or the password.",
    "no password supplied": "Add the password: postgresql://name:password@host/database.",
    "no pg_hba.conf entry": "Let this machine in, in the server's pg_hba.conf.",
    'role ".*" does not exist': "Make the role with createuser, or correct the name.",
    'database ".*" does not exist': "Make the database with createdb, or correct the name.",
    "permission denied for database": "Grant CONNECT on it to this user.",
    "invalid response to ssl|expected authentication request": "That is not PostgreSQL: correct host and port.",
    "invalid connection option|invalid uri query parameter": "Remove that option.",
}


def require_usable_database() -> None:
    """Raise CannotStart unless the database can be connected to and is new enough."""
    try:
        connection.ensure_connection()
        version: int = connection.pg_version  # type: ignore[attr-defined]
    except (ClusterUnavailable, ImproperlyConfigured) as error:
        raise CannotStart(str(error)) from error
    except NotSupportedError as error:
        raise CannotStart(
            f"{error} Use a newer server in DATABASE_URL, or leave it empty for the embedded one."
        ) from error
    except DatabaseError as error:
        raise CannotStart(_sentence(error)) from error
    if version // 10000 < OLDEST_VERSION:
        raise CannotStart(
            f"The database is PostgreSQL {version // 10000}; Xueshi needs {OLDEST_VERSION} or newer. "
            "Use a newer server in DATABASE_URL, or leave it empty for the embedded one."
        )


def may_not_migrate(error: DatabaseError) -> CannotStart:
    user = settings.DATABASES["default"]["USER"]
    denied = re.search(r"permission denied[^\n)]*", str(error))
    return CannotStart(
        f"The database user {user} may not make tables ({denied[0] if denied else error}). "
        f"As its administrator run: ALTER DATABASE {settings.DATABASES['default']['NAME']} OWNER TO {user};"
    )


def _sentence(error: DatabaseError) -> str:
    said = _first_line(error)
    where = f"The database in DATABASE_URL ({_place(settings.DATABASES['default'])}) cannot be used: {said}."
    remedy = next((remedy for sign, remedy in REMEDIES.items() if re.search(sign, said, re.IGNORECASE)), "")
    return f"{where} {remedy or 'Correct DATABASE_URL, or leave it empty for the embedded PostgreSQL.'}"


def _first_line(error: DatabaseError) -> str:
    """libpq puts the address before the reason, several lines of it where a name has several addresses."""
    line = next(iter(str(error).strip().splitlines()), "it did not say why")
    return line.removeprefix("connection failed: ").rpartition("failed: ")[2].removeprefix("FATAL:").strip().rstrip(".")


def _place(database: dict[str, Any]) -> str:
    return f"{database['HOST'] or 'local socket'}:{database['PORT'] or 5432}/{database['NAME']}"
