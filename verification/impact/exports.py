"""What a trial found, as sheets of an Excel file: sums, lines, and the people one may see, their names masked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from audit.actors import Actor
from people.enums import Industry
from records.results.proofs import masked_name
from rules.labels import LINES as LINE_NAMES
from rules.labels import TITLE_LEVELS
from ui.formatting import hours_text
from verification.batch.pictures import area_names
from verification.impact.queries import Counts, by, by_line, changed_people, whole_of
from verification.models import ImpactChange, ImpactRun
from verification.sheets import Cell, Sheets

PEOPLE_NAMED = 100_000
"""In a file. The sums tell of all."""


def impact_sheets(number: int, *, actor: Actor) -> Sheets:
    run = ImpactRun.objects.visible_to(actor).filter(pk=number).first()
    if run is None:
        return
    yield _("All together"), [_("What"), *_heads()], _rows([(_("All together"), whole_of(run))])
    for grouping, title in titles().items():
        yield title, [title, *_heads()], _rows(named(grouping, by(run, grouping)))
    lines: list[list[Cell]] = [[str(LINE_NAMES[one.line]), one.to_fail, one.to_pass, one.alone] for one in by_line(run)]
    yield _("Which line makes the difference"), [_("Line"), *_heads()[3:5], _("This line alone")], lines
    yield _("People who would change"), _people_heads(), _people(run, actor)


def titles() -> dict[str, str]:
    return {
        "year": _("By study year"),
        "city": _("By city"),
        "industry": _("By industry"),
        "title_level": _("By title level"),
    }


def named(grouping: str, found: Sequence[Counts]) -> list[tuple[str, Counts]]:
    if grouping == "city":
        names = area_names(each.key for each in found)
        return [(names[each.key] if each.key else _("Without an area"), each) for each in found]
    if grouping == "industry":
        labels = dict(Industry.choices)
        return [(str(labels.get(each.key, _("not known"))), each) for each in found]
    if grouping == "title_level":
        return [(str(TITLE_LEVELS.get(each.key, each.key)), each) for each in found]
    return [(str(each.key), each) for each in found]


def _heads() -> list[str]:
    return [
        *(_("Judged"), _("Pass by the rules in force"), _("Pass by the draft")),
        *(_("From pass to fail"), _("From fail to pass"), _("Covered otherwise")),
    ]


def _rows(found: Sequence[tuple[str, Counts]]) -> list[list[Cell]]:
    return [
        [name, one.people, one.passing_before, one.passing_after, one.to_fail, one.to_pass, one.otherwise]
        for name, one in found
    ]


def _people_heads() -> list[str]:
    return [
        *(_("Name"), _("Study year"), _("Industry"), _("Title level"), _("Now"), _("By the draft")),
        *(_("Missing now"), _("Missing by the draft")),
    ]


def _people(run: ImpactRun, actor: Actor) -> Iterator[Sequence[Cell]]:
    changes = changed_people(run, {}, actor=actor).select_related("professional").order_by("pk")[:PEOPLE_NAMED]
    for change in changes.iterator(chunk_size=1000):
        yield [
            masked_name(change.professional.name),
            change.year,
            str(dict(Industry.choices).get(change.industry, "")),
            str(TITLE_LEVELS.get(change.title_level, change.title_level)),
            outcome_words(change, "before"),
            outcome_words(change, "after"),
            hours_words(change.short_before),
            hours_words(change.short_after),
        ]


def outcome_words(change: ImpactChange, side: str) -> str:
    return str(getattr(change, f"get_{side}_display")()) if getattr(change, side) else _("Under no rule set")


def hours_words(short: dict[str, str]) -> str:
    return " · ".join(f"{LINE_NAMES[line]} {hours_text(Decimal(hours))}" for line, hours in short.items())
