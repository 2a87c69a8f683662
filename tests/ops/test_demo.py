from __future__ import annotations

import time
from io import StringIO

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from audit.models import Event
from jobs.models import Job
from ops import demo
from people.models import Membership, Organization, User
from people.roles import Role

pytestmark = pytest.mark.django_db


def plant(**options):
    output = StringIO()
    call_command("demo", stdout=output, **options)
    return output.getvalue()


def world():
    users = User.objects.order_by("username").values_list("username", "display_name", "is_demo")
    hats = Membership.objects.values_list("user__username", "organization__name", "role", "started_on", "ended_on")
    return list(users), sorted(hats, key=str), sorted(Organization.objects.values_list("name", "kind"))


def test_every_role_can_be_signed_in_to():
    plant()

    held = Membership.objects.current(timezone.localdate()).filter(user__is_demo=True)
    assert set(held.values_list("role", flat=True)) == set(Role.values)


def test_one_person_wears_two_hats():
    plant()

    chen = User.objects.with_current_hats(timezone.localdate()).get(username="chen.jieyi")
    assert [hat.role for hat in chen.current_hats] == [Role.HR_CLERK, Role.PROFESSIONAL]


def test_demo_password_signs_in():
    plant()
    client = Client()

    client.post("/accounts/login/", {"login": "lin.xiaolan", "password": demo.DEMO_PASSWORD})

    assert SESSION_KEY in client.session


def test_demo_password_signs_nobody_in_where_data_is_real(settings):
    plant()
    settings.DEMO = False
    client = Client()

    for person in demo.CAST:
        client.post("/accounts/login/", {"login": person.username, "password": demo.DEMO_PASSWORD})

    assert SESSION_KEY not in client.session


def test_colleagues_cannot_be_signed_in_to():
    plant()

    colleagues = User.objects.filter(is_demo=False)
    assert colleagues.count() == demo.COLLEAGUES
    assert not any(user.has_usable_password() for user in colleagues)


def test_second_time_says_so_and_changes_nothing():
    plant()
    before, events = world(), Event.objects.count()

    told = plant(seed=99)

    assert "planted already" in told
    assert world() == before
    assert Event.objects.count() == events


def test_production_is_refused_in_a_clear_sentence(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="only for demo mode"):
        plant()

    assert not User.objects.exists()


def test_same_seed_gives_the_same_people_and_another_seed_others():
    first = demo._colleagues(demo.Random(7))

    assert demo._colleagues(demo.Random(7)) == first
    assert demo._colleagues(demo.Random(8)) != first


def test_everything_planted_stands_in_the_trail_under_the_time_of_planting():
    before = timezone.now()
    plant()

    assert Event.objects.filter(action="account.opened").count() == User.objects.count()
    assert Event.objects.filter(action="membership.granted").count() == Membership.objects.count()
    assert Event.objects.filter(action="organization.registered").count() == Organization.objects.count()
    assert not Event.objects.filter(at__lt=before).exists()


def test_one_rehearsal_is_done():
    plant()

    job = Job.objects.get()
    assert (job.kind, job.state, job.done, job.total) == ("rehearsal", "completed", 40, 40)


def test_planting_takes_less_than_two_seconds():
    start = time.monotonic()

    plant()

    assert time.monotonic() - start < 2
