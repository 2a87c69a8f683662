from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from certificates.issuing.services import issue_one
from certificates.models import Certificate
from tests.cast import CastMember
from verification.models import Verification


@pytest.fixture
def issued(ready: Callable[..., Verification], district_clerk: CastMember) -> Callable[..., Certificate]:
    """A certificate of somebody at `employer`."""

    def one(**options: Any) -> Certificate:
        return issue_one(ready(**options), actor=district_clerk.actor)

    return one
