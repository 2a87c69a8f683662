"""An institution, its class that is over and a long list of results, for processes that tests start."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from courses.enums import SubjectCategory
from courses.models import TrainingClass
from people.enums import OrganizationKind
from people.hats import actor_wearing
from people.models import Institution, Membership, User
from people.roles import Role
from tests.factories import EmployerFactory, ProfessionalFactory, TrainingClassFactory
from tests.factories.professionals import invented_number
from tests.records.results.conftest import HEADER
from tests.uploads.books import workbook
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import decide_upload, receive_upload


@transaction.atomic
def plant(people: int) -> Upload:
    employer = EmployerFactory(place="440105")
    school = Institution.objects.create(
        kind=OrganizationKind.INSTITUTION, name="测试学校", division=employer.division, area=employer.area
    )
    user = User.objects.create_user("clerk", display_name="许测试")
    Membership.objects.create(
        user=user, organization=school, role=Role.INSTITUTION_CLERK, started_on=datetime.date(2020, 1, 1)
    )
    last = timezone.localdate() - datetime.timedelta(days=3)
    training_class: TrainingClass = TrainingClassFactory(
        institution=school, category=SubjectCategory.PUBLIC, starts_on=last, ends_on=last, hours=Decimal(18)
    )
    rows = []
    for count in range(people):
        number = invented_number(count)
        name = f"测试{chr(0x4E00 + count)}"
        ProfessionalFactory(name=name, number=number, employer=employer)
        rows.append([name, number, "", 18, 86, 18, "合格", ""])
    upload, _is_new = receive_upload(
        kind_of("class_results"),
        "名册表.xlsx",
        workbook([HEADER, *rows]),
        actor=clerk(),
        subject_id=training_class.pk,
    )
    return upload


def decide(upload_id: str | int) -> None:
    decide_upload(Upload.objects.get(pk=upload_id), is_whole=False, actor=clerk())


def clerk() -> Actor:
    user = User.objects.get(username="clerk")
    return actor_wearing(user, user.memberships.get())
