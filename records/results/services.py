"""One result by hand: checked and written as a row of a file is."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from courses.models import RosterEntry, TrainingClass
from people.models import Professional
from records.ledger.services import lock_people
from records.models import ClassResult
from records.results.checks import ResultCheck
from records.results.routing import Person
from records.results.writing import close_results, enter_results, lock_for_results
from ui.errors import Conflict
from uploads.enums import Level
from uploads.kinds import CheckedRow, Finding, Values


class ResultFaulty(Exception):
    """It cannot be written as it was said; `findings` say why."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__()
        self.findings = findings


class ResultQuestioned(ResultFaulty):
    """It can, once whoever enters it has read these notices."""


def enter_result(
    training_class: TrainingClass,
    values: Values,
    *,
    professional: Professional | None = None,
    is_confirmed: bool,
    actor: Actor,
) -> ClassResult | None:
    """Of somebody on the roster, or of whoever name and number in `values` say. None: it stood there already.

    Raises ResultFaulty and ResultQuestioned. Side effects: those of `enter_results`; when nobody on the roster is left
    without a result, the report of the class is made.
    """
    row = CheckedRow(1, "", values)
    known = {1: _person(professional)} if professional else {}
    with transaction.atomic():
        if professional:
            lock_people([professional.pk])
        else:
            lock_for_results(training_class, [values["number"]])
        ResultCheck(training_class, actor=actor).look_at([row], known)
        _require_writable(row, is_confirmed=is_confirmed)
        if row.is_unchanged:
            return None
        (result,) = enter_results(training_class, [row.plan], actor=actor)
        if not is_anybody_without_result(training_class):
            close_results(training_class, actor=actor)
    return result


def finish_results(training_class: TrainingClass, *, actor: Actor) -> None:
    """The institution says that nobody else on the roster took part."""
    if not training_class.results.exists():
        raise Conflict(_("There is no result yet. Enter at least one first."))
    close_results(training_class, actor=actor)


def is_anybody_without_result(training_class: TrainingClass) -> bool:
    results = ClassResult.objects.filter(training_class=training_class).values("professional")
    roster = RosterEntry.objects.standing().filter(training_class=training_class)
    return roster.exclude(professional__in=results).exists()


def _person(professional: Professional) -> Person:
    return Person(professional.pk, professional.user_id, professional.name, professional.industry)


def _require_writable(row: CheckedRow, *, is_confirmed: bool) -> None:
    if row.is_faulty:
        raise ResultFaulty([each for each in row.findings if each.level == Level.ERROR])
    notices = [each for each in row.findings if each.level == Level.WARNING]
    if notices and not is_confirmed and not row.is_unchanged:
        raise ResultQuestioned(notices)
