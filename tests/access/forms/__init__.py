"""Every form and serializer of the product, and for each that writes something one sound way to send it."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from django import forms
from django_filters import FilterSet
from rest_framework.serializers import BaseSerializer

from tests.access.forms import approvals, certificates, changes, courses, people, records, system, verification
from tests.access.forms.sent import Sent

ROOMS = (
    "ui",
    "audit",
    "jobs",
    "rules",
    "uploads",
    "people",
    "approvals",
    "changes",
    "courses",
    "records",
    "verification",
    "certificates",
    "ops",
)
WRITING: dict[str, Sent] = {
    **system.WRITING,
    **people.WRITING,
    **approvals.WRITING,
    **changes.WRITING,
    **courses.WRITING,
    **records.WRITING,
    **verification.WRITING,
    **certificates.WRITING,
}
# Ask, filter or compute, and write nothing; or are parts of another one.
READING = {
    *system.READING,
    *people.READING,
    *approvals.READING,
    *changes.READING,
    *courses.READING,
    *records.READING,
    *verification.READING,
    *certificates.READING,
}
# Take a proof of who is there and nothing else: django-allauth's, tried in tests/people/test_second_factor.py.
PROVING = people.PROVING
# Only ever an answer: no address takes PUT or PATCH, and none of these a POST (tests/access/test_matrix.py).
ANSWERING = {
    *system.ANSWERING,
    *people.ANSWERING,
    *approvals.ANSWERING,
    *courses.ANSWERING,
    *records.ANSWERING,
    *verification.ANSWERING,
    *certificates.ANSWERING,
}


def all_forms() -> Iterator[str]:
    for room in ROOMS:
        package = importlib.import_module(room)
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not {"migrations", "management", "data"} & set(found.name.split(".")):
                yield from _forms_in(found.name)


def _forms_in(module: str) -> Iterator[str]:
    for name, value in vars(importlib.import_module(module)).items():
        is_form = inspect.isclass(value) and issubclass(value, (forms.BaseForm, BaseSerializer, FilterSet))
        if is_form and value.__module__ == module and not name.startswith("_"):
            yield f"{module}.{name}"
