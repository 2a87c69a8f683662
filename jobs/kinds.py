"""What a kind of job has to say: how it is cut into slices, what is done to each item, what comes out at the end."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from audit.actors import Actor
    from jobs.models import Job
    from jobs.running import SliceRun


class Refused(Exception):
    """The work cannot be done, and trying again would not help. The job fails with this message in the user's words.

    `message` is an English source string marked with gettext_noop; `params` fill its %(name)s.
    """

    def __init__(self, message: str, **params: Any) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params


@dataclass(frozen=True, kw_only=True)
class PlannedSlice:
    size: int
    """How many items it has."""
    label: str = ""
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a finished job leaves behind: figures to show, and perhaps a file."""

    figures: dict[str, Any] = field(default_factory=dict)
    stored_file: str = ""
    """Name in Django's storage."""
    file_name: str = ""
    """Name under which it is downloaded."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    sentence: str
    is_good: bool


class StartForm(forms.Form):
    """Parameters a person may give when starting a job of a kind. A kind with parameters subclasses it."""

    def params(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class JobKind(ABC):
    name: ClassVar[str]
    label: ClassVar[str | _StrPromise]
    items_label: ClassVar[str | _StrPromise]
    """What is counted, as in “60,000 of 100,000 rows”."""
    description: ClassVar[str | _StrPromise] = ""
    """Said on the page where it is started: what it does, and what comes out."""
    form_class: ClassVar[type[StartForm]] = StartForm
    figure_labels: ClassVar[Mapping[str, str | _StrPromise]] = {}
    """The words beside the figures of the outcome, in the order in which they are shown."""

    may_set_aside: ClassVar[bool] = True
    """Whether the rest is worth having without an item that failed five times. If not, the job fails."""

    result_is_private: ClassVar[bool] = False
    """Whether only the owner may fetch the file, and not those either who look after all jobs."""

    stops_with_hat: ClassVar[bool] = False
    """Whether it reads by the right of whoever ordered it, and so stops when the hat of then ends. Work that writes
    what was decided goes on: half of it would be worse."""

    @property
    def lease(self) -> timedelta:
        """How long a worker may be silent between two steps before the slice is given to another."""
        return timedelta(seconds=settings.JOB_LEASE_SECONDS)

    def may_start(self, actor: Actor) -> bool:
        return actor.can(f"jobs.start.{self.name}")

    @abstractmethod
    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        """Cut the work. Only what it returns is kept; may raise Refused."""

    @abstractmethod
    def work(self, run: SliceRun) -> dict[str, Any] | None:
        """Do the items of one slice, each batch within `run.step`. Returns what the finish wants to know."""

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        """Put together what the slices returned, in their order."""
        return Outcome()

    def other_files(self, job: Job) -> Sequence[tuple[str, str]]:
        """Name and address of files that can be had beside the result, by whoever may fetch that."""
        return ()

    def finding(self, result: dict[str, Any]) -> Finding | None:
        """The sentence the reader came for, drawn from the figures of the outcome when the page is shown."""
        return None


_kinds: dict[str, JobKind] = {}


def register(kind_class: type[JobKind]) -> type[JobKind]:
    _kinds[kind_class.name] = kind_class()
    return kind_class


class UnknownKind(JobKind):
    """Of a job that another version of the program knows. Its page can be read; its work waits for that version."""

    items_label: ClassVar = ""

    def __init__(self, name: str) -> None:
        self.name = self.label = name  # type: ignore[misc]

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        raise LookupError(self.name)

    def work(self, run: SliceRun) -> dict[str, Any] | None:
        raise LookupError(self.name)


def kind_of(name: str) -> JobKind:
    return _kinds.get(name) or UnknownKind(name)


def known_kinds() -> list[str]:
    return list(_kinds)


def all_kinds() -> list[JobKind]:
    return list(_kinds.values())
