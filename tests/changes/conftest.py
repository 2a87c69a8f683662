from __future__ import annotations

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image

from approvals.models import Run
from changes.enums import ProofType
from changes.services import ask_document_correction, ask_employer, ask_name_correction
from people.models import Bureau, Employer
from people.roles import Role
from tests.cast import CastMember, _cast
from tests.changes.rescues import granted
from tests.factories import BureauFactory
from tests.factories.professionals import checked, invented_number

FIRST_DAY = datetime.date(2026, 12, 1)
NEW_NUMBER = invented_number(4321)


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 60)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind)
    return buffer.getvalue()


def upload(content: bytes | None = None, name: str = "林测试 身份证 440105.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content)


@pytest.fixture(autouse=True)
def in_english():
    """What is refused is told in the language of whoever asks; the tests quote the source strings."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def media_of_its_own(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def district_bureau(db: None) -> Bureau:
    return BureauFactory(name="甲区测试人社局", place="440105")


@pytest.fixture
def district_clerk(district_bureau: Bureau) -> CastMember:
    return _cast("海测试", "hai.test", Role.BUREAU_CLERK, district_bureau)


@pytest.fixture
def second_new_clerk(other_employer: Employer) -> CastMember:
    return _cast("蔡测试", "cai.test", Role.HR_HEAD, other_employer)


@pytest.fixture
def person(professional):
    return professional.user.professional


@pytest.fixture
def change_run(professional, person, other_employer) -> Run:
    """She asks the other employer, whose clerk is `other_hr_clerk`."""
    return ask_employer(person, other_employer, starts_on=FIRST_DAY, position="主任工程师", actor=professional.actor)


@pytest.fixture
def name_run(professional, person, district_bureau) -> Run:
    return ask_name_correction(person, "林测式", upload(), ProofType.PNG, words="看证件", actor=professional.actor)


@pytest.fixture
def document_run(professional, person, district_bureau) -> Run:
    return ask_document_correction(person, checked(NEW_NUMBER), upload(), ProofType.PNG, actor=professional.actor)


# Of rescues


@pytest.fixture
def owner(professional, district_bureau):
    return professional.user


@pytest.fixture
def rescue(owner, hr_clerk, district_clerk):
    """The bureau has agreed."""
    return granted(owner, hr_clerk, district_clerk)


@pytest.fixture
def bureau_head(bureau_clerk):
    """Of the city, above the district bureau."""
    return _cast("何测试", "he.test", Role.BUREAU_HEAD, bureau_clerk.membership.organization)


@pytest.fixture
def district_head(district_bureau):
    return _cast("韩测试", "han.test", Role.BUREAU_HEAD, district_bureau)
