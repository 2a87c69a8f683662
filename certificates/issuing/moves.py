"""What may happen to an issue to everybody of a bureau, and to a certificate, and by whom: the table that `manage.py
print_certificate_moves` prints and `tests/certificates/test_moves.py` walks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from certificates.enums import RunState

NOTHING = "nothing"
STANDS, ENDED = "stands", "ended"
TAKEN = "handed over"


class Party(StrEnum):
    BUREAU = "the issuing bureau, one above it"
    SECOND = "the same, but not who tried it out"
    JOB = "the job of the issue"
    ISSUER = "the issuing bureau, one above it, the employer by its confirmation; not in the own case"
    HEAD = "the head of the issuing bureau or of one above it, but not in the own case"
    HANDS = "the employer, the issuing bureau, one above it"


@dataclass(frozen=True)
class Move:
    thing: str
    act: str
    allowed_from: tuple[str, ...]
    to: str
    who: Party
    recorded_as: str
    only_if: str = ""


MOVES = (
    Move("issue", "try", (NOTHING, RunState.DONE, RunState.DISCARDED), RunState.DRY, Party.BUREAU, "issue_run.started"),
    Move(
        "issue",
        "confirm",
        (RunState.DRY,),
        RunState.RUNNING,
        Party.SECOND,
        "issue_run.confirmed",
        "the series has numbers for all of them",
    ),
    Move(
        "issue",
        "take_up",
        (RunState.RUNNING,),
        RunState.RUNNING,
        Party.BUREAU,
        "issue_run.taken_up",
        "its job has ended",
    ),
    Move("issue", "finish", (RunState.RUNNING,), RunState.DONE, Party.JOB, "issue_run.finished"),
    Move("issue", "close", (RunState.RUNNING,), RunState.DONE, Party.BUREAU, "issue_run.closed", "its job has ended"),
    Move("issue", "discard", (RunState.DRY,), RunState.DISCARDED, Party.BUREAU, "issue_run.discarded"),
    Move("certificate", "issue", (NOTHING,), STANDS, Party.ISSUER, "certificate.issued", "the year stands"),
    Move("certificate", "end", (STANDS,), ENDED, Party.HEAD, "certificate.ended"),
    Move("certificate", "replace", (STANDS,), ENDED, Party.HEAD, "certificate.ended", "the year stands"),
    Move("certificate", "hand_over", (STANDS,), TAKEN, Party.HANDS, "certificate.handed_over", "once"),
)
RUN_MOVES = {move.act: move for move in MOVES if move.thing == "issue"}

HEAD = ("what", "what happens", "from", "it is then", "who may", "only if", "recorded as")


def moves_as_markdown() -> str:
    rows = [HEAD, tuple("---" for _ in HEAD), *(_row(move) for move in MOVES)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(move: Move) -> tuple[str, ...]:
    froms = ", ".join(str(state) for state in move.allowed_from)
    return move.thing, f"`{move.act}`", froms, str(move.to), str(move.who), move.only_if, f"`{move.recorded_as}`"
