"""Bringing ledgers up to date, in the transaction of whatever changed them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from django.db import connection, transaction

from approvals.matters import database_day
from people.lookups import Numbers
from records.ledger import listeners
from records.ledger.computing import Difference, compute
from records.ledger.writing import write

PEOPLE_AT_ONCE = 1000
LOCK = "SELECT FROM people_professional WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE"


@transaction.atomic
def refresh_ledger(professionals: Collection[int], *, years: Iterable[int] = ()) -> list[Difference]:
    """Compute the ledgers of these people anew: of all years in which they have records or a ledger, and of `years`.
    Answers which rows were not as they should be.

    All people are locked first, by number, so that two changes about one person are counted one after the other, and
    two lists never wait for each other in a circle. Called within the verb that changed something; it checks no right
    and writes no audit row of its own. A fixed number of statements for each thousand people. Who listens
    (`listeners`) is told whose rows have changed.
    """
    numbers = sorted(set(professionals))
    lock_people(numbers)
    wanted = set(years)
    found: list[Difference] = []
    for batch in _batches(numbers):
        found += write(compute(batch, years=wanted))
    if found:
        listeners.tell(sorted({each.professional_id for each in found}), database_day())
    return found


def differences(professionals: Collection[int]) -> list[Difference]:
    """What a refresh would change, without changing it. Somebody may be at it just now: what differs at first sight is
    looked at once more behind the lock."""
    numbers = sorted(set(professionals))
    suspected = {each.professional_id for batch in _batches(numbers) for each in compute(batch).differences}
    if not suspected:
        return []
    with transaction.atomic():
        lock_people(suspected)
        return [each for batch in _batches(sorted(suspected)) for each in compute(batch).differences]


def lock_people(numbers: Collection[int]) -> None:
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [Numbers(numbers).literal])


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(numbers), PEOPLE_AT_ONCE):
        yield numbers[first : first + PEOPLE_AT_ONCE]
