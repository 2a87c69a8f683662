"""What may happen to a batch, a county, a halt and a verification, and by whom: the table that `manage.py
print_batch_moves` prints and `tests/verification/test_moves.py` walks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verification.enums import BatchState, ItemState

ANY_BATCH = tuple(BatchState)
NOTHING = "nothing"
STANDS, VOIDED = "stands", "voided"
HALTED, LIFTED = "halted", "lifted"


class Party(StrEnum):
    BUREAU = "the bureau of the area, one above it, who looks after the system, the clock"
    SECOND = "the same, but not who tried it out"
    JOB = "the job of the batch"
    LEDGER = "the ledger, in the days of grace"
    HEAD = "the head of a bureau over the employer, but not in the own case"


@dataclass(frozen=True)
class Move:
    thing: str
    act: str
    allowed_from: tuple[str, ...]
    to: str
    who: Party
    recorded_as: str = ""
    only_if: str = ""


MOVES = (
    Move(
        "batch", "try", (NOTHING, BatchState.DONE, BatchState.DISCARDED), BatchState.DRY, Party.BUREAU, "batch.started"
    ),
    Move("batch", "finish_trial", (BatchState.DRY,), BatchState.TRIED, Party.JOB, "batch.tried"),
    Move("batch", "confirm", (BatchState.TRIED,), BatchState.RUNNING, Party.SECOND, "batch.confirmed"),
    Move("batch", "finish", (BatchState.RUNNING,), BatchState.DONE, Party.JOB, "batch.finished"),
    Move("batch", "run_again", (BatchState.DONE,), BatchState.RUNNING, Party.BUREAU, "batch.run_again"),
    Move(
        "batch",
        "take_up",
        (BatchState.RUNNING,),
        BatchState.RUNNING,
        Party.BUREAU,
        "batch.taken_up",
        "its job has ended",
    ),
    Move(
        "batch",
        "discard",
        (BatchState.DRY, BatchState.TRIED),
        BatchState.DISCARDED,
        Party.BUREAU,
        "batch.discarded",
    ),
    Move("county", "work", tuple(ItemState), ItemState.DONE, Party.JOB, "batch.county_done", "no halt is over it"),
    Move("county", "hold", tuple(ItemState), ItemState.HELD, Party.JOB, only_if="a halt is over it"),
    Move("county", "enter", tuple(ItemState), ItemState.WAITING, Party.BUREAU, only_if="its batch is run again"),
    Move("halt", "halt", (NOTHING, LIFTED), HALTED, Party.BUREAU, "batch.halted"),
    Move("halt", "lift", (HALTED,), LIFTED, Party.BUREAU, "batch.halt_lifted"),
    Move("verification", "pass", (NOTHING,), STANDS, Party.JOB, only_if="every line is met"),
    Move(
        "verification", "pass_late", (NOTHING,), STANDS, Party.LEDGER, "verification.passed_late", "every line is met"
    ),
    Move("verification", "void", (STANDS,), VOIDED, Party.HEAD, "verification.voided"),
)
BATCH_MOVES = {move.act: move for move in MOVES if move.thing == "batch"}

HEAD = ("what", "what happens", "from", "it is then", "who may", "only if", "recorded as")


def moves_as_markdown() -> str:
    rows = [HEAD, tuple("---" for _ in HEAD), *(_row(move) for move in MOVES)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(move: Move) -> tuple[str, ...]:
    froms = ", ".join(str(state) for state in move.allowed_from)
    recorded = f"`{move.recorded_as}`" if move.recorded_as else "with its county"
    return move.thing, f"`{move.act}`", froms, str(move.to), str(move.who), move.only_if, recorded
