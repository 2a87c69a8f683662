"""How often something may be done. Counts stand in the database, exact among processes: what may be done is asked and
counted by one statement, so that many at once do not slip through between the two.

Several rules are one allowance: where one of them is used up, none of them counts, or whoever is stopped at his own
address could use up what belongs to others.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection

SWEPT_AT_ONCE = 100

TAKE = """
    WITH ended AS (
        DELETE FROM ui_tally WHERE id IN (
            SELECT id FROM ui_tally WHERE until <= %(now)s LIMIT %(swept)s FOR UPDATE SKIP LOCKED
        )
    ), rule AS (
        SELECT * FROM unnest(%(keys)s::bytea[], %(until)s::bigint[], %(most)s::int[]) AS rule (key, until, most)
    ), used_up AS (
        SELECT FROM rule LEFT JOIN ui_tally AS tally USING (key, until)
        WHERE coalesce(tally.count, 0) + %(times)s > rule.most
    ), taken AS (
        INSERT INTO ui_tally AS tally (key, until, count)
        SELECT key, until, %(times)s FROM rule WHERE NOT EXISTS (SELECT FROM used_up) ORDER BY key
        ON CONFLICT (key, until) DO UPDATE SET count = tally.count + EXCLUDED.count
        RETURNING key, count
    )
    SELECT count(*), bool_and(taken.count <= rule.most) FROM taken JOIN rule USING (key)
"""
# In the order of the keys, as above: two who want the same rows wait for each other, and not in a circle.
ADD = """
    INSERT INTO ui_tally AS tally (key, until, count)
    SELECT key, until, greatest(%(times)s, 0) FROM unnest(%(keys)s::bytea[], %(until)s::bigint[]) AS rule (key, until)
    ORDER BY key
    ON CONFLICT (key, until) DO UPDATE SET count = greatest(tally.count + %(times)s, 0)
"""


class Rule(NamedTuple):
    kind: str
    value: str
    """Of whom or what: an address, a number, a program."""
    most: int
    seconds: int
    """In each stretch of so many seconds, from midnight on."""


@dataclass(frozen=True)
class Allowance:
    keys: tuple[bytes, ...]
    until: tuple[int, ...]
    most: tuple[int, ...]

    def take(self, times: int = 1) -> bool:
        """Counts, unless that were too many."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE, self._values(times) | {"now": _now(), "swept": SWEPT_AT_ONCE})
            taken, is_within = cursor.fetchone()
        if taken and not is_within:  # others took at the same moment
            self.give_back(times)
        return bool(taken and is_within)

    def give_back(self, times: int = 1) -> None:
        """It was nothing that counts."""
        self.add(-times)

    def add(self, times: int = 1) -> None:
        """Counts what has been done, too many or not."""
        with connection.cursor() as cursor:
            cursor.execute(ADD, self._values(times))

    def _values(self, times: int) -> dict[str, Any]:
        return {"keys": list(self.keys), "until": list(self.until), "most": list(self.most), "times": times}


def allowance(*rules: Rule) -> Allowance:
    now = _now()
    return Allowance(
        keys=tuple(_blinded(rule) for rule in rules),
        until=tuple(now - now % rule.seconds + rule.seconds for rule in rules),
        most=tuple(rule.most for rule in rules),
    )


def _blinded(rule: Rule) -> bytes:
    text = f"tally {rule.kind} {rule.value}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).digest()[:16]


def _now() -> int:
    return int(time.time())
