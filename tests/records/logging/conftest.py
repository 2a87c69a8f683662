from __future__ import annotations

import pytest
from django.test import Client

from people.models import Professional
from tests.cast import CastMember


@pytest.fixture
def person(professional: CastMember) -> Professional:
    return professional.user.professional


@pytest.fixture
def client(professional: CastMember, client_of) -> Client:
    return client_of(professional)
