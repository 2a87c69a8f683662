"""What can be asked for. Each room registers its procedures in its AppConfig.ready; the engine knows them by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models

from approvals.enums import Action

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from approvals.models import Decision, Run
    from audit.actors import Actor

    Words = str | _StrPromise


class Effect(Protocol):
    """Called in the transaction of the decision, after the decision is written."""

    def __call__(self, run: Run, subject: Any, /, *, actor: Actor, decision: Decision) -> None: ...


@dataclass(frozen=True)
class Followed:
    """One of the matters about which the same was decided, with the decision."""

    run: Run
    subject: Any
    decision: Decision


class EffectOnMany(Protocol):
    """What an `Effect` does, for all of them at once."""

    def __call__(self, followed: Sequence[Followed], /, *, actor: Actor) -> None: ...


def nothing(run: Run, subject: Any, *, actor: Actor, decision: Decision) -> None:
    """Nothing follows."""


def no_anomalies(subjects: Iterable[Any]) -> Mapping[int, list[str]]:
    return {}


def unsaid(subject: Any) -> str:
    return ""


def own_version(subject: Any) -> int:
    version: int = subject.version
    return version


@dataclass(frozen=True, kw_only=True)
class Procedure:
    name: str
    label: Words
    model: type[models.Model]
    """Of the subject. A row is immutable while the run is under way, or counts up its version."""
    title: Callable[[Any], str]
    """What is asked, in one line of the queue and in the language of the page. Names nobody: the queue does."""
    hint: Callable[[Any], str] = unsaid
    """What an officer of a long list wants to know besides, in a few words."""
    reasons: Mapping[str, Words] = field(default_factory=dict)
    """For returning and refusing, by the code that is kept."""
    version_of: Callable[[Any], int] = own_version
    on_approved: Effect = nothing
    on_returned: Effect = nothing
    on_rejected: Effect = nothing
    on_withdrawn: Effect = nothing
    on_undone: Effect | None = None
    """Takes back what followed the decision; where there is none, only a decision that nothing followed can be taken
    back."""
    why_final: Callable[[Any], str] = unsaid
    """What keeps a decision about the subject from being taken back, in words."""
    on_many: Mapping[Action, EffectOnMany] = field(default_factory=dict)
    """What follows, of all that one act decides, where one by one would take too long. It stands for the effects above
    it; they need not be given then."""
    anomalies: Callable[[Iterable[Any]], Mapping[int, list[str]]] = no_anomalies
    """What an officer should look at first: words by the subject's number."""
    kind_of: Callable[[Any], str] = unsaid
    """Several are decided at once within one kind only. Where a procedure knows kinds, that of the subject."""
    kind_label: Callable[[str], Words] = str
    filter_class: type[Any] | None = None
    """A filter of steps that the queue offers besides its own where this procedure is chosen."""
    page_url_name: str = ""
    """Of the page on which an officer looks at one matter, where the room has one of its own; takes the number of the
    run."""
    template: str = ""
    """The part of the page that shows the subject, as `subject`."""
    approve_label: Words = ""
    """On the button, where “Agree” would say too little."""
    consequences: Words = ""
    """What follows when the last step agrees, in one sentence."""
    related: tuple[str, ...] = ()
    """Rows to fetch along with the subject."""
    is_routine: bool = False
    """Whether the queue may tick what has no anomaly before the officer has looked."""
    amend_url_name: str = ""
    """Of the page on which the one who asked amends what was returned; takes the number of the subject."""

    def takes_back(self, action: Action) -> bool:
        """Whether what follows that action can be undone."""
        followed = action in self.on_many or self._effects[action] is not nothing
        return not followed or self.on_undone is not None or Action.UNDO in self.on_many

    def follow(self, action: Action, followed: Sequence[Followed], *, actor: Actor) -> None:
        """Let follow what follows that action."""
        if action in self.on_many:
            self.on_many[action](followed, actor=actor)
            return
        effect = self._effects[action]
        for each in followed:
            effect(each.run, each.subject, actor=actor, decision=each.decision)

    @property
    def has_kinds(self) -> bool:
        return self.kind_of is not unsaid

    @property
    def _effects(self) -> dict[Action, Effect]:
        return {
            Action.APPROVE: self.on_approved,
            Action.RETURN: self.on_returned,
            Action.REJECT: self.on_rejected,
            Action.WITHDRAW: self.on_withdrawn,
            Action.UNDO: self.on_undone or nothing,
        }


_procedures: dict[str, Procedure] = {}


def register(procedure: Procedure) -> None:
    _procedures[procedure.name] = procedure


def unregister(name: str) -> None:
    _procedures.pop(name, None)


def procedure_of(name: str) -> Procedure:
    return _procedures[name]


def all_procedures() -> list[Procedure]:
    return list(_procedures.values())


def label_of(name: str) -> Words:
    """A procedure that is no longer known (its room may be gone) is shown as recorded."""
    return _procedures[name].label if name in _procedures else name


def subjects_of(runs: Iterable[Run], *, lock: bool = False) -> dict[int, Any]:
    """The subject of each run, by the number of the run: one query a procedure, rows locked in the order of their
    numbers."""
    by_procedure = defaultdict(list)
    for run in runs:
        by_procedure[run.procedure].append(run)
    found = {}
    for name in sorted(by_procedure):
        rows = _rows(procedure_of(name), [run.subject_id for run in by_procedure[name]], lock=lock)
        found.update({run.pk: rows[run.subject_id] for run in by_procedure[name]})
    return found


def _rows(procedure: Procedure, numbers: list[int], *, lock: bool) -> dict[int, Any]:
    rows = procedure.model._default_manager.filter(pk__in=numbers).order_by("pk")
    if procedure.related:
        rows = rows.select_related(*procedure.related)
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    return {row.pk: row for row in rows}
