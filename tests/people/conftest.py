import pytest
from django.test import Client

from tests.cast import english_client


@pytest.fixture
def client() -> Client:
    """Nobody's browser, reading English."""
    return english_client()
