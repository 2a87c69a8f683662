"""Ways back into an account that rooms above this one offer, for the page "Cannot get in?". Each registers in its
AppConfig.ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class WayBack:
    title: str | _StrPromise
    steps: tuple[str | _StrPromise, ...]
    for_whom: str | _StrPromise
    label: str | _StrPromise
    url_name: str


_ways: list[WayBack] = []


def register(way: WayBack) -> None:
    _ways.append(way)


def ways_back() -> list[WayBack]:
    return list(_ways)
