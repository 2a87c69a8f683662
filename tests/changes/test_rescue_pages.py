"""What is told of a rescue, and its pages."""

from __future__ import annotations

import logging

import pytest
from django.urls import reverse

from audit.actors import Actor
from audit.models import Event
from changes.rescues import services
from changes.rescues.models import Rescue
from changes.rescues.procedure import look_at
from people.models import AccessLink
from people.mydata.queries import acts_about
from people.organizations.merging import merge_organizations
from people.roles import Role
from tests.cast import CastMember, _cast, english_client
from tests.changes.rescues import asked
from tests.factories import EmployerFactory, MembershipFactory
from tests.factories.professionals import ProfessionalFactory
from ui.tasks_waiting import tasks_for

pytestmark = pytest.mark.django_db


def names_of_tasks(member: CastMember) -> list[str]:
    return [str(task.name) for task in tasks_for(member.actor)]


# What is told


def test_the_asking_side_is_told_that_a_slip_is_to_be_made(rescue, hr_clerk, other_hr_clerk):
    assert "Make the slip for 林测试" in names_of_tasks(hr_clerk)
    assert "Make the slip for 林测试" not in names_of_tasks(other_hr_clerk)

    services.make_slip(rescue, actor=hr_clerk.actor)

    assert "Make the slip for 林测试" not in names_of_tasks(hr_clerk)


def test_the_bureau_looks_first_at_accounts_that_open_more(owner, employer):
    MembershipFactory(user=owner, organization=employer, role=Role.HR_CLERK)
    head = _cast("黄测试", "huang.test", Role.HR_HEAD, employer)

    flags = look_at([asked(owner, head)]).popitem()[1]

    assert flags == ["The account opens more than its own data: 甲测试单位 HR clerk"]


def test_the_bureau_sees_that_it_happened_before(rescue, owner, hr_clerk):
    services.make_slip(rescue, actor=hr_clerk.actor)

    assert any("already" in flag for flag in look_at([asked(owner, hr_clerk)]).popitem()[1])


def test_an_ordinary_rescue_has_nothing_to_look_at(owner, hr_clerk):
    assert look_at([asked(owner, hr_clerk)]) == {}


def test_each_step_is_in_the_trail_and_told_to_the_owner(rescue, owner, hr_clerk):
    services.make_slip(rescue, actor=hr_clerk.actor)

    wanted = {"rescue.asked", "rescue.granted", "rescue.slip_made", "access_link.made", "approval.approved"}
    assert wanted <= set(acts_about(owner).values_list("action", flat=True))


def test_the_secret_part_of_the_link_is_kept_nowhere(rescue, hr_clerk, client_of, caplog):
    caplog.set_level(logging.DEBUG)

    slip = client_of(hr_clerk).post(reverse("changes:rescue_slip", args=[rescue.pk]))

    token = slip.context["slips"][0].link.token
    assert token in slip.content.decode()
    told = [str(event) for event in Event.objects.values("before", "after", "reason", "object_label", "object_id")]
    assert token not in "".join(told) + caplog.text
    assert not AccessLink.objects.filter(token_hash=token).exists()


def test_when_employers_are_merged_the_kept_one_makes_the_slip(rescue, employer, owner):
    kept = EmployerFactory(place="440105")
    clerk = _cast("柯测试", "ke.test", Role.HR_CLERK, kept)

    merge_organizations(kept, employer, reason="重复登记", actor=Actor(user_id=None, label="系统"))

    assert services.make_slip(Rescue.objects.get(), actor=clerk.actor).user == owner


# Pages


def test_hr_finds_its_people_by_name_and_pinyin(owner, hr_clerk, client_of):
    client = client_of(hr_clerk)

    for typed in ("林测", "lince", "lcs"):
        page = client.get(reverse("changes:rescue_search"), {"name": typed}).content.decode()
        assert reverse("changes:rescue_request", args=[owner.pk]) in page


def test_the_page_of_a_person_leads_there(owner, professional, hr_clerk, district_clerk, client_of):
    address = reverse("professionals:detail", args=[owner.professional.pk])
    there = reverse("changes:rescue_request", args=[owner.pk])

    assert there in client_of(hr_clerk).get(address).content.decode()
    assert there not in client_of(district_clerk).get(address).content.decode()


def test_an_incomplete_form_says_what_is_missing(owner, hr_clerk, client_of):
    answer = client_of(hr_clerk).post(reverse("changes:rescue_request", args=[owner.pk]), {"lost": "memory"})

    assert answer.status_code == 422
    assert not Rescue.objects.exists()


def test_everybody_can_read_how_to_come_in_again(db):
    client = english_client()

    sign_in = client.get(reverse("account_login")).content.decode()
    page = client.get(reverse("no_way_in"))

    assert reverse("no_way_in") in sign_in
    assert page.status_code == 200
    assert "Bring your identity document" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("rescues", "get"),
        ("rescue_search", "get"),
        ("rescue_request", "post"),
        ("rescue", "get"),
        ("rescue_slip", "post"),
        ("rescue_stopping", "post"),
        ("rescue_amendment", "post"),
        ("rescue_note", "post"),
    ],
)
def test_who_is_not_signed_in_is_led_to_the_sign_in_page(rescue, name, method):
    args = [] if name in ("rescues", "rescue_search") else [rescue.pk]

    answer = getattr(english_client(), method)(reverse(f"changes:{name}", args=args))

    assert answer["Location"].startswith(reverse("account_login"))


def test_the_list_asks_as_often_for_three_as_for_one(
    rescue, employer, hr_clerk, client_of, django_assert_max_num_queries
):
    client = client_of(hr_clerk)
    with django_assert_max_num_queries(50) as one:
        client.get(reverse("changes:rescues"))
    for _each in range(2):
        asked(ProfessionalFactory(employer=employer).user, hr_clerk)

    with django_assert_max_num_queries(len(one)):
        page = client.get(reverse("changes:rescues"))

    assert len(page.context["rows"]) == 3


def test_an_auditor_reads_all_and_changes_nothing(rescue, auditor, client_of):
    client = client_of(auditor)

    assert "林测试" in client.get(reverse("changes:rescues")).content.decode()
    assert client.get(reverse("changes:rescue", args=[rescue.pk])).status_code == 200
    for name in ("rescue_slip", "rescue_stopping"):
        assert client.post(reverse(f"changes:{name}", args=[rescue.pk])).status_code == 403
