"""What must hold before anything is issued. Issuers pass side by side; whoever voids a verification passes alone, so
that no certificate comes to rest on a year that is being voided at this moment."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection

GATE = int.from_bytes(b"issue")
Guard = Callable[[], None]
"""Raises Conflict where nothing may be issued now."""
_guards: list[Guard] = []


def guard(check: Guard) -> Guard:
    _guards.append(check)
    return check


def pass_to_issue() -> None:
    """Until the end of the transaction. The first lock that is taken."""
    _lock("pg_advisory_xact_lock_shared")
    for check in _guards:
        check()


def pass_alone() -> None:
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [GATE])
