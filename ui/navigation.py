"""What stands in the menu. Each room registers its own entries in its AppConfig.ready, so that `ui` knows no room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class NavigationEntry:
    label: str | _StrPromise
    url_name: str
    order: int
    shown_to: Callable[[Any], bool]
    """Gets the request's actor (see audit.actors), answers whether the entry is in that actor's menu."""
    summary: str | _StrPromise = ""
    """What it is good for, in one line; with it the entry also stands on the public front page."""
    is_aside: bool = False
    """What one looks things up in or comes to seldom stands in a second, quieter row."""


_entries: list[NavigationEntry] = []


def register(*entries: NavigationEntry) -> None:
    _entries.extend(entries)


def entries_for(actor: Any, current_path: str) -> list[dict[str, Any]]:
    shown = sorted((entry for entry in _entries if entry.shown_to(actor)), key=lambda entry: entry.order)
    links: list[dict[str, Any]] = [
        {
            "label": entry.label,
            "summary": entry.summary,
            "url": reverse(entry.url_name),
            "is_aside": entry.is_aside,
        }
        for entry in shown
    ]
    best = max((link["url"] for link in links if _is_under(link["url"], current_path)), key=len, default=None)
    return [link | {"current": link["url"] == best} for link in links]


def _is_under(url: str, path: str) -> bool:
    # Every address begins with that of the home page, which is not their parent.
    return path == url or (url != "/" and path.startswith(url))
