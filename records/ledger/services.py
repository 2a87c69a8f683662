"""Bringing ledgers up to date, in the transaction of whatever changed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from django.db import connection, transaction

from approvals.matters import database_day
from people.bulk import insert_all
from people.lookups import Numbers
from records.ledger import listeners
from records.ledger.computing import Difference, compute
from records.ledger.writing import write
from records.models import LearningRecord

PEOPLE_AT_ONCE = 1000
LOCK = "SELECT FROM people_professional WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE"


@transaction.atomic
def refresh_ledger(
    professionals: Collection[int], *, years: Iterable[int] = (), unwritten: Iterable[LearningRecord] = ()
) -> list[Difference]:
    """Compute the ledgers of these people anew: of all years in which they have records or a ledger, and of `years`.
    Answers which rows were not as they should be.

    All people are locked first, by number, so that two changes about one person are counted one after the other, and
    two lists never wait for each other in a circle. Called within the verb that changed something; it checks no right
    and writes no audit row of its own. A fixed number of statements for each thousand people. Who listens
    (`listeners`) is told whose rows have changed.

    `unwritten`: recognized records of these people that have a number and are not in the table yet. They are written
    here, once, with what they count for.
    """
    numbers = sorted(set(professionals))
    lock_people(numbers)
    wanted = set(years)
    new = _by_person(unwritten)
    found: list[Difference] = []
    for batch in _batches(numbers):
        to_write = {number: new[number] for number in batch if number in new}
        computed = compute(batch, years=wanted, unwritten=to_write)
        for record in chain.from_iterable(to_write.values()):
            record.credited_hours = computed.credits.pop(record.pk, None)
        insert_all(chain.from_iterable(to_write.values()))
        found += write(computed)
    _tell(found)
    return found


@transaction.atomic
def mend_ledger(professionals: Collection[int], *, years: Iterable[int] = ()) -> list[Difference]:
    """What `refresh_ledger` does, where nearly everything is expected to be as it should be: people are looked at
    without a lock, so that nobody waits for it, and those alone are locked and counted anew of whom something is to be
    written. Nothing escapes: whatever changes while we look is counted by whoever changes it.

    Where most was not as it should be, whoever comes next is locked at once and counted a single time.
    """
    numbers, wanted = sorted(set(professionals)), set(years)
    found: list[Difference] = []
    is_mostly_right = True
    for batch in _batches(numbers):
        concerned = sorted(compute(batch, years=wanted).people) if is_mostly_right else batch
        if not concerned:
            continue
        lock_people(concerned)
        computed = compute(concerned, years=wanted)
        is_mostly_right = 2 * len(computed.people) < len(batch)
        found += write(computed)
    _tell(found)
    return found


def _tell(found: Collection[Difference]) -> None:
    if found:
        listeners.tell(sorted({each.professional_id for each in found}), database_day())


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


def _by_person(records: Iterable[LearningRecord]) -> Mapping[int, list[LearningRecord]]:
    found: dict[int, list[LearningRecord]] = defaultdict(list)
    for record in records:
        found[record.professional_id].append(record)
    return found


def lock_people(numbers: Collection[int]) -> None:
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [Numbers(numbers).literal])


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(numbers), PEOPLE_AT_ONCE):
        yield numbers[first : first + PEOPLE_AT_ONCE]
