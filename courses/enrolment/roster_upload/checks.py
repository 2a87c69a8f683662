"""What is wrong with rows of a roster. Looked at when the file comes, and again behind the lock of the class."""

from __future__ import annotations

from collections.abc import Sequence

from courses.enrolment.services import why_closed
from courses.models import RosterEntry, TrainingClass
from people.documents import normalized
from people.models import IdentityDocument, Professional
from people.names import tidied
from people.professionals.numbers import index_of_number
from uploads.kinds import CheckedRow


class RosterCheck:
    def __init__(self, rows: Sequence[CheckedRow], training_class: TrainingClass) -> None:
        self.rows = [row for row in rows if not row.is_faulty]
        self.training_class = training_class

    def run(self) -> None:
        is_closed = why_closed(self.training_class, last_day=self.training_class.ends_on)
        there = set(
            RosterEntry.objects.standing()
            .filter(training_class=self.training_class)
            .values_list("professional_id", flat=True)
        )
        left = None if self.training_class.capacity is None else self.training_class.capacity - len(there)
        people = self._people()
        for row in self.rows:
            if is_closed:
                row.error("number", "class_closed")
                continue
            person = people.get(self._index(row))
            if not self._fits(row, person):
                continue
            assert person is not None  # it fits
            row.plan = person
            if person.pk in there:
                row.is_unchanged = True
                row.note("number", "enrolled_already")
            elif left is not None and left <= 0:
                row.error("number", "class_full", count=self.training_class.capacity)
            elif left is not None:
                left -= 1

    def _people(self) -> dict[str, Professional]:
        documents = IdentityDocument.objects.in_use().filter(number_index__in=[self._index(row) for row in self.rows])
        return {document.number_index: document.professional for document in documents.select_related("professional")}

    def _index(self, row: CheckedRow) -> str:
        return index_of_number(normalized(row.values["number"]))

    def _fits(self, row: CheckedRow, person: Professional | None) -> bool:
        if person is None:
            row.error("number", "person_not_found")
        elif person.name != tidied(row.values["name"]):
            row.error("name", "person_name_differs")
        return not row.is_faulty
