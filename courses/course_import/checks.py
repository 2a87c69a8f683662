"""What is wrong with rows of a list of courses, and what each asks for: a new course, a change, or nothing.

Twice looked at: when the file comes, and again in the transaction that writes. A handful of queries for all rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from courses.catalogs.rulings import CATEGORY_OF_KIND
from courses.catalogs.services import CODE_LENGTH, numbered_code
from courses.course_import.words import YES
from courses.enums import CatalogKind, StudyForm
from courses.models import Catalog, Course, StudySite
from uploads.kinds import CheckedRow


class CourseCheck:
    def __init__(self, rows: Sequence[CheckedRow], catalog: Catalog) -> None:
        self.rows = rows
        self.catalog = catalog
        courses = catalog.courses.select_related("site")
        self.by_code = {course.code: course for course in courses}
        self.by_title = {course.title: course for course in self.by_code.values()}
        self.sites = {site.name: site for site in StudySite.objects.approved_around(catalog.area).order_by("-pk")}
        self.taken = {*self.by_code, *(row.values["code"] for row in rows)}
        self.numbered = len(self.by_code)

    def run(self) -> None:
        for row in self.rows:
            facts = self._facts(row)
            if not row.is_faulty:
                self._compare(row, facts)

    def _facts(self, row: CheckedRow) -> dict[str, Any]:
        said = row.values
        facts: dict[str, Any] = {
            "title": said["title"],
            "category": self._category(row),
            "hours": Decimal(said["hours"] or 0),
            "is_mandatory": self._is_mandatory(row),
            "for_year": self._for_year(row),
            "form": said["form"] or StudyForm.FACE_TO_FACE.value,
            "url": said["url"],
            "fee": Decimal(said["fee"]) if said["fee"] else None,
            "content": said["content"],
        }
        facts["site"] = self._site(row, facts["category"])
        if said["hours"] and not facts["hours"]:
            row.error("hours", "amount_not_positive")
        if facts["form"] == StudyForm.ONLINE and not said["site"] and not said["url"]:
            row.error("site", "online_without_site")
        return facts

    def _category(self, row: CheckedRow) -> str:
        said = row.values["category"]
        fixed = CATEGORY_OF_KIND.get(CatalogKind(self.catalog.kind))
        if fixed is None and not said:
            row.error("category", "category_missing")
        if fixed is not None and said and said != fixed:
            row.error("category", "category_not_of_catalog")
        return fixed.value if fixed is not None else said

    def _is_mandatory(self, row: CheckedRow) -> bool:
        said = row.values["is_mandatory"] == YES
        if said and not self.catalog.is_guide:
            row.warn("is_mandatory", "mandatory_only_in_guides")
        return said and self.catalog.is_guide

    def _for_year(self, row: CheckedRow) -> int | None:
        said = row.values["for_year"]
        if not self.catalog.is_makeup:
            return None
        if said and int(said) >= self.catalog.year:
            row.error("for_year", "not_a_past_year")
            return None
        return int(said) if said else None

    def _site(self, row: CheckedRow, category: str) -> StudySite | None:
        name = row.values["site"]
        site = self.sites.get(name)
        if name and site is None:
            row.error("site", "site_unknown")
        elif site is not None and category and category not in site.categories:
            row.error("site", "site_not_for_category")
        return site

    def _compare(self, row: CheckedRow, facts: dict[str, Any]) -> None:
        code = row.values["code"]
        known = self.by_code.get(code) if code else self.by_title.get(facts["title"])
        if known is None:
            row.plan = Course(catalog=self.catalog, code=code or self._next_code(facts["title"]), **facts)
            return
        changed = [name for name, value in facts.items() if getattr(known, name) != value]
        for name in changed:
            before = getattr(known, name)
            if before not in (None, "", False):
                row.note(name, "course_will_change", before=_shown(before))
            setattr(known, name, facts[name])
        row.plan = known
        row.is_unchanged = not changed

    def _next_code(self, title: str) -> str:
        """As a course entered by hand gets one."""
        code = title[:CODE_LENGTH] if self.catalog.is_makeup else ""
        while not code or code in self.taken:
            self.numbered += 1
            code = numbered_code(self.catalog, self.numbered)
        self.taken.add(code)
        return code


def _shown(value: Any) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
