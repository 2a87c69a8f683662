"""What an officer decided in one go, kept in the session, so that the page after it can list it and offer to take it
back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from approvals.enums import Action

if TYPE_CHECKING:
    from audit.requests import ActorRequest

KEY = "approvals.sittings"
KEPT = 5


@dataclass(frozen=True)
class Sitting:
    number: str
    action: Action
    runs: list[int]
    skipped: list[int]
    query: str
    """Of the queue from which it was decided."""


def keep(
    request: ActorRequest, action: Action, runs: Collection[int], *, skipped: Collection[int] = (), query: str = ""
) -> Sitting:
    kept: list[dict[str, Any]] = request.session.get(KEY, [])
    number = str(int(kept[-1]["number"]) + 1) if kept else "1"
    sitting = Sitting(number, action, sorted(runs), sorted(skipped), query)
    request.session[KEY] = [*kept, {**vars(sitting), "action": str(action)}][-KEPT:]
    return sitting


def find(request: ActorRequest, number: int) -> Sitting | None:
    return next((sitting for sitting in _all(request) if sitting.number == str(number)), None)


def last(request: ActorRequest) -> Sitting | None:
    return next(reversed(_all(request)), None)


def _all(request: ActorRequest) -> list[Sitting]:
    return [Sitting(**{**each, "action": Action(each["action"])}) for each in request.session.get(KEY, [])]
