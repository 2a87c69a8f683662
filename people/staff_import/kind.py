"""What a staff list is: its columns, and the two things that are done with its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from people.models import Employer
from people.staff_import.checks import StaffCheck
from people.staff_import.words import DOCUMENT_KINDS, INDUSTRIES, LEVELS, SERIES
from people.staff_import.writing import write_staff
from uploads.cells import choice, date, digits, text_up_to
from uploads.kinds import CheckedRow, Checker, Column, UploadKind, Values

# One staff list is written after the other, wherever they come from: a person stands in more than one.
LOCK = int.from_bytes(b"staff")


class StaffImport(UploadKind):
    name: ClassVar = "staff"
    label: ClassVar = _("Staff list")
    items_label: ClassVar = _("people")
    description: ClassVar = _(
        "Registers your people, and brings up to date those who are with you already. Nobody is moved from another"
        " employer."
    )
    capability: ClassVar = "people.import_staff"
    key_column: ClassVar = "number"
    max_rows: ClassVar = 20_000
    rows_at_once: ClassVar = 1000
    columns: ClassVar = (
        Column("name", _("Name"), text_up_to(100), ("姓名", "名字"), hint=_("As on the document."), example="林测试"),
        Column(
            "document_kind",
            _("Kind of document"),
            choice(DOCUMENT_KINDS, code="document_kind_unknown"),
            ("证件类型", "证件种类", "证件名称"),
            is_required=False,
            hint=_("Empty means resident identity card."),
            example="居民身份证",
            choices=tuple(names[0] for names in DOCUMENT_KINDS.values()),
        ),
        Column(
            "number",
            _("Document number"),
            digits,
            ("证件号码", "证件号", "身份证号码", "身份证号", "身份证", "ID number"),
            is_secret=True,
            hint=_("All 18 characters. The column has to be formatted as text, or Excel drops the last digits."),
            example="440105199001010015",
            width=24,
        ),
        Column(
            "phone",
            _("Mobile number"),
            digits,
            ("手机号码", "手机号", "手机", "联系电话", "电话"),
            is_required=False,
            is_secret=True,
            hint=_("With it the person can sign in for the first time."),
            example="13800000000",
        ),
        Column(
            "title_series",
            _("Title series"),
            choice(SERIES, code="series_unknown"),
            ("职称系列", "系列"),
            is_required=False,
            hint=_("With a title, all four columns about it are needed."),
            example="工程技术人员",
            choices=tuple(names[0] for names in SERIES.values()),
            width=20,
        ),
        Column(
            "title_level",
            _("Title level"),
            choice(LEVELS, code="level_unknown"),
            ("职称级别", "职称等级", "级别"),
            is_required=False,
            example="中级",
            choices=tuple(names[0] for names in LEVELS.values()),
        ),
        Column(
            "title_name",
            _("Title name"),
            text_up_to(50),
            ("职称名称", "职称"),
            is_required=False,
            example="工程师",
        ),
        Column(
            "title_obtained_on",
            _("Title obtained on"),
            date,
            ("取得时间", "职称取得时间", "取得日期", "职称取得日期", "取得职称时间"),
            is_required=False,
            hint=_("Like 2024-03-01 or 2024年3月1日."),
            example="2019-12-20",
        ),
        Column(
            "industry",
            _("Industry"),
            choice(INDUSTRIES, code="industry_unknown"),
            ("行业", "所属行业"),
            is_required=False,
            hint=_("That of the person's work, if it is not that of your organization."),
            example="住房和城乡建设",
            choices=tuple(names[0] for names in INDUSTRIES.values()),
        ),
        Column(
            "staff_number", _("Staff number"), text_up_to(40), ("工号", "员工编号"), is_required=False, example="A-0117"
        ),
        Column(
            "position",
            pgettext_lazy("at work", "Position"),
            text_up_to(60),
            ("岗位", "职务", "岗位名称"),
            is_required=False,
            example="结构设计",
        ),
        Column(
            "started_on",
            _("With you since"),
            date,
            ("入职时间", "入职日期", "到岗时间", "到本单位时间"),
            is_required=False,
            hint=_("Empty means from today on."),
            example="2021-07-01",
        ),
    )

    def may_upload(self, actor: Actor, subject_id: int | None) -> bool:
        return super().may_upload(actor, subject_id) and _employer_of(actor) is not None

    def done_url(self, subject_id: int | None) -> str:
        return reverse("professionals:list")

    def row_key(self, values: Values) -> str:
        return values["number"].upper()

    def checker(self, *, subject_id: int | None, actor: Actor) -> Checker:
        employer = _required_employer(actor)
        return lambda rows: StaffCheck(rows, employer).run()

    def commit(self, rows: Sequence[CheckedRow], *, subject_id: int | None, actor: Actor) -> None:
        write_staff(rows, _required_employer(actor), actor=actor)

    def lock(self, rows: Sequence[CheckedRow], *, subject_id: int | None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _employer_of(actor: Actor) -> Employer | None:
    if actor.organization_id is None:
        return None
    return Employer.objects.filter(pk=actor.organization_id).first()  # type: ignore[return-value]


def _required_employer(actor: Actor) -> Employer:
    """Nobody who has none gets as far as this: `may_upload`."""
    employer = _employer_of(actor)
    assert employer is not None
    return employer
