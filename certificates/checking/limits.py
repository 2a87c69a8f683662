"""How often one may be wrong. A walk through all numbers with a common name is stopped by three counts: of its address,
of the number that is tried, and of the series in which it walks, from however many addresses. Whoever has the code of a
certificate is never counted.

A question is counted before it is answered, and given back where it was right: many at once do not slip through.
"""

from __future__ import annotations

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest

from ui.limits import Allowance, Rule, allowance

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


def guesses_at(request: HttpRequest, number: str) -> Allowance:
    return allowance(
        Rule("check address", get_ip(request), *PER_ADDRESS),
        Rule("check number", number, *PER_NUMBER),
        Rule("check series", number[:SERIES_DIGITS], *PER_SERIES),
    )


def files_from(request: HttpRequest) -> Allowance:
    """Files that we did not make, of one address."""
    return allowance(Rule("check file", get_ip(request), *PER_ADDRESS))


def recoveries_at(request: HttpRequest, document: str, number: str) -> Allowance:
    """Ways back into accounts that are asked for. `document` is the blind index of what was typed."""
    return allowance(
        Rule("recovery address", get_ip(request), *RECOVERIES_PER_ADDRESS),
        Rule("recovery document", document, *RECOVERIES_PER_NUMBER),
        Rule("recovery certificate", number, *RECOVERIES_PER_NUMBER),
    )


def misses_of(program: int) -> Allowance:
    """What a program asked for and was not there."""
    return allowance(Rule("check program", str(program), *PER_PROGRAM))
