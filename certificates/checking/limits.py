"""How often one may be wrong. A walk through all numbers with a common name is stopped by three counts: of its address,
of the number that is tried, and of the series in which it walks, from however many addresses. Whoever has the code of a
certificate is never counted.

Counts stand in the database, one statement to ask and one to add: the same for every answer, exact among processes.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.db import connection
from django.http import HttpRequest

PER_ADDRESS = (60, 600)
"""So many misses in so many seconds: those of a whole office."""
PER_NUMBER = (10, 600)
PER_SERIES = (200, 3600)
"""A series has up to 999,999 numbers: to try one name on all of them takes more than half a year."""
SERIES_DIGITS = 8
PER_PROGRAM = (500, 3600)
"""A list of a thousand has some wrong lines; who is wrong more often guesses."""
RECOVERIES_PER_ADDRESS = (20, 3600)
RECOVERIES_PER_NUMBER = (5, 86400)
"""Of a document, and of a certificate. Here every question counts, not only the wrong ones: which they are is told to
nobody. A county and a year have thousands of numbers; at five a day one person's is not found in years."""
KEPT_SECONDS = 2 * 86400

ASK = """
    SELECT EXISTS (
        SELECT FROM certificates_checkmiss AS miss
        JOIN unnest(%(keys)s::bytea[], %(slots)s::bigint[], %(most)s::int[]) AS rule (key, slot, most)
            ON miss.key = rule.key AND miss.slot = rule.slot AND miss.count >= rule.most
    )
"""
ADD = """
    WITH gone AS (DELETE FROM certificates_checkmiss WHERE slot < %(old)s)
    INSERT INTO certificates_checkmiss AS miss (key, slot, count)
    SELECT key, slot, %(times)s FROM unnest(%(keys)s::bytea[], %(slots)s::bigint[]) AS rule (key, slot) ORDER BY key
    ON CONFLICT (key, slot) DO UPDATE SET count = miss.count + EXCLUDED.count
"""


@dataclass(frozen=True)
class Guesses:
    """What counts for one question."""

    keys: tuple[bytes, ...]
    slots: tuple[int, ...]
    most: tuple[int, ...]

    def are_too_many(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(ASK, {"keys": list(self.keys), "slots": list(self.slots), "most": list(self.most)})
            return bool(cursor.fetchone()[0])

    def add_miss(self, times: int = 1) -> None:
        old = int(time.time()) - KEPT_SECONDS
        with connection.cursor() as cursor:
            cursor.execute(ADD, {"keys": list(self.keys), "slots": list(self.slots), "old": old, "times": times})


def guesses_at(request: HttpRequest, number: str) -> Guesses:
    return _guesses(
        ("address", get_ip(request), PER_ADDRESS),
        ("number", number, PER_NUMBER),
        ("series", number[:SERIES_DIGITS], PER_SERIES),
    )


def files_from(request: HttpRequest) -> Guesses:
    """Files that we did not make, of one address."""
    return _guesses(("file", get_ip(request), PER_ADDRESS))


def recoveries_at(request: HttpRequest, document: str, number: str) -> Guesses:
    """Ways back into accounts that are asked for. `document` is the blind index of what was typed."""
    return _guesses(
        ("recovery address", get_ip(request), RECOVERIES_PER_ADDRESS),
        ("recovery document", document, RECOVERIES_PER_NUMBER),
        ("recovery certificate", number, RECOVERIES_PER_NUMBER),
    )


def of_program(pk: int, calls_a_minute: int) -> tuple[Guesses, Guesses]:
    """Its calls, and what it asked for and was not there."""
    return (
        _guesses(("calls", str(pk), (calls_a_minute, 60))),
        _guesses(("program", str(pk), PER_PROGRAM)),
    )


def _guesses(*rules: tuple[str, str, tuple[int, int]]) -> Guesses:
    now = int(time.time())
    return Guesses(
        keys=tuple(blinded(kind, value) for kind, value, _rate in rules),
        slots=tuple(now - now % seconds for _kind, _value, (_most, seconds) in rules),
        most=tuple(most for _kind, _value, (most, _seconds) in rules),
    )


def blinded(kind: str, value: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"check {kind} {value}".encode(), hashlib.sha256).digest()[:16]
