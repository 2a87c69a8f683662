"""What is wrong with rows of a staff list, and what each asks for: a new person, a change to one's own, or nothing.

Twice looked at: when the file comes, and again in the transaction that writes. A handful of queries for all rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from people.documents import CheckedDocument, DocumentFault, check_document, normalized
from people.enums import DocumentKind, Industry, TitleLevel, TitleSeries
from people.models import Employer, Employment, IdentityDocument, Professional, Title, User
from people.names import tidied
from people.phones import PhoneFault, check_phone
from people.professionals.numbers import index_of_number, index_of_phone
from people.professionals.services import ObtainedTitle
from uploads.kinds import CheckedRow

TITLE_COLUMNS = ("title_series", "title_level", "title_name", "title_obtained_on")


@dataclass
class StaffPlan:
    """What is to be done for a row."""

    document: CheckedDocument
    phone: str
    title: ObtainedTitle | None
    started_on: datetime.date | None
    number_index: str
    employment: Employment | None = None
    """With us; none for somebody new."""
    changes: dict[str, str] = field(default_factory=dict)
    """Of an employment with us, and of who is employed: staff_number, position, industry."""
    adds_title: bool = False


class StaffCheck:
    def __init__(self, rows: Sequence[CheckedRow], employer: Employer) -> None:
        self.rows = rows
        self.employer = employer
        self.today = timezone.localdate()

    def run(self) -> None:
        for row in self.rows:
            self._read(row)
        readable = [row for row in self.rows if not row.is_faulty]
        known = self._known_people(readable)
        for row in readable:
            person = known.get(row.plan.number_index)
            if person:
                self._compare(row, person)
        self._drop_taken_phones([row for row in readable if row.plan.employment is None])

    # What the row alone tells

    def _read(self, row: CheckedRow) -> None:
        document = self._document(row)
        phone = self._phone(row)
        title = self._title(row)
        started_on = self._past_day(row, "started_on")
        if any(sign.isdigit() for sign in row.values["name"]):
            row.error("name", "name_with_digits")
        if document is not None:
            row.plan = StaffPlan(document, phone, title, started_on, index_of_number(document.number))

    def _document(self, row: CheckedRow) -> CheckedDocument | None:
        kind = row.values["document_kind"] or DocumentKind.RESIDENT_ID
        number = row.values["number"]
        try:
            document = check_document(kind, number, today=self.today)
        except DocumentFault as fault:
            row.error("number", f"document_{fault.code}", count=len(normalized(number)))
            return None
        if document.notices:
            code = "document_ends_in_zeros" if document.number.endswith("000") else "document_unknown_place"
            row.warn("number", code)
        return document

    def _phone(self, row: CheckedRow) -> str:
        if not row.values["phone"]:
            return ""
        try:
            return check_phone(row.values["phone"])
        except PhoneFault as fault:
            row.error("phone", fault.code)
            return ""

    def _title(self, row: CheckedRow) -> ObtainedTitle | None:
        filled = [column for column in TITLE_COLUMNS if row.values[column]]
        if not filled:
            return None
        for column in TITLE_COLUMNS:
            if column not in filled:
                row.error(column, "title_incomplete")
        obtained_on = self._past_day(row, "title_obtained_on")
        if len(filled) < len(TITLE_COLUMNS) or obtained_on is None:
            return None
        return ObtainedTitle(
            series=TitleSeries(row.values["title_series"]),
            level=TitleLevel(row.values["title_level"]),
            name=row.values["title_name"],
            obtained_on=obtained_on,
        )

    def _past_day(self, row: CheckedRow, column: str) -> datetime.date | None:
        text = row.values[column]
        day = datetime.date.fromisoformat(text) if text else None
        if day and day > self.today:
            row.error(column, "in_future")
            return None
        return day

    # What the system knows

    def _known_people(self, rows: Sequence[CheckedRow]) -> dict[str, Professional]:
        indexes = [row.plan.number_index for row in rows]
        found = IdentityDocument.objects.in_use().filter(number_index__in=indexes)
        documents = found.select_related("professional__user")
        people = {document.number_index: document.professional for document in documents}
        self.employments = {
            employment.professional_id: employment
            for employment in Employment.objects.filter(
                professional__in=people.values(), employer=self.employer, ended_on=None
            )
        }
        self.titles: dict[int, list[Title]] = {}
        for title in Title.objects.filter(professional__in=people.values()):
            self.titles.setdefault(title.professional_id, []).append(title)
        return people

    def _compare(self, row: CheckedRow, person: Professional) -> None:
        employment = self.employments.get(person.pk)
        if employment is None:
            # Neither where they are nor whether the name is right: that is not for another employer to learn.
            row.warn("number", "registered_elsewhere")
            row.is_unchanged = True
            return
        employment.professional = person
        row.plan.employment = employment
        if tidied(row.values["name"]) != person.name:
            row.error("name", "name_differs")
            return
        self._find_changes(row, employment)
        self._say_what_stays(row, employment)
        row.is_unchanged = not row.plan.changes and not row.plan.adds_title

    def _find_changes(self, row: CheckedRow, employment: Employment) -> None:
        now = {
            "staff_number": employment.staff_number,
            "position": employment.position,
            "industry": employment.professional.industry,
        }
        for column, before in now.items():
            wanted = row.values[column]
            if wanted and wanted != before:
                row.plan.changes[column] = wanted
                if before:
                    shown = str(Industry(before).label) if column == "industry" else before
                    row.note(column, "will_change", before=shown)
        title: ObtainedTitle | None = row.plan.title
        if title and not any(_is_same(held, title) for held in self.titles.get(employment.professional_id, [])):
            row.plan.adds_title = True
            row.note("title_name", "will_be_added")

    def _say_what_stays(self, row: CheckedRow, employment: Employment) -> None:
        started_on = row.plan.started_on
        if started_on and started_on != employment.started_on:
            row.warn("started_on", "start_not_changed", date=employment.started_on.isoformat())
        phone = row.plan.phone
        if phone and index_of_phone(phone) != employment.professional.user.phone_index:
            row.warn("phone", "phone_not_changed")

    def _drop_taken_phones(self, rows: Sequence[CheckedRow]) -> None:
        """Of new people. A number stands for one account: the first who has it keeps it."""
        new = [row for row in rows if not row.is_unchanged and row.plan.phone]
        indexes = {row.number: index_of_phone(row.plan.phone) for row in new}
        held = User.objects.filter(phone_index__in=indexes.values()).values_list("phone_index", flat=True)
        taken = set(held)
        for row in new:
            if indexes[row.number] in taken:
                row.warn("phone", "phone_taken")
                row.plan.phone = ""
            taken.add(indexes[row.number])


def _is_same(held: Title, wanted: ObtainedTitle) -> bool:
    return (held.series, held.level, held.obtained_on) == (wanted.series, wanted.level, wanted.obtained_on)
