"""The lists behind the figures of a batch as Excel files; without any number of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.kinds import register
from jobs.running import SliceRun
from people.models import Professional, ProfessionalQuerySet
from records.models import LedgerYear
from rules.labels import LINES as LINE_NAMES
from verification.models import LINES, BatchRun
from verification.queries import GROUPS, people_in, with_year
from verification.sheets import Cell, Sheets, SheetsExport, line_cells, line_heads

LIST_JOB = "year_end_list"
EVERYBODY = "all"
GROUP_NAMES = {
    "passed": gettext_lazy("Passed"),
    "short": gettext_lazy("Short of hours"),
    "waiting": gettext_lazy("Short, with records under review"),
    "without_hours": gettext_lazy("Without any hours"),
    "otherwise": gettext_lazy("Verified by review or on days"),
    "unruled": gettext_lazy("Without a rule set"),
}
AT_A_TIME = 1000


def group_name(group: str) -> str:
    if group in GROUP_NAMES:
        return str(GROUP_NAMES[group])
    return _("Short of: %(line)s") % {"line": LINE_NAMES[group.removeprefix("short_")]}


@register
class YearEndList(SheetsExport):
    """One list, or a sheet for each."""

    name: ClassVar = LIST_JOB
    label: ClassVar = gettext_lazy("Export of the lists of a year-end")

    def sheets(self, run: SliceRun) -> Sheets:
        batch = BatchRun.objects.visible_to(run.actor).filter(pk=run.params["run"]).first()
        if batch is None:
            return
        wanted = run.params["group"]
        for group in GROUPS if wanted == EVERYBODY else (wanted,):
            people = people_in(batch, group, area=run.params["area"], today=timezone.localdate(), actor=run.actor)
            yield group_name(group), _heads(), _rows(people, batch.year)


def _heads() -> list[str]:
    return [_("Name"), _("Employer"), _("Rule set"), *line_heads()]


def _rows(people: ProfessionalQuerySet, year: int) -> Iterator[Sequence[Cell]]:
    """A thousand at a time, by number, so that neither memory nor the list grows with the people."""
    last = 0
    while some := list(people.filter(pk__gt=last).order_by("pk")[:AT_A_TIME]):
        last = some[-1].pk
        for person, ledger in with_year(some, year):
            yield _row(person, ledger)


def _row(person: Professional, ledger: LedgerYear | None) -> list[Cell]:
    if ledger is None:
        return [person.name, "", "", *[""] * (2 * len(LINES))]
    return [person.name, ledger.employer.name if ledger.employer else "", ledger.ruleset, *line_cells(ledger)]
