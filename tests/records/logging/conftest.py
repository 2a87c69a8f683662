from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import CastMember


@pytest.fixture
def client(professional: CastMember, client_of) -> Client:
    return client_of(professional)
