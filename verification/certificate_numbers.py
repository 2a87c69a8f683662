"""Numbers of the certificates that rest on verified years. The room of certificates lies above and registers itself;
where a year has none, the column of 附件2 stays blank."""

from __future__ import annotations

from collections.abc import Callable, Collection

YearOf = tuple[int, int]
"""A person's number and a study year."""
Provider = Callable[[Collection[YearOf]], dict[YearOf, str]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    _providers.append(provider)


def numbers_of(wanted: Collection[YearOf]) -> dict[YearOf, str]:
    found: dict[YearOf, str] = {}
    for provider in _providers:
        found |= provider(wanted)
    return found
