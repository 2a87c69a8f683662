"""Who is short of what, as an Excel file."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any, ClassVar

import xlsxwriter
from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from audit.actors import Actor
from jobs.kinds import JobKind, Outcome, PlannedSlice, register
from jobs.running import SliceRun
from people.models import IdentityDocument
from records.access import may_look_at_years
from records.staff.queries import SHORT_LINES, matching, years_of_staff
from rules import labels


@register
class StaffYearsExport(JobKind):
    name: ClassVar = "staff_years_export"
    label: ClassVar = gettext_lazy("Export of the years of people")
    items_label: ClassVar = gettext_lazy("files")
    figure_labels: ClassVar = {"rows": gettext_lazy("Rows")}
    may_set_aside: ClassVar = False
    result_is_private: ClassVar = True
    stops_with_hat: ClassVar = True

    def may_start(self, actor: Actor) -> bool:
        """From the page of the people alone, where the filter is."""
        return False

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1)]

    def work(self, run: SliceRun) -> dict[str, Any]:
        with translation.override(run.params["language"]):
            rows = list(rows_of(run.params["criteria"], actor=run.actor))
            stored = run.store("years.xlsx", ContentFile(workbook(rows)))
        for batch in run.batches():
            with run.step(batch):
                pass
        return {"file": stored, "rows": len(rows)}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        year = run.params["criteria"]["year"]
        return Outcome(
            figures={"rows": results[0]["rows"]}, stored_file=results[0]["file"], file_name=f"years-{year}.xlsx"
        )


def rows_of(criteria: dict[str, Any], *, actor: Actor) -> Iterable[list[str]]:
    """With the last four characters of the document, which tell namesakes apart and no more."""
    if not may_look_at_years(actor):
        return
    rows = matching(years_of_staff(actor, criteria["year"]), **criteria).order_by("-missing", "pk")
    found = list(rows.select_related("professional", "employer"))
    documents = {
        each.professional_id: each.masked_number
        for each in IdentityDocument.objects.visible_to(actor)
        .in_use()
        .filter(professional__in=[row.professional_id for row in found])
    }
    for row in found:
        figures = [f"{getattr(row, f'{kind}_{line}') or 0:f}" for kind in ("counted", "short") for line in SHORT_LINES]
        yield [
            row.professional.name,
            documents.get(row.professional_id, ""),
            row.staff_number or "",
            row.position or "",
            str(row.employer or ""),
            str(row.study_year),
            row.ruleset,
            *figures,
            str(row.get_outcome_display()),
        ]


def headings() -> list[str]:
    lines = [str(labels.LINES[line]) for line in SHORT_LINES]
    return [
        _("Name"),
        _("Document"),
        _("Staff number"),
        str(pgettext_lazy("at work", "Position")),
        _("Employer"),
        _("Study year"),
        _("Rule set"),
        *(_("Counted: %(line)s") % {"line": line} for line in lines),
        *(_("Missing: %(line)s") % {"line": line} for line in lines),
        _("State"),
    ]


def workbook(rows: Iterable[list[str]]) -> bytes:
    """Names and titles are written as text, so that nothing in them is ever taken for a formula; hours as numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("Years")[:31])
        bold = book.add_format({"bold": True})
        heads = headings()
        first_figure = 7
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(heads) - 1, 16)
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if first_figure <= place < len(row) - 1:
                    sheet.write_number(number, place, float(cell))
                else:
                    sheet.write_string(number, place, cell)
    return target.getvalue()
