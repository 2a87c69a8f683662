"""Staff lists that came as spreadsheets: one written, one waiting for a decision with rows at fault, one taken back."""

from __future__ import annotations

import datetime
import io

import xlsxwriter
from django.conf import settings
from django.utils import translation

from audit.actors import Actor
from jobs.models import Job
from jobs.worker import work_once
from ops.demo import organizations as at
from ops.demo.numbers import phone, resident_card
from ops.demo.world import World
from people.roles import Role
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import decide_upload, receive_upload, withdraw_upload

WRITTEN = 12
"""People who come by the list that is written."""
WAITING = 6
HEADS = ("姓名", "证件号码", "手机号码", "职称系列", "职称级别", "职称名称", "取得时间", "工号", "岗位", "到岗时间")
TITLE = ("工程技术人员", "中级", "工程师", "2021-12-10")
RUINED_NUMBER = "4.40105E+17"

Row = tuple[str, ...]


def bring_in(world: World) -> None:
    clerk = world.officer(at.BRIDGE_BUILDERS, Role.HR_CLERK)
    written = _send("韩江桥梁 2026 新员工.xlsx", _rows(world, WRITTEN), clerk)
    decide_upload(written, is_whole=True, actor=clerk)
    _work_on(Upload.objects.get(pk=written.pk).commit_job)
    design_clerk = world.officer(at.DESIGN_INSTITUTE, Role.HR_CLERK)
    _send("新入职人员（待核对）.xlsx", [*_rows(world, WAITING), *_rows_at_fault(world)], design_clerk)
    hospital_clerk = world.officer(at.HOSPITAL, Role.HR_CLERK)
    withdraw_upload(_send("护理部名单.xlsx", _rows(world, 3), hospital_clerk), actor=hospital_clerk)


def _send(name: str, rows: list[Row], actor: Actor) -> Upload:
    """Received and checked."""
    with translation.override(settings.LANGUAGE_CODE):
        upload, _is_new = receive_upload(kind_of("staff"), name, _workbook(rows), actor=actor)
    _work_on(upload.check_job)
    return Upload.objects.get(pk=upload.pk)


def _work_on(job: Job | None) -> None:
    assert job is not None
    while work_once("demo", job_id=job.pk):
        pass


def _rows(world: World, count: int) -> list[Row]:
    return [_row(world) for _turn in range(count)]


def _row(world: World) -> Row:
    number = world.next_number()
    card = resident_card(number, datetime.date(world.random.randint(1980, 1999), 3, 1 + number % 28))
    started_on = world.today - datetime.timedelta(days=world.random.randint(5, 25))
    return (world.names.draw(), card.number, phone(number), *TITLE, f"N-{number:04d}", "技术", started_on.isoformat())


def _rows_at_fault(world: World) -> list[Row]:
    ruined, mistyped, halfway = (_row(world) for _turn in range(3))
    swapped = mistyped[1][:15] + mistyped[1][16] + mistyped[1][15] + mistyped[1][17]
    return [
        (ruined[0], RUINED_NUMBER, *ruined[2:]),
        (mistyped[0], swapped, *mistyped[2:]),
        (*halfway[:5], "", *halfway[6:]),
    ]


def _workbook(rows: list[Row]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("名单")
        for number, row in enumerate([HEADS, *rows]):
            for place, text in enumerate(row):
                sheet.write_string(number, place, text)
    return target.getvalue()
