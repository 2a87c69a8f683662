"""What a page about a class shows that its view need not know of: the plan in the queue of another room, and the box
about places on the public page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from courses.classes import presentation, rulings
from courses.enrolment import queries
from courses.enrolment.queries import Enrolment
from courses.models import TrainingClass
from rules.calculator import telling

register = template.Library()


@register.simple_tag
def sections_of(training_class: TrainingClass) -> list[presentation.Section]:
    return presentation.sections_of(training_class)


@register.simple_tag
def deadline_of(training_class: TrainingClass) -> rulings.Ruling | None:
    """By when the plan had to be filed, and how that of its day was taken."""
    if training_class.filed_on is None:
        return None
    return rulings.plan_deadline(training_class, filed_on=training_class.filed_on)


@register.simple_tag
def cited(cite: str) -> str:
    """A clause with the number of its document."""
    return telling.cited(cite)


@register.simple_tag(takes_context=True)
def enrolment_of(context: Mapping[str, Any], training_class: TrainingClass) -> Enrolment:
    return queries.enrolment_of(training_class, context["request"].actor)
