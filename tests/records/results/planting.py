"""An institution, its class that is over and a long list of results, for processes that tests start."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.actors import SYSTEM, Actor
from courses.enums import SubjectCategory
from courses.models import TrainingClass
from people.enums import OrganizationKind
from people.hats import actor_wearing
from people.models import Employer, Institution, Membership, User
from people.professionals.services import Registration, register_professionals
from people.roles import Role
from tests.factories import EmployerFactory, TrainingClassFactory
from tests.factories.professionals import checked, invented_number
from tests.records.results.conftest import HEADER
from tests.uploads.books import workbook
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import decide_upload, receive_upload


@transaction.atomic
def plant(people: int, *, before: int = 0) -> Upload:
    """Of people who were not among those planted before."""
    employer = Employer.objects.first() or EmployerFactory(place="440105")
    school = schools().first() or open_school(employer)
    last = timezone.localdate() - datetime.timedelta(days=3)
    training_class: TrainingClass = TrainingClassFactory(
        institution=school, category=SubjectCategory.PUBLIC, starts_on=last, ends_on=last, hours=Decimal(18)
    )
    numbers = [invented_number(before + count) for count in range(people)]
    names = [f"测试{chr(0x4E00 + before + count)}" for count in range(people)]
    staff = [
        Registration(name=name, document=checked(number), phone="", industry=employer.industry, employer=employer)
        for name, number in zip(names, numbers, strict=True)
    ]
    register_professionals(staff, actor=SYSTEM)
    rows = [[name, number, "", 18, 86, 18, "合格", ""] for name, number in zip(names, numbers, strict=True)]
    upload, _is_new = receive_upload(
        kind_of("class_results"),
        "名册表.xlsx",
        workbook([HEADER, *rows]),
        actor=clerk(),
        subject_id=training_class.pk,
    )
    return upload


def schools() -> QuerySet[Institution]:
    return Institution.objects.filter(name="测试学校")


def open_school(employer: Employer) -> Institution:
    """With a clerk."""
    school = Institution.objects.create(
        kind=OrganizationKind.INSTITUTION, name="测试学校", division=employer.division, area=employer.area
    )
    user = User.objects.create_user("clerk", display_name="许测试")
    Membership.objects.create(
        user=user, organization=school, role=Role.INSTITUTION_CLERK, started_on=datetime.date(2020, 1, 1)
    )
    return school


def decide(upload_id: str | int) -> None:
    decide_upload(Upload.objects.get(pk=upload_id), is_whole=False, actor=clerk())


def clerk() -> Actor:
    user = User.objects.get(username="clerk")
    return actor_wearing(user, user.memberships.get())
