from __future__ import annotations

import pytest

from audit.actors import Actor
from audit.services import ObjectRef
from people.models import User


@pytest.fixture
def wang(db: None) -> User:
    return User.objects.create_user("wang", display_name="王测试")


@pytest.fixture
def clerk(wang: User) -> Actor:
    """A clerk of a bureau, acting through a request."""
    return Actor(
        user_id=wang.pk,
        label="王测试",
        hat="bureau_clerk",
        organization_id=77,
        organization_label="测试市人社局",
        request_id="8d6c1b0e-0000-4000-8000-000000000001",
    )


@pytest.fixture
def auditor(db: None) -> Actor:
    user = User.objects.create_user("shen", display_name="沈测试")
    return Actor(user_id=user.pk, label="沈测试", hat="auditor", capabilities=frozenset({"audit.read"}))


@pytest.fixture
def document() -> ObjectRef:
    return ObjectRef(type="test.document", id="42", label="第 42 号文件")
