"""Agreeing with a figure of one's own, where the rule fixes a range and leaves the figure to the reviewer (A-29)."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import services as approvals
from approvals.enums import Action
from approvals.matters import lock_matters
from approvals.models import Run
from audit.actors import Actor
from audit.services import record
from policies import ask
from records.ledger.judging import year_question
from records.ledger.standing import careers_of
from records.models import LearningRecord
from records.questions import record_question
from records.review.figures import range_of
from rules.calculator.telling import words_of
from ui.errors import Conflict


class FigureRefused(Exception):
    """The rule books do not give that many hours; says why in their words."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def agree(run: Run, *, version: int, actor: Actor, hours: Decimal | None = None, comment: str = "") -> Run:
    """Agree, with the reviewer's figure if there is one. Raises FigureRefused.

    Side effects, in order: the figure, with who set it in the trail; those of the decision."""
    with transaction.atomic():
        if hours is not None:
            _set_figure(run, hours, actor)
        return approvals.approve(run, version=version, actor=actor, comment=comment)


def _set_figure(run: Run, hours: Decimal, actor: Actor) -> None:
    for matter in lock_matters([run.pk]):
        approvals.require(matter, Action.APPROVE, actor)
        learning_record: LearningRecord = matter.subject
        before = learning_record.facts
        learning_record.facts = {**before, "proposed": format(hours, "f")}
        if learning_record.facts == before:
            return
        _require_granted(learning_record)
        learning_record.save(update_fields=["facts"])
        was, now = ({"proposed": facts.get("proposed")} for facts in (before, learning_record.facts))
        record("record.figure_set", learning_record, actor=actor, before=was, after=now)


def _require_granted(learning_record: LearningRecord) -> None:
    """The rule books are asked of this record by itself, as if nothing else stood in its way."""
    if range_of(learning_record) is None:
        raise Conflict(_("The rule itself says how many hours it gives; there is no figure to set."))
    standing = careers_of([learning_record.professional_id])[learning_record.professional_id]
    year = learning_record.study_year
    asked = record_question(learning_record, as_recognized=True) | {"evidence": "complete"}
    answer = ask(year_question(year, standing.standing_in(year), [asked]))
    if "error" in answer:
        raise FigureRefused(answer["error"])
    told = answer["records"][0]
    if not told["by_year"]:
        raise FigureRefused(words_of(told["because"][-1]))
