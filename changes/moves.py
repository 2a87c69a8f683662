"""What a change of employer does besides the employment. Each room registers what travels and what is re-routed.

moves.register(Consequence(name="open_approvals", foresee=…, carry_out=…))
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from audit.actors import Actor
from people.models import Employer, Professional


@dataclass(frozen=True, kw_only=True)
class Move:
    professional: Professional
    old: Employer | None
    """None where the person had no employer."""
    new: Employer
    on: datetime.date
    """The first day with the new employer."""


@dataclass(frozen=True, kw_only=True)
class Consequence:
    name: str
    foresee: Callable[[Move], list[str]]
    """Sentences for the page that shows what will happen, before anything is sent. Changes nothing."""
    carry_out: Callable[..., None]
    """`carry_out(move, actor=…)`, in the transaction of the change, after the employment has moved."""


_consequences: list[Consequence] = []


def register(consequence: Consequence) -> None:
    _consequences.append(consequence)


def foresee(move: Move) -> list[str]:
    return [sentence for consequence in _consequences for sentence in consequence.foresee(move)]


def carry_out(move: Move, *, actor: Actor) -> None:
    for consequence in _consequences:
        consequence.carry_out(move, actor=actor)
