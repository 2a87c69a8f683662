"""An employer, its clerk and a long staff list, for processes that tests start."""

from __future__ import annotations

import datetime

from audit.actors import Actor
from people.enums import OrganizationKind
from people.hats import actor_wearing
from people.models import Employer, Membership, User
from people.roles import Role
from tests.factories.professionals import invented_number
from tests.uploads.books import workbook
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import decide_upload, receive_upload

HEADER = ["姓名", "身份证号", "工号"]


def plant(people: int) -> Upload:
    employer = Employer.objects.create(kind=OrganizationKind.EMPLOYER, name="测试单位", ownership="public")
    user = User.objects.create_user("clerk", display_name="陈测试")
    Membership.objects.create(
        user=user, organization=employer, role=Role.HR_CLERK, started_on=datetime.date(2020, 1, 1)
    )
    rows = [[f"测试{chr(0x4E00 + count)}", invented_number(count), f"A-{count}"] for count in range(people)]
    upload, _is_new = receive_upload(kind_of("staff"), "list.xlsx", workbook([HEADER, *rows]), actor=clerk())
    return upload


def decide(upload_id: str | int) -> None:
    decide_upload(Upload.objects.get(pk=upload_id), is_whole=False, actor=clerk())


def clerk() -> Actor:
    user = User.objects.get(username="clerk")
    return actor_wearing(user, user.memberships.get())
