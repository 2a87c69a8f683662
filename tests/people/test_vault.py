import base64
import os

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from audit.actors import SYSTEM
from audit.models import Event
from people import vault
from people.models import IdentityDocument
from people.professionals.numbers import number_in, phone_in
from people.professionals.rotation import all_fields, rotate
from tests.factories import ProfessionalFactory, UserFactory

NUMBER, PHONE = "44051119900307008X", "13800138000"
OLD, NEW = os.urandom(32), os.urandom(32)


@pytest.fixture(autouse=True)
def ring(settings):
    settings.IDENTITY_KEYS = {"aes-old": OLD}


@pytest.fixture
def rotated_ring(settings):
    settings.IDENTITY_KEYS = {"aes-new": NEW, "aes-old": OLD}


@pytest.fixture
def person(db):
    return ProfessionalFactory(number=NUMBER, phone=PHONE)


def sealed():
    return vault.seal(NUMBER, context="row:field")


# The seal


def test_what_was_sealed_opens_again_and_says_which_key_it_needs():
    assert vault.open_(sealed(), context="row:field") == NUMBER
    assert sealed().key_id == "aes-old"


def test_the_same_number_looks_different_each_time():
    assert sealed().data != sealed().data
    assert NUMBER.encode() not in sealed().data


def test_a_seal_moved_to_another_row_does_not_open():
    with pytest.raises(vault.VaultError, match="other:field was altered, or was sealed elsewhere"):
        vault.open_(sealed(), context="other:field")


@pytest.mark.parametrize("place", [0, 12, 20, -1])
def test_a_seal_with_one_bit_changed_does_not_open(place):
    found = sealed()
    data = bytearray(found.data)
    data[place] ^= 1

    with pytest.raises(vault.VaultError):
        vault.open_(vault.Sealed(found.key_id, bytes(data)), context="row:field")


@pytest.mark.parametrize("data", [b"", b"short", bytes(12)])
def test_what_is_too_short_for_a_seal_does_not_open(data):
    with pytest.raises(vault.VaultError):
        vault.open_(vault.Sealed("aes-old", data), context="row:field")


def test_a_seal_outlives_a_new_key(rotated_ring, settings):
    settings.IDENTITY_KEYS = {"aes-old": OLD}
    before = sealed()
    settings.IDENTITY_KEYS = {"aes-new": NEW, "aes-old": OLD}

    assert vault.open_(before, context="row:field") == NUMBER
    assert sealed().key_id == "aes-new"


def test_a_key_that_was_thrown_away_too_early_is_named(settings):
    before = sealed()
    settings.IDENTITY_KEYS = {"aes-new": NEW}

    with pytest.raises(vault.VaultError, match="aes-old is not in IDENTITY_KEYS"):
        vault.open_(before, context="row:field")


def test_neither_seal_nor_error_shows_what_is_inside():
    with pytest.raises(vault.VaultError) as error:
        vault.open_(sealed(), context="elsewhere")

    assert NUMBER not in repr(sealed()) + repr(error.value)


# The blind index


def test_the_index_is_the_same_for_the_same_number_and_depends_on_its_key(settings):
    before = vault.blind_index("identity", NUMBER)
    assert vault.blind_index("identity", NUMBER) == before
    assert len(before) == 64

    settings.IDENTITY_INDEX_KEY = base64.b64encode(os.urandom(40)).decode()

    assert vault.blind_index("identity", NUMBER) != before


def test_the_index_of_a_phone_is_not_that_of_a_document():
    assert vault.blind_index("identity", PHONE) != vault.blind_index("phone", PHONE)


# At rest


def test_no_number_lies_open_in_the_database(person):
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text, u::text FROM people_identitydocument d, people_user u")
        everything = " ".join(map(str, cursor.fetchall()))

    hexadecimal = NUMBER.encode().hex(), PHONE.encode().hex()
    assert not any(text in everything for text in (NUMBER, PHONE, *hexadecimal))
    assert "008X" in everything


def test_a_sealed_number_copied_to_another_person_does_not_open(person):
    other = ProfessionalFactory().documents.get()
    mine = person.documents.get()
    other.number_sealed, other.number_key = mine.number_sealed, mine.number_key

    with pytest.raises(vault.VaultError):
        number_in(other)


# The change of keys


def test_rotation_puts_documents_and_phones_under_the_new_key(person, settings, capsys):
    settings.IDENTITY_KEYS = {"aes-new": NEW, "aes-old": OLD}

    call_command("rotate_identity_keys")

    settings.IDENTITY_KEYS = {"aes-new": NEW}
    person.user.refresh_from_db()
    assert number_in(person.documents.get()) == NUMBER
    assert phone_in(person.user) == PHONE
    assert "Every number is under the key aes-new." in capsys.readouterr().out


def test_rotation_reaches_replaced_documents_and_leaves_accounts_without_a_phone_alone(person, rotated_ring):
    person.documents.update(replaced_at="2026-01-01T00:00:00Z")
    UserFactory()

    *_earlier, reached = rotate(actor=SYSTEM)

    assert (reached.done, reached.unreadable) == (2, [])


def test_rotation_stopped_in_the_middle_goes_on_where_it_was(person, settings):
    ProfessionalFactory.create_batch(4)
    settings.IDENTITY_KEYS = {"aes-new": NEW, "aes-old": OLD}

    next(rotate(actor=SYSTEM, batch=2))
    assert IdentityDocument.objects.filter(number_key="aes-new").count() == 2

    *_earlier, reached = rotate(actor=SYSTEM, batch=2)
    assert reached.done == 4  # three documents, one phone
    assert list(rotate(actor=SYSTEM)) == []


def test_rotation_writes_down_how_many_and_nothing_else(person, settings):
    settings.IDENTITY_KEYS = {"aes-new": NEW, "aes-old": OLD}

    list(rotate(actor=SYSTEM))

    events = Event.objects.filter(action="identity.keys_rotated").order_by("id")
    assert [event.after for event in events] == [
        {"kind": "people.identitydocument", "rows": 1},
        {"kind": "people.user", "rows": 1},
    ]


def test_rotation_leaves_what_it_cannot_open_and_names_it(person, settings):
    broken = ProfessionalFactory().documents.get()
    IdentityDocument.objects.filter(pk=broken.pk).update(number_sealed=b"altered by somebody")
    settings.IDENTITY_KEYS = {"aes-new": NEW, "aes-old": OLD}

    with pytest.raises(CommandError, match=f"opens 1 rows: people.identitydocument {broken.pk}"):
        call_command("rotate_identity_keys")

    broken.refresh_from_db()
    assert bytes(broken.number_sealed) == b"altered by somebody"
    assert number_in(person.documents.get()) == NUMBER


def test_rotation_knows_every_column_of_sealed_numbers(db):
    known = {(sealed.rows().model, column) for sealed in all_fields() for column in sealed.columns}

    columns = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField) and field.name.endswith("_sealed")
    ]

    assert len(columns) >= 2
    assert set(columns) - known == set()


def test_rotation_under_the_only_key_does_nothing(person, capsys):
    call_command("rotate_identity_keys")

    assert capsys.readouterr().out == "Every number is under the key aes-old.\n"
