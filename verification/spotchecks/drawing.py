"""The draw of a spot check: a pure function of a published list and a published seed, so that anyone can draw again and
nobody can choose. No Django here; `docs/draw_spot_check.py` says the same in one file of its own.

1. The list is closed and published first: a number for each case, a number for its employer, how many lots it has.
2. The seed is the hash of the first audit checkpoint of a later day: nobody knows it while the list can be changed.
3. Each lot is the SHA-256 of `seed|case|lot`, lots counted from 1; the lowest lot of a case is its draw number.
   With two lots a case has about twice the chance of one with a single lot, and none has no chance.
4. The size is the share that the rule book asks for, rounded up (S-8, A-38).
5. The list is walked three times in the order of the draw numbers, lowest first, until as many are drawn as there
   should be: whose employer has none yet; then whose employer has less than its share by lots (rounded down); then
   whoever is left.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

HEAD = "case,employer,lots"


@dataclass(frozen=True)
class ListedCase:
    number: str
    employer: str
    """The stratum, as a number without a name."""
    lots: int = 1


def draw_number(seed: str, case: ListedCase) -> str:
    lots = (hashlib.sha256(f"{seed}|{case.number}|{lot}".encode()) for lot in range(1, case.lots + 1))
    return min(each.hexdigest() for each in lots)


def draw(cases: Collection[ListedCase], *, size: int, seed: str) -> dict[str, str]:
    """The cases drawn, each with its draw number, lowest first."""
    numbers = {case.number: draw_number(seed, case) for case in cases}
    in_order = sorted(cases, key=lambda case: (numbers[case.number], case.number))
    lots_of, all_lots = _lots_by_employer(cases), sum(case.lots for case in cases)
    drawn: set[str] = set()
    taken: Counter[str] = Counter()

    def walk(most_of: Counter[str] | None) -> None:
        for case in in_order:
            has_room = most_of is None or taken[case.employer] < most_of[case.employer]
            if len(drawn) < size and has_room and case.number not in drawn:
                drawn.add(case.number)
                taken[case.employer] += 1

    walk(Counter(dict.fromkeys(lots_of, 1)))
    walk(Counter({employer: size * lots // all_lots for employer, lots in lots_of.items()}))
    walk(None)
    return {case.number: numbers[case.number] for case in in_order if case.number in drawn}


def _lots_by_employer(cases: Collection[ListedCase]) -> Counter[str]:
    lots: Counter[str] = Counter()
    for case in cases:
        lots[case.employer] += case.lots
    return lots


def published_list(cases: Collection[ListedCase]) -> str:
    """The file of which the hash is kept in the audit trail."""
    rows = sorted(f"{case.number},{case.employer},{case.lots}" for case in cases)
    return "\n".join([HEAD, *rows, ""])


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
