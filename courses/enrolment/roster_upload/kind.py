"""学员名册 as a spreadsheet: who takes part in one class, by name and document number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from courses.classes.access import files_for, may_file
from courses.classes.plans import lock_class
from courses.enrolment.roster_upload.checks import RosterCheck
from courses.enrolment.services import enrol_listed
from courses.enums import ClassState
from courses.models import TrainingClass
from uploads.cells import digits, text_up_to
from uploads.kinds import CheckedRow, Checker, Column, UploadKind, Values

MOST_PEOPLE = 2000


class RosterUpload(UploadKind):
    name: ClassVar = "roster"
    label: ClassVar = _("Roster of a class")
    items_label: ClassVar = _("people")
    description: ClassVar = _(
        "Enrols people in one class. They must be registered already, by their employer or a bureau; nobody is taken"
        " off."
    )
    capability: ClassVar = "courses.file_class"
    key_column: ClassVar = "number"
    max_rows: ClassVar = MOST_PEOPLE
    rows_at_once: ClassVar = MOST_PEOPLE
    """All at once: the check counts the places that the rows before have taken."""
    columns: ClassVar = (
        Column("name", _("Name"), text_up_to(100), ("姓名", "名字"), hint=_("As on the document."), example="林测试"),
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
    )

    def may_upload(self, actor: Actor, subject_id: int | None) -> bool:
        """Into a published class of one's own institution."""
        if subject_id is None or not may_file(actor):
            return False
        training_class = TrainingClass.objects.filter(pk=subject_id, state=ClassState.PUBLISHED).first()
        return training_class is not None and files_for(actor, training_class)

    def subject_label(self, subject_id: int | None) -> str:
        return _class_of(subject_id).title

    def done_url(self, subject_id: int | None) -> str:
        return reverse("classes:roster", args=[subject_id])

    def row_key(self, values: Values) -> str:
        return values["number"].upper()

    def checker(self, *, subject_id: int | None, actor: Actor) -> Checker:
        return lambda rows: RosterCheck(rows, _class_of(subject_id)).run()

    def commit(self, rows: Sequence[CheckedRow], *, subject_id: int | None, actor: Actor) -> None:
        enrol_listed(_class_of(subject_id), [row.plan for row in rows], actor=actor)

    def lock(self, rows: Sequence[CheckedRow], *, subject_id: int | None) -> None:
        lock_class(_class_of(subject_id))


def _class_of(subject_id: int | None) -> TrainingClass:
    assert subject_id is not None  # `may_upload`
    return TrainingClass.objects.get(pk=subject_id)
