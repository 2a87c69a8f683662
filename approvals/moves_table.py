"""The table of allowed moves as documentation: for `manage.py print_moves` and for the README."""

from __future__ import annotations

from django.utils import translation

from approvals.enums import MOVES, Move, StepState

HEAD = ("what happens", "from", "the run is then", "the step is then", "who may", "recorded as")


def moves_as_markdown() -> str:
    """In English, whatever the reader's language: the names are those of the code."""
    with translation.override("en"):
        rows = [HEAD, tuple("---" for _ in HEAD), *(_row(move) for move in MOVES)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(move: Move) -> tuple[str, ...]:
    when = {None: "", True: ", last step", False: ", earlier step"}[move.is_last_step]
    return (
        f"`{move.action}`{when}",
        ", ".join(str(state) for state in move.allowed_from) or "nothing",
        str(move.to) if move.to else "as before",
        str(StepState(move.step_to)) if move.step_to else "as before",
        "; ".join(str(party.label) for party in move.who),
        f"`{move.recorded_as}`",
    )
