from __future__ import annotations

import pytest
from django.utils import translation

from people.models import Professional
from tests.cast import CastMember


@pytest.fixture(autouse=True)
def in_english():
    """What is refused is told in the language of whoever asks; the tests quote the source strings."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def media_of_its_own(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person(professional: CastMember) -> Professional:
    """Who learns, in most of these tests."""
    return professional.user.professional
