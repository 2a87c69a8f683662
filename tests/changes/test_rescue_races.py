"""Two who do it at once, with real connections."""

from __future__ import annotations

from functools import partial

import pytest
from django.utils import timezone

from approvals.services import approve
from changes.rescues import services
from changes.rescues.models import Rescue
from changes.rescues.queries import run_of
from people.models import AccessLink
from people.roles import Role
from tests.cast import _cast
from tests.changes.rescues import asked, granted
from tests.changes.test_races import lost

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def colleague(employer):
    return _cast("黄测试", "huang.test", Role.HR_HEAD, employer)


def test_of_two_clerks_who_make_the_slip_at_once_one_does(professional, hr_clerk, colleague, district_clerk, race):
    rescue = granted(professional.user, hr_clerk, district_clerk)

    refused = lost(race(*[partial(services.make_slip, rescue, actor=clerk.actor) for clerk in (hr_clerk, colleague)]))

    assert len(refused) == 1
    assert AccessLink.objects.count() == 1
    assert Rescue.objects.get().link == AccessLink.objects.get()


def test_of_two_clerks_who_ask_at_once_one_does(professional, hr_clerk, colleague, district_clerk, race):
    refused = lost(race(*[partial(asked, professional.user, clerk) for clerk in (hr_clerk, colleague)]))

    assert len(refused) == 1
    assert Rescue.objects.count() == 1


def test_the_owner_stops_it_while_the_slip_is_made(professional, hr_clerk, district_clerk, race):
    rescue = granted(professional.user, hr_clerk, district_clerk)

    made, stopped = race(
        partial(services.make_slip, rescue, actor=hr_clerk.actor),
        partial(services.stop_rescue, rescue, actor=professional.actor),
    )

    assert not isinstance(stopped, Exception)
    lost([made])
    assert not AccessLink.objects.usable(timezone.now()).exists()


def test_the_owner_stops_it_while_the_bureau_agrees(professional, hr_clerk, district_clerk, race):
    rescue = asked(professional.user, hr_clerk)

    agreed, stopped = race(
        partial(approve, run_of(rescue), version=1, actor=district_clerk.actor),
        partial(services.stop_rescue, rescue, actor=professional.actor),
    )

    assert not isinstance(stopped, Exception)
    lost([agreed])
    rescue.refresh_from_db()
    assert rescue.stopped_at is not None
    assert not Rescue.objects.usable(timezone.now()).exists()
