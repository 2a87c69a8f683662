"""A number in full stands in the vault, and in the answer to who asked for it. Each test first makes it possible for it
to be elsewhere."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from audit.actors import SYSTEM
from jobs.models import Job
from people.models import Professional, User
from people.professionals.numbers import number_in
from people.professionals.services import register_professional, reveal_number
from people.roles import Role
from tests.cast import CastMember
from tests.factories import MembershipFactory
from tests.factories.professionals import checked

pytestmark = pytest.mark.django_db

NUMBER, OTHER_NUMBER, PHONE = "44051119900307008X", "320303197812310031", "13800138000"
SECRETS = (NUMBER, OTHER_NUMBER, PHONE, NUMBER.lower())
ROLES = [
    "professional",
    "hr_clerk",
    "other_hr_clerk",
    "bureau_clerk",
    "other_bureau_clerk",
    "auditor",
    "administrator",
]


@pytest.fixture
def she(professional, employer, hr_clerk):
    """Looked up once, so that the trail has every chance to hold the number."""
    details = {"document": checked(NUMBER), "phone": PHONE, "employer": employer}
    one = register_professional("单测试", **details, actor=hr_clerk.actor)
    head = CastMember(hr_clerk.user, MembershipFactory.build(role=Role.HR_HEAD, organization=employer))
    assert reveal_number(one.documents.get(), reason=f"核对{NUMBER}", actor=head.actor) == NUMBER
    return one


def secrets_in(text):
    return [secret for secret in SECRETS if secret in text]


def body_of(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_a_number_to_anybody(request, role, she, client_of):
    client = client_of(request.getfixturevalue(role))
    pages = [
        "/people/",
        "/people/?status=left",
        f"/people/{she.pk}/",
        f"/people/{she.pk}/number/",
        f"/people/{she.pk}/titles/new/",
        f"/people/{she.pk}/employment/ending/",
        "/people/me/",
        "/my-data/",
        "/accounts/profile/",
        "/accounts/users/",
        "/audit/",
        f"/audit/objects/people.professional/{she.pk}/",
        f"/audit/objects/people.identitydocument/{she.documents.get().pk}/",
        "/api/v1/professionals/",
        f"/api/v1/professionals/{she.pk}/",
        "/api/v1/audit/events/",
        "/jobs/",
    ]

    shown = "".join(body_of(client.get(page)) for page in pages)

    assert secrets_in(shown) == []


def test_the_person_herself_sees_the_tail_and_nobody_more(she, client_of):
    client = client_of(she.user)

    shown = "".join(body_of(client.get(page)) for page in ("/people/me/", "/my-data/", f"/people/{she.pk}/number/"))

    assert "****008X" in shown
    assert secrets_in(shown) == []


def test_what_hr_types_stands_in_no_log_no_address_and_no_audit_row(she, hr_clerk, client_of, caplog):
    caplog.set_level(logging.DEBUG)
    client = client_of(hr_clerk)
    entry = {"name": "解测试", "kind": "resident_id", "industry": "health", "started_on": "2021-03-01"}

    answers = [
        client.post("/people/lookup/", {"number": NUMBER}),
        client.post("/people/lookup/", {"number": OTHER_NUMBER}),
        client.post("/people/new/", entry | {"number": NUMBER, "phone": PHONE}),  # taken
        client.post("/people/new/", entry | {"number": OTHER_NUMBER, "phone": PHONE}),  # the phone is
        client.post("/people/new/", entry | {"number": OTHER_NUMBER}),
    ]

    assert [answer.status_code for answer in answers] == [302, 422, 422, 422, 302]
    assert User.objects.get(display_name="解测试")
    assert number_in(person_at(answers[-1]).documents.get()) == OTHER_NUMBER
    assert "request_finished" in caplog.text  # it could have leaked
    assert secrets_in(caplog.text) == []
    assert secrets_in("".join(answer.headers.get("Location", "") for answer in answers)) == []
    assert secrets_in(everything_in("audit_event")) == []


def person_at(answer):
    return Professional.objects.get(pk=answer.url.strip("/").rpartition("/")[2])


def test_a_number_typed_into_the_filter_is_masked_in_the_log(she, hr_clerk, client_of, caplog):
    caplog.set_level(logging.DEBUG)

    client_of(hr_clerk).get("/people/", {"name": NUMBER})

    handler = logging.getLogger().handlers[0]
    written = "".join(handler.format(record) for record in caplog.records)
    assert "/people/" in written
    assert secrets_in(written) == []


def test_no_table_but_the_sealed_ones_knows_a_number_and_those_do_not_show_it(she, professional, client_of):
    client_of(professional).post("/jobs/start/my_data_export/", {"file_format": "json"})
    assert Job.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]

    assert {"people_identitydocument", "people_user", "audit_event", "jobs_job"} <= set(tables)
    assert [table for table in tables if secrets_in(everything_in(table))] == []


def everything_in(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(string_agg(row::text, chr(10)), '') FROM \"{table}\" row")
        return cursor.fetchone()[0]


def test_a_system_actor_is_no_way_round(she):
    with pytest.raises(PermissionDenied):
        reveal_number(she.documents.get(), reason="nightly", actor=SYSTEM)
