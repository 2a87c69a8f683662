"""Two clerks at once, with real connections."""

from __future__ import annotations

import pytest

from jobs.worker import work_once
from people.models import Employment, Professional
from people.roles import Role
from tests.cast import CastMember
from tests.factories import MembershipFactory
from tests.factories.professionals import invented_number
from tests.jobs.conftest import work_until_idle
from tests.uploads import kinds
from tests.uploads.books import workbook
from tests.uploads.kinds import HEADER
from ui.errors import Conflict
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import decide_upload, receive_upload

pytestmark = pytest.mark.races


@pytest.fixture
def colleague(transactional_db, employer) -> CastMember:
    hat = MembershipFactory(organization=employer, role=Role.HR_HEAD)
    return CastMember(hat.user, hat)


def test_the_same_file_from_two_clerks_at_once_is_one_upload(race, hr_clerk, colleague, monkeypatch):
    kinds.let_hr_upload(monkeypatch)
    kind, content = kind_of("test_parcels"), workbook([HEADER, ["1"]])

    answers = race(
        lambda: receive_upload(kind, "a.xlsx", content, actor=hr_clerk.actor),
        lambda: receive_upload(kind, "a.xlsx", content, actor=colleague.actor),
    )

    assert sorted(is_new for _upload, is_new in answers) == [False, True]
    assert Upload.objects.count() == 1


def test_two_who_decide_at_once_write_once(race, hr_clerk, colleague, monkeypatch):
    kinds.let_hr_upload(monkeypatch)
    upload, _is_new = receive_upload(
        kind_of("test_parcels"), "a.xlsx", workbook([HEADER, ["1"], ["2"]]), actor=hr_clerk.actor
    )
    work_until_idle()

    answers = race(
        lambda: decide_upload(upload, is_whole=False, actor=hr_clerk.actor),
        lambda: decide_upload(upload, is_whole=False, actor=colleague.actor),
    )
    work_until_idle()

    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    assert kinds.written() == [1, 2]


def test_two_clerks_with_the_same_people_register_each_once(race, hr_clerk, other_hr_clerk):
    rows = [[f"测试{chr(0x4E00 + n)}", invented_number(920_000 + n)] for n in range(30)]
    decided = []
    for member in (hr_clerk, other_hr_clerk):
        upload, _is_new = receive_upload(
            kind_of("staff"), "a.xlsx", workbook([["姓名", "身份证号"], *rows]), actor=member.actor
        )
        decided.append((upload, member))
    work_until_idle()
    for upload, member in decided:
        decide_upload(upload, is_whole=False, actor=member.actor)

    def work() -> None:
        while work_once("racer"):
            pass

    assert [answer for answer in race(work, work) if answer] == []
    work_until_idle()

    assert Professional.objects.filter(name__startswith="测试").count() == 30
    assert Employment.objects.count() == 30
    written = sorted(Upload.objects.values_list("state", "written", "unchanged"))
    assert written == [("committed", 0, 30), ("committed", 30, 0)]
