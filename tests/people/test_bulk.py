"""Many new rows at once."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.bulk import draw_numbers, insert_all, made, update_all
from people.enums import DocumentKind
from people.models import Employer, IdentityDocument, Membership, Professional, Title, User
from people.roles import Role
from tests.factories import OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


def accounts(count: int) -> list[User]:
    return [User(username=f"test.{number}", display_name=f"测试\t{number}\\N\n") for number in range(count)]


def a_document(index: str) -> IdentityDocument:
    return IdentityDocument(
        professional=Professional.objects.create(user=UserFactory(), name="林测试"),
        kind=DocumentKind.RESIDENT_ID,
        number_sealed=b"\x00\\sealed\xff",
        number_index=index,
    )


def test_each_row_knows_its_own_number():
    written = insert_all(accounts(50))

    stored = dict(User.objects.filter(username__startswith="test.").values_list("username", "pk"))
    assert {user.username: user.pk for user in written} == stored
    assert len(stored) == 50


def test_texts_and_bytes_come_back_as_they_were():
    user, document = insert_all(accounts(1))[0], insert_all([a_document("index")])[0]

    assert User.objects.get(pk=user.pk).display_name == "测试\t0\\N\n"
    assert bytes(IdentityDocument.objects.get(pk=document.pk).number_sealed) == b"\x00\\sealed\xff"


def test_what_was_written_is_saved_again_as_a_change():
    user = insert_all(accounts(1))[0]
    user.display_name = "改名测试"

    user.save()

    assert User.objects.get(username="test.0").display_name == "改名测试"


def test_what_the_database_fills_in_is_read_when_it_is_asked_for():
    user = insert_all(accounts(1))[0]

    assert user.uuid == User.objects.get(pk=user.pk).uuid


def test_a_row_put_together_before_its_owner_was_saved_belongs_to_it():
    owner, organization = accounts(1)[0], OrganizationFactory()
    hat = Membership(user=owner, organization=organization, role=Role.HR_CLERK, started_on=datetime.date(2026, 1, 1))
    insert_all([owner])

    insert_all([hat])

    assert Membership.objects.get(user=owner).organization_id == organization.pk


def test_a_doubled_row_is_refused_with_all_the_others():
    UserFactory(username="test.1")

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(accounts(3))

    assert not User.objects.filter(username="test.0").exists()


def test_rows_of_which_only_some_leave_a_field_to_the_database_are_refused():
    first, second = accounts(2)
    first.uuid = "7f0dc9a4-57a4-4a5f-8a52-000000000000"

    with pytest.raises(ValueError, match="uuid"):
        insert_all([first, second])


def test_a_kind_of_organization_has_rows_in_two_tables_and_is_refused():
    with pytest.raises(AssertionError):
        insert_all([Employer(name="测试单位")])


def test_the_number_of_statements_does_not_depend_on_the_number_of_rows():
    with CaptureQueriesContext(connection) as of_two:
        insert_all(accounts(2))
    with CaptureQueriesContext(connection) as of_nobody:
        assert insert_all(Title() for _nothing in ()) == []

    assert len(of_two) == 2
    assert len(of_nobody) == 0


def test_many_rows_are_changed_by_one_statement_each_as_it_says():
    rows = insert_all(accounts(50))
    for number, row in enumerate(rows):
        row.display_name, row.is_active = f"改名\t{number}", number % 2 == 0

    with CaptureQueriesContext(connection) as queries:
        update_all(rows, ["display_name", "is_active"])

    assert len(queries) == 1
    stored = {
        user.pk: (user.display_name, user.is_active) for user in User.objects.filter(pk__in=[row.pk for row in rows])
    }
    assert stored == {row.pk: (row.display_name, row.is_active) for row in rows}
    update_all([], ["display_name"])


def test_only_what_is_named_is_changed():
    row = insert_all(accounts(1))[0]
    row.display_name, row.username = "改名测试", "other"

    update_all([row], ["display_name"])

    stored = User.objects.get(pk=row.pk)
    assert (stored.display_name, stored.username) == ("改名测试", "test.0")


def test_numbers_drawn_beforehand_are_those_written():
    rows = accounts(3)
    draw_numbers(rows)
    drawn = [row.pk for row in rows]

    insert_all(rows)

    assert sorted(User.objects.filter(username__startswith="test.").values_list("pk", flat=True)) == drawn


def test_what_is_made_is_as_if_the_model_had_made_it():
    person = Professional.objects.create(user=UserFactory(), name="林测试")
    told = {"professional": person, "kind": DocumentKind.RESIDENT_ID, "number_index": "index"}

    row, plain = made(IdentityDocument, **told), IdentityDocument(**told)

    left_to_database = {"uuid", "entered_at"}
    assert row.__dict__.keys() == plain.__dict__.keys()
    for name in row.__dict__.keys() - {"_state"} - left_to_database:
        assert row.__dict__[name] == plain.__dict__[name], name
    assert row.professional is person
    assert (row._state.adding, row._state.db) == (True, None)
    assert made(IdentityDocument, professional=None).professional_id is None
    assert insert_all([row])[0].uuid is not None
    with pytest.raises(AssertionError, match="nonsense"):
        made(IdentityDocument, nonsense=1)


def test_what_is_made_is_known_from_its_other_side():
    user = UserFactory()

    assert made(Professional, user=user, name="林测试").user is user
    assert user.professional.name == "林测试"
