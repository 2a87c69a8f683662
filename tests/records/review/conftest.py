"""Records that wait with the employer of those who logged them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile

from approvals.models import Run
from people.hats import actor_wearing
from people.models import Employer, Professional
from people.roles import Role
from records import services
from records.enums import FileType
from records.models import Evidence, LearningRecord
from tests.cast import CastMember, _cast
from tests.factories import ProfessionalFactory

LECTURE = {
    "activity": "meeting",
    "category": "elective",
    "title": "装配式建筑新技术专题讲座",
    "held_by": "测试建筑业协会",
    "started_on": datetime.date(2026, 11, 8),
    "ended_on": datetime.date(2026, 11, 8),
    "facts": {"days": 1},
}
Sent = tuple[LearningRecord, Run]


@pytest.fixture
def people(employer: Employer) -> list[Professional]:
    """Three more of the employer, who log their hours."""
    return ProfessionalFactory.create_batch(3, employer=employer)


@pytest.fixture
def second_hr_clerk(employer: Employer) -> CastMember:
    return _cast("冯测试", "feng.test", Role.HR_CLERK, employer)


@pytest.fixture
def send() -> Callable[..., Sent]:
    """A lecture that the person logged and sent, with a proof of its own content."""

    def sent(person: Professional, *, proof: str | None = "", **other: Any) -> Sent:
        actor = actor_wearing(person.user, person.user.memberships.filter(role=Role.PROFESSIONAL).first())
        draft = services.draft_record(person, LECTURE | other, actor=actor)
        if proof is not None:
            Evidence.objects.create(
                record=draft,
                file=ContentFile(b"%PDF-", name="x"),
                file_type=FileType.PDF,
                size=5,
                sha256=proof or f"{draft.pk:064d}",
            )
        run = services.submit_record(draft, actor=actor)
        draft.refresh_from_db()
        return draft, run

    return sent
