"""Another day, for rules that have ended long ago: the clock of the host and that of the database both stand on it."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from people.models import Organization
from people.roles import Role
from tests.cast import CastMember
from tests.factories import MembershipFactory

NINE = datetime.time(9, tzinfo=ZoneInfo("Asia/Shanghai"))


def freeze(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """At nine in the morning. Sign in after that: a session of today would be one of the future."""
    moment = datetime.datetime.combine(datetime.date.fromisoformat(day), NINE)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    monkeypatch.setattr("approvals.matters.database_time", lambda: moment)


def of_then(name: str, role: Role, organization: Organization) -> CastMember:
    """Somebody who has had this hat since 2010."""
    hat = MembershipFactory(
        user__display_name=name, role=role, organization=organization, started_on=datetime.date(2010, 1, 1)
    )
    return CastMember(hat.user, hat)
