"""Whatever is sent besides the fields of a form changes nothing (A3): every form that writes is sent once as it should
be, and once with a value for every other field of every model. Both must leave the same rows behind."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from django.core.files import File
from django.db import models, transaction
from django.test import Client
from django.utils.module_loading import import_string

from tests.access.forms import ANSWERING, PROVING, READING, ROOMS, WRITING, all_forms
from tests.access.world import World

pytestmark = pytest.mark.django_db

# New with every row or every second; told apart from nothing.
PASSING = (models.DateTimeField, models.UUIDField, models.BinaryField, models.AutoField, models.FileField)
PASSING_NAMES = {"object_id", "object_label", "request_id", "token_hash", "idempotency_key", "password", "job_id"}
PASSING_NAMES |= {"subject_id", "row", "stored_file", "annotated_file", "username", "sha256", "file_size", "data"}
PASSING_NAMES |= {"rows_file", "check_code", "token_tail", "blank_form_number"}
# Names made up for new accounts, numbers of new uploads and batches, tails of new tokens, forms drawn from the stock.
INVENTED = re.compile(
    r"\b(p-|officer-|test\.person)\w+"
    r"|(?<='blank_form': ')\d{8}|(?<='token': ')[0-9a-f-]{36}"
    r"|(?<='upload': )\d+|(?<='run': )\d+|(?<='record': )\d+|(?<='token': ')[*]{4}.{4}"
)
PARTS_OF_FORMS = {"csrfmiddlewaretoken", "next", "action", "back", "act", "send", "into"}

# What these change is kept by django-allauth.
OF_ALLAUTH = {
    "people.second_factor.forms.ConfirmByPasswordForm",
    "people.second_factor.forms.RenamePasskeyForm",
}

Rows = Counter[tuple[str, str]]


def models_of_rooms() -> list[type[models.Model]]:
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models() if room != "ui"]


def hostile_values(sent: set[str], world: World) -> dict[str, Any]:
    """For every field of every model that the form does not ask for."""
    values: dict[str, Any] = {}
    for model in models_of_rooms():
        for each in model._meta.concrete_fields:
            for name in {each.name, each.attname, f"{model._meta.model_name}_id"}:
                values.setdefault(name, _hostile(each, world))
    return {name: value for name, value in values.items() if name not in sent | PARTS_OF_FORMS}


def _hostile(each: models.Field[Any, Any], world: World) -> Any:
    if isinstance(each, models.ForeignKey):
        return _row_of_the_other_tenant(each.related_model, world)
    if each.choices:
        return str(list(each.choices)[-1][0])
    if isinstance(each, models.BooleanField):
        return "true"
    if isinstance(each, models.DateTimeField):
        return "2001-01-01T00:00:00Z"
    return "2001-01-01" if isinstance(each, models.DateField) else "7"


def _row_of_the_other_tenant(model: Any, world: World) -> int:
    employer = world.second.employer
    rows = {"User": world.second.person.user, "Professional": world.second.person, "Employer": employer}
    return rows.get(model.__name__, employer).pk


def rows_now() -> Rows:
    rows: Rows = Counter()
    for model in models_of_rooms():
        kept = [each for each in model._meta.concrete_fields if _stays(each)]
        for row in model._default_manager.order_by().values_list(*(each.attname for each in kept)):
            rows[model._meta.label, INVENTED.sub("…", str(row))] += 1
    return rows


def _stays(each: models.Field[Any, Any]) -> bool:
    """New rows get new numbers each time: of those that point at one, employers and places are told apart."""
    if isinstance(each, models.ForeignKey):
        return each.related_model.__name__ in {"Employer", "Division"}
    return not isinstance(each, PASSING) and each.name not in PASSING_NAMES


def left_behind(name: str, world: World, *, is_hostile: bool) -> tuple[Rows, int]:
    """What is there afterwards and was not before, and the other way round; then all is taken back."""
    sent = WRITING[name]
    with transaction.atomic():
        client = world.client(sent.person(world))
        address, body = sent.address(world), sent.content(world)
        if address.startswith(("/accounts/access/", "/accounts/way-back/to/")):
            address = client.get(address).headers["Location"]
        before = rows_now()
        extra = hostile_values(_asked_for(name, client, address) | set(body), world) if is_hostile else {}
        status = _send(client, address, extra | body)
        after = rows_now()
        transaction.set_rollback(True)
    changed = Counter(after)
    changed.subtract(before)
    return Counter({row: count for row, count in changed.items() if count}), status


def _asked_for(name: str, client: Client, address: str) -> set[str]:
    """What the class says, and the page where a form grows fields only when it is made."""
    form_class = import_string(name)
    said = getattr(form_class, "base_fields", None) or getattr(form_class, "_declared_fields", {})
    response = client.get(address)
    shown = response.context.get("form") if response.context else None
    return set(said) | set(shown.fields if shown is not None else ())


def _send(client: Client, address: str, body: dict[str, Any]) -> int:
    has_file = any(isinstance(value, File) for value in body.values())
    if address.startswith("/api/") and not has_file:
        return client.post(address, body, content_type="application/json").status_code
    return client.post(address, body).status_code


def test_every_form_and_serializer_has_its_entry() -> None:
    known = set(WRITING) | READING | PROVING | ANSWERING
    missing, gone = set(all_forms()) - known, known - set(all_forms())

    assert not missing, f"Add to tests/access/forms.py how they are sent, or that they write nothing: {sorted(missing)}"
    assert not gone, f"These are gone; take them out of tests/access/forms.py: {sorted(gone)}"


@pytest.mark.parametrize("name", WRITING)
def test_what_a_form_does_not_ask_for_is_not_taken(name: str, world: World) -> None:
    as_it_should_be, status = left_behind(name, world, is_hostile=False)
    besides, hostile_status = left_behind(name, world, is_hostile=True)

    assert status in (200, 201, 202, 302), "this entry of WRITING is not a sound one"
    assert hostile_status == status
    assert besides == as_it_should_be
    assert as_it_should_be or name in OF_ALLAUTH
