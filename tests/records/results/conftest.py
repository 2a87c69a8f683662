from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from courses.enums import SubjectCategory
from courses.models import TrainingClass
from people.models import Professional
from people.professionals.numbers import number_in
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.factories import InstitutionFactory, RosterEntryFactory, TrainingClassFactory
from tests.jobs.conftest import work_until_idle
from tests.uploads.books import workbook
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import decide_upload, receive_upload

HEADER = ["姓名", "证件号码", "单位", "出勤学时", "考核成绩", "学时", "合格", "备注"]
KEYS = ("name", "number", "employer", "attended", "mark", "hours", "passed", "remark")


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def institution(db: None):
    return InstitutionFactory(name="甲测试学校", place="440100", is_approved_base=True)


@pytest.fixture
def institution_clerk(institution) -> CastMember:
    return _cast("许测试", "xu.test", Role.INSTITUTION_CLERK, institution)


@pytest.fixture
def other_institution_clerk(db: None) -> CastMember:
    other = InstitutionFactory(name="乙测试学校", place="440500")
    return _cast("蔡测试", "cai.test", Role.INSTITUTION_CLERK, other)


@pytest.fixture
def training_class(institution) -> TrainingClass:
    """Of specialty, 18 hours, 6 of them mandatory: the employer recognizes."""
    return TrainingClassFactory(institution=institution, title="测试结构安全", mandatory_hours=Decimal(6))


@pytest.fixture
def public_class(institution) -> TrainingClass:
    """Of a public subject: the system recognizes at once."""
    return TrainingClassFactory(
        institution=institution, title="测试公需", category=SubjectCategory.PUBLIC, ends_on=datetime.date(2026, 3, 12)
    )


def row_of(person: Professional, **cells: Any) -> list[Any]:
    number = number_in(person.documents.get(replaced_at=None))
    values = {
        "name": person.name,
        "number": number,
        "attended": 18,
        "mark": 86,
        "hours": 18,
        "passed": "合格",
        **cells,
    }
    return [values.get(key, "") for key in KEYS]


def enrolled(training_class: TrainingClass, person: Professional) -> None:
    RosterEntryFactory(training_class=training_class, professional=person)


@pytest.fixture
def upload_results(institution_clerk: CastMember) -> Callable[..., Upload]:
    """Upload a 名册表 of the class and have it checked."""

    def upload(training_class: TrainingClass, *rows: list[Any], content: bytes | None = None, actor=None) -> Upload:
        content = workbook([HEADER, *rows]) if content is None else content
        received, _is_new = receive_upload(
            kind_of("class_results"),
            "名册表.xlsx",
            content,
            actor=actor or institution_clerk.actor,
            subject_id=training_class.pk,
        )
        work_until_idle()
        received.refresh_from_db()
        return received

    return upload


@pytest.fixture
def commit_results(upload_results, institution_clerk: CastMember) -> Callable[..., Upload]:
    def commit(training_class: TrainingClass, *rows: list[Any], is_whole: bool = False) -> Upload:
        upload = upload_results(training_class, *rows)
        decide_upload(upload, is_whole=is_whole, actor=institution_clerk.actor)
        work_until_idle()
        upload.refresh_from_db()
        return upload

    return commit


def codes(upload: Upload) -> list[tuple[str, str]]:
    return [(finding["column"], finding["code"]) for finding in upload.rows.get().findings]
