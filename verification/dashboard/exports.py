"""The dashboard, and the people behind a figure, as sheets of an Excel file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from audit.actors import Actor
from people.enums import Industry
from records.models import LedgerYear
from rules.labels import LINES as LINE_NAMES
from verification.access import may_see_dashboard
from verification.batch.pictures import area_names, county_names
from verification.dashboard.figures import AGES, Named, Tally, all_employers, board_of
from verification.dashboard.people import GROUPS, in_rows, people_behind
from verification.dashboard.scope import scope_for
from verification.models import LINES
from verification.sheets import Cell, Sheets, line_cells, line_heads


def board_sheets(criteria: dict[str, Any], *, actor: Actor) -> Sheets:
    if not may_see_dashboard(actor):
        return
    scope = scope_for(actor, criteria["area"])
    board = board_of(scope, criteria["year"], criteria["industry"], actor=actor)
    name = area_names([scope.area])[scope.area]
    whole: list[list[Cell]] = [[name, *_tally_cells(board.whole)]]
    yield _("All together"), [_("Area"), *_tally_heads()], whole
    if board.parts:
        names = county_names(part.key for part in board.parts)
        rows = _named_rows(Named(part.key, names[part.key], part.tally) for part in board.parts)
        yield _("By area"), [_("Area"), *_tally_heads()], rows
    employers = all_employers(scope, board.year, board.industry)
    yield _("By employer"), [_("Employer"), *_tally_heads()], _named_rows(employers)
    industries = [Named(one.key, industry_name(one.key), one.tally) for one in board.industries]
    yield _("By industry"), [_("Industry"), *_tally_heads()], _named_rows(industries)
    months = board.months.get(board.year, {}).get("", [0] * 12)
    yield (
        _("By month"),
        [_("Month"), _("Done in it")],
        [[f"{board.year}-{place:02}", count] for place, count in enumerate(months, start=1)],
    )
    weeks: list[list[Cell]] = [[monday.isoformat(), count] for monday, count in board.weeks]
    yield _("By week"), [_("Week from"), _("Done in it")], weeks
    yield (
        _("Waiting"),
        [_("Body"), *age_names()],
        [[str(each.by.label), *each.ages] for each in board.waiting],
    )


def _named_rows(found: Iterable[Named]) -> list[list[Cell]]:
    return [[one.name, *_tally_cells(one.tally)] for one in found]


def _tally_heads() -> list[str]:
    return [
        *(
            _("People"),
            pgettext("dashboard", "Done"),
            _("Verified"),
            _("Still to come"),
            _("Short, with records under review"),
        ),
        *(_("Short, with records under review"), _("Short of at most 8 hours")),
        *(_("Without any hours"), _("Without a rule set")),
        *(_("Short of: %(line)s") % {"line": LINE_NAMES[line]} for line in LINES),
    ]


def _tally_cells(tally: Tally) -> list[int]:
    return [
        *(tally.people, tally.done, tally.verified, tally.to_come, tally.waiting),
        *(tally.near, tally.untouched, tally.unruled),
        *(tally.short(line) for line in LINES),
    ]


def age_names() -> list[str]:
    return [*(_("under %(days)d days") % {"days": days} for days in AGES), _("longer")]


def industry_name(key: str) -> str:
    return str(Industry(key).label) if key in Industry.values else _("not known")


def people_sheets(criteria: dict[str, Any], *, actor: Actor) -> Sheets:
    if not may_see_dashboard(actor):
        return
    scope = scope_for(actor, criteria["area"])
    rows = people_behind(scope, criteria, actor=actor)
    yield str(GROUPS[criteria["group"]]), ledger_heads(), map(ledger_cells, in_rows(rows))


def ledger_heads() -> list[str]:
    """Without any number of a document."""
    return [_("Name"), _("Employer"), _("Study year"), _("Rule set"), _("State"), *line_heads()]


def ledger_cells(row: LedgerYear) -> Sequence[Cell]:
    employer = row.employer.name if row.employer else ""
    state = str(row.get_outcome_display())
    return [row.professional.name, employer, row.study_year, row.ruleset, state, *line_cells(row)]
