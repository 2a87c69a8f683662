"""What a list of courses is: its columns, and how its rows are checked and written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.actors import Actor
from courses.access import PUBLISHES
from courses.catalogs.access import may_keep
from courses.catalogs.services import put_courses
from courses.course_import.cells import address, amount, past_year
from courses.course_import.checks import CourseCheck
from courses.course_import.words import CATEGORIES, FORMS, MANDATORY
from courses.models import Catalog
from uploads.cells import choice, text_up_to
from uploads.kinds import CheckedRow, Checker, Column, UploadKind, Values


class CourseImport(UploadKind):
    name: ClassVar = "courses"
    label: ClassVar = _("Courses of a catalog")
    items_label: ClassVar = _("courses")
    description: ClassVar = _(
        "Adds courses to the draft of a catalog, and brings up to date those that are in it already. None is taken out."
    )
    capability: ClassVar = PUBLISHES
    key_column: ClassVar = "title"
    key_columns: ClassVar = ("code", "title")
    max_rows: ClassVar = 5_000
    rows_at_once: ClassVar = 1000
    columns: ClassVar = (
        Column(
            "title",
            pgettext_lazy("name of a course", "Title"),
            text_up_to(200),
            ("课程名称", "科目名称", "名称", "课程"),
            example="专业技术人员创新能力",
        ),
        Column(
            "code",
            _("Code"),
            text_up_to(40),
            ("课程编号", "课程代码", "编号", "代码"),
            is_required=False,
            hint=_("Empty means: known again by the title."),
            example="GX2026-03",
        ),
        Column(
            "category",
            _("Subject category"),
            choice(CATEGORIES, code="category_unknown"),
            ("科目类别", "科目", "类别"),
            is_required=False,
            hint=_("Needed in make-up catalogs only."),
            example="公需科目",
            choices=tuple(names[0] for names in CATEGORIES.values()),
        ),
        Column("hours", _("Hours"), amount(most=1000), ("学时", "学时数", "课时"), example="18"),
        Column(
            "is_mandatory",
            _("Mandatory content"),
            choice(MANDATORY, code="mandatory_unknown"),
            ("必修", "是否必修", "必修内容"),
            is_required=False,
            hint=_("In guides only."),
            example="是",
            choices=tuple(names[0] for names in MANDATORY.values()),
        ),
        Column(
            "for_year",
            _("Makes up for"),
            past_year,
            ("补修年度", "补修年份", "对应年度"),
            is_required=False,
            hint=_("In make-up catalogs only: the past year. Empty means any year that the rules offer."),
            example="2013",
        ),
        Column(
            "form",
            pgettext_lazy("form of study", "Form"),
            choice(FORMS, code="form_unknown"),
            ("学习形式", "形式", "培训形式", "授课方式"),
            is_required=False,
            hint=_("Empty means face to face."),
            example="面授",
            choices=tuple(names[0] for names in FORMS.values()),
        ),
        Column(
            "site",
            pgettext_lazy("study", "Site"),
            text_up_to(100),
            ("学习网站", "网站", "学习平台", "平台"),
            is_required=False,
            hint=_("By the name under which it is approved."),
            example="广东学习网",
        ),
        Column(
            "url",
            _("Address of the course"),
            address,
            ("课程网址", "网址", "课程链接", "链接"),
            is_required=False,
            example="https://xuexi.example/2026/3",
            width=28,
        ),
        Column(
            "fee",
            _("Price"),
            amount(most=999_999),
            ("收费", "费用", "收费标准", "价格"),
            is_required=False,
            hint=_("0 means free; empty means not said."),
            example="0",
        ),
        Column(
            "content",
            _("Content"),
            text_up_to(2000),
            ("课程内容", "内容", "主要内容", "简介"),
            is_required=False,
            example="新发展理念与创新方法",
            width=40,
        ),
    )

    def may_upload(self, actor: Actor, subject_id: int | None) -> bool:
        """Into a draft of one's own."""
        catalog = _draft(subject_id)
        return catalog is not None and may_keep(actor, catalog)

    def subject_label(self, subject_id: int | None) -> str:
        return str(Catalog.objects.filter(pk=subject_id or 0).first() or "")

    def done_url(self, subject_id: int | None) -> str:
        return reverse("courses:catalog", args=[subject_id]) if subject_id else ""

    def row_key(self, values: Values) -> str:
        return values["code"] or values["title"]

    def checker(self, *, subject_id: int | None, actor: Actor) -> Checker:
        return lambda rows: CourseCheck(rows, _required(subject_id)).run()

    def commit(self, rows: Sequence[CheckedRow], *, subject_id: int | None, actor: Actor) -> None:
        courses = [row.plan for row in rows]
        new = [course for course in courses if course.pk is None]
        changed = [course for course in courses if course.pk is not None]
        put_courses(_required(subject_id), new, changed, actor=actor)

    def lock(self, rows: Sequence[CheckedRow], *, subject_id: int | None) -> None:
        list(Catalog.objects.locked().filter(pk=subject_id or 0))


def _draft(subject_id: int | None) -> Catalog | None:
    if subject_id is None:
        return None
    catalog = Catalog.objects.filter(pk=subject_id).first()
    return catalog if catalog is not None and catalog.is_draft else None


def _required(subject_id: int | None) -> Catalog:
    assert subject_id is not None  # `may_upload` refuses whatever has none
    return Catalog.objects.select_related("publisher").get(pk=subject_id)
