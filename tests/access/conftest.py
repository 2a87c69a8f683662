from __future__ import annotations

import datetime
from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django.contrib import auth
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest
from django.test import override_settings

from people import middleware
from tests.access.world import World


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Built once for these modules, in a transaction around those of their tests, and taken back at their end."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def known_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session, who it belongs to, and in which hats, is read once in a test and not for each of its hundred requests,
    where what each of them does changes none. That all are read anew is asked in test_stale_rights.py."""
    sessions: dict[str, Any] = {}
    accounts: dict[str, Any] = {}
    hats: dict[int, list[Any]] = {}
    read_session, get_user, current_hats = SessionStore._get_session_from_db, auth.get_user, middleware.current_hats

    def session_of(store: SessionStore) -> Any:
        found = sessions.get(store.session_key) or read_session(store)
        if found is not None:
            sessions[found.session_key] = found
        return found

    def user_of(request: HttpRequest) -> Any:
        session = request.COOKIES.get("sessionid", "")
        if session not in accounts:
            accounts[session] = get_user(request)
        return copy(accounts[session])

    def hats_of(user: Any, *, on: datetime.date) -> list[Any]:
        if user.pk not in hats:
            hats[user.pk] = current_hats(user, on=on)
        return [copy(hat) for hat in hats[user.pk]]

    monkeypatch.setattr(SessionStore, "_get_session_from_db", session_of)
    monkeypatch.setattr(auth, "get_user", user_of)
    monkeypatch.setattr(middleware, "current_hats", hats_of)
