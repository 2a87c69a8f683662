"""How the pages look to one person: language, theme, size of type, single-key shortcuts.

Everybody's choice is kept in cookies, so that even an error page without a database looks as chosen.
A room that keeps accounts may listen with `on_change` and save the choice for the person's other devices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, kw_only=True)
class Preferences:
    # Never guessed from Accept-Language: a borrowed computer must not decide in which language the law is read.
    language: str = settings.LANGUAGE_CODE
    theme: str = "auto"
    type_size: str = "normal"
    single_keys: bool = True


CHOICES: dict[str, Mapping[str, str | bool]] = {
    "language": {code: code for code in LANGUAGES},
    "theme": {name: name for name in ("auto", "light", "dark")},
    "type_size": {name: name for name in ("normal", "large")},
    "single_keys": {"on": True, "off": False},
}

Listener = Callable[[HttpRequest, Mapping[str, str | bool]], None]
_listeners: list[Listener] = []


def on_change(listener: Listener) -> None:
    """`listener(request, changes)` is called when a signed-in person chooses; `changes` has values by field name."""
    _listeners.append(listener)


def preferences_of(request: HttpRequest) -> Preferences:
    """The account's choice where there is one, else this browser's, else the default."""
    user = request.user
    kept = {name: getattr(user, name, None) for name in CHOICES} if user.is_authenticated else {}
    known = {name: value for name, value in kept.items() if value in CHOICES[name].values()}
    return Preferences(**(_from_cookies(request) | known))


def preferences_in_cookies(request: HttpRequest) -> Preferences:
    """For pages that must not touch the database: what this browser chose last."""
    return Preferences(**_from_cookies(request))


def chosen_in(form: Mapping[str, str]) -> dict[str, str]:
    """The choices a form holds, as the words it uses for them. A choice we do not offer is a bad request."""
    chosen = {name: form[name] for name in CHOICES if name in form}
    for name, word in chosen.items():
        if word not in CHOICES[name]:
            raise BadRequest(f"{name}: {word!r} is not offered")
    return chosen


def values_of(chosen: Mapping[str, str]) -> dict[str, Any]:
    return {name: CHOICES[name][word] for name, word in chosen.items()}


def keep(chosen: Mapping[str, str], request: HttpRequest, response: HttpResponse) -> None:
    """Becomes true: the browser has the choice in cookies, and so has the account of a signed-in person."""
    if request.user.is_authenticated:
        for listener in _listeners:
            listener(request, values_of(chosen))
    for name, word in chosen.items():
        response.set_cookie(name, word, max_age=COOKIE_AGE, secure=request.is_secure(), httponly=True, samesite="Lax")


def _from_cookies(request: HttpRequest) -> dict[str, Any]:
    words = {field.name: request.COOKIES.get(field.name, "") for field in fields(Preferences)}
    return {name: CHOICES[name][word] for name, word in words.items() if word in CHOICES[name]}
