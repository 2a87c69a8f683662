"""What follows the loss of a class's filing status in rooms above: each registers its part in its AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from audit.actors import Actor
from courses.models import TrainingClass


@dataclass(frozen=True, kw_only=True)
class Consequence:
    name: str
    foresee: Callable[[TrainingClass], list[str]]
    """Sentences for the page that asks, before anything happens. Changes nothing."""
    carry_out: Callable[..., None]
    """`carry_out(training_class, actor=…, reason=…)`, in the transaction of the loss, the class being locked."""


_consequences: list[Consequence] = []


def register(consequence: Consequence) -> None:
    _consequences.append(consequence)


def foresee(training_class: TrainingClass) -> list[str]:
    return [sentence for consequence in _consequences for sentence in consequence.foresee(training_class)]


def carry_out(training_class: TrainingClass, *, actor: Actor, reason: str) -> None:
    for consequence in _consequences:
        consequence.carry_out(training_class, actor=actor, reason=reason)
