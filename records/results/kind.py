"""What a file of results is: its columns, and the two things that are done with its rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actors import Actor
from records.access import UPLOADS_RESULTS
from records.results import writing
from records.results.access import classes_with_results_by
from records.results.checks import ResultCheck
from records.results.words import RESULTS
from ui.formatting import date_text, hours_text
from uploads.cells import choice, digits, quantity, text_up_to
from uploads.kinds import CheckedRow, Checker, Column, UploadKind, Values

MOST_HOURS = Decimal("999.99")
HOURS = quantity(most=MOST_HOURS, units=("学时", "课时", "小时", "h"))


class ClassResults(UploadKind):
    name: ClassVar = "class_results"
    label: ClassVar = gettext_lazy("Results of a class")
    items_label: ClassVar = gettext_lazy("people")
    description: ClassVar = gettext_lazy(
        "The roster of those who took part (附件4): attendance, mark and hours. What is right is written, the rest"
        " comes back in your own file."
    )
    capability: ClassVar = UPLOADS_RESULTS
    key_column: ClassVar = "number"
    rows_at_once: ClassVar = 1000
    rows_in_slice: ClassVar = 5000
    columns: ClassVar = (
        Column(
            "name",
            gettext_lazy("Name"),
            text_up_to(100),
            ("姓名", "名字", "学员姓名"),
            hint=gettext_lazy("As on the document."),
            example="林测试",
        ),
        Column(
            "number",
            gettext_lazy("Document number"),
            digits,
            ("证件号码", "证件号", "身份证号码", "身份证号", "身份证", "ID number"),
            is_secret=True,
            hint=gettext_lazy(
                "All 18 characters. The column has to be formatted as text, or Excel drops the last digits."
            ),
            example="440105199001010015",
            width=24,
        ),
        Column(
            "employer",
            gettext_lazy("Employer"),
            text_up_to(200),
            ("单位", "工作单位", "单位名称", "所在单位"),
            is_required=False,
            hint=gettext_lazy("Compared with the system; it changes nothing there."),
            example="测试设计院",
            width=24,
        ),
        Column(
            "attended",
            gettext_lazy("Hours attended"),
            HOURS,
            ("出勤学时", "考勤学时", "实到学时", "出勤课时", "实际学时"),
            hint=gettext_lazy("By the attendance list, in hours of 45 minutes."),
            example="18",
        ),
        Column(
            "mark",
            gettext_lazy("Exam mark"),
            text_up_to(20),
            ("考核成绩", "考试成绩", "成绩", "考试", "考核", "分数"),
            is_required=False,
            hint=gettext_lazy("Points or a word. Empty where there was no examination."),
            example="86",
        ),
        Column(
            "hours",
            gettext_lazy("Hours"),
            HOURS,
            ("学时", "认定学时", "授予学时", "计入学时"),
            is_required=False,
            hint=gettext_lazy("To be credited. Empty means those of the class plan; never more."),
            example="18",
        ),
        Column(
            "passed",
            gettext_lazy("Passed"),
            choice(RESULTS, code="passed_unknown"),
            ("合格", "是否合格", "考核结果", "结果", "结论", "合格与否"),
            is_required=False,
            hint=gettext_lazy("Empty follows from the mark: from 60 points on it is passed."),
            example="合格",
            choices=tuple(names[0] for names in RESULTS.values()),
        ),
        Column(
            "remark",
            gettext_lazy("Remark"),
            text_up_to(200),
            ("备注", "说明"),
            is_required=False,
            width=24,
        ),
    )

    def may_upload(self, actor: Actor, subject_id: int | None) -> bool:
        if subject_id is None or not actor.can(self.capability):
            return False
        return classes_with_results_by(actor).filter(pk=subject_id).exists()

    def subject_label(self, subject_id: int | None) -> str:
        training_class = writing.class_of(subject_id)
        days = {"first": date_text(training_class.starts_on), "last": date_text(training_class.ends_on)}
        return _("%(class)s, %(first)s to %(last)s, planned: %(hours)s") % {
            "class": training_class.title,
            "hours": hours_text(training_class.hours),
            **days,
        }

    def done_url(self, subject_id: int | None) -> str:
        return reverse("results:class", args=[subject_id])

    def row_key(self, values: Values) -> str:
        return values["number"].upper()

    def checker(self, *, subject_id: int | None, actor: Actor) -> Checker:
        return ResultCheck(writing.class_of(subject_id), actor=actor).look_at

    def commit(self, rows: Sequence[CheckedRow], *, subject_id: int | None, actor: Actor) -> None:
        writing.enter_results(writing.class_of(subject_id), [row.plan for row in rows], actor=actor)

    def lock(self, rows: Sequence[CheckedRow], *, subject_id: int | None) -> None:
        writing.lock_for_results(writing.class_of(subject_id), [row.values["number"] for row in rows])

    def finished(self, *, subject_id: int | None, actor: Actor) -> None:
        writing.close_results(writing.class_of(subject_id), actor=actor)
