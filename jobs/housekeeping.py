"""Once a night: what nobody needs any more goes away."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.enums import FINAL
from jobs.kinds import JobKind, Outcome, PlannedSlice, register
from jobs.models import Job, RehearsalMark
from jobs.running import SliceRun

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

KEEP_MARKS = datetime.timedelta(days=7)
FOLDER = "jobs"


def forget_marks(now: datetime.datetime) -> int:
    return RehearsalMark.objects.filter(job__finished_at__lt=now - KEEP_MARKS).delete()[0]


def forget_results(now: datetime.datetime) -> int:
    """The figures of a job stay; its file is made anew by starting it again."""
    limit = now - datetime.timedelta(days=settings.JOB_RESULT_DAYS)
    return Job.objects.filter(finished_at__lt=limit).exclude(result_file="").update(result_file="")


def remove_unreferenced_files(now: datetime.datetime) -> int:
    """Pieces that went into a result, and what late or killed workers left. Jobs under way keep all they have."""
    if not default_storage.exists(FOLDER):
        return 0
    ended = dict(Job.objects.filter(state__in=FINAL).values_list("pk", "result_file"))
    numbers = [int(name) for name in default_storage.listdir(FOLDER)[0] if name.isdigit()]
    return sum(_clear(f"{FOLDER}/{number}", keep=ended[number]) for number in numbers if number in ended)


def _clear(folder: str, *, keep: str) -> int:
    """Folders themselves may stay: a storage without folders has none."""
    folders, files = default_storage.listdir(folder)
    superfluous = [f"{folder}/{name}" for name in files if f"{folder}/{name}" != keep]
    for name in superfluous:
        default_storage.delete(name)
    return len(superfluous) + sum(_clear(f"{folder}/{name}", keep=keep) for name in folders)


def forget_sessions(now: datetime.datetime) -> int:
    call_command("clearsessions")
    return 1


CHORES: list[Callable[[datetime.datetime], int]] = [
    forget_marks,
    forget_results,
    remove_unreferenced_files,
    forget_sessions,
]


def add_chore(chore: Callable[[datetime.datetime], int], label: str | _StrPromise) -> None:
    """For rooms that lie higher, in their AppConfig.ready: what it removed is shown under the label."""
    CHORES.append(chore)
    Housekeeping.figure_labels[chore.__name__] = label


@register
class Housekeeping(JobKind):
    name: ClassVar = "housekeeping"
    label: ClassVar = _("Housekeeping")
    items_label: ClassVar = _("chores")
    figure_labels: ClassVar[dict[str, str | _StrPromise]] = {
        "forget_marks": _("Marks of rehearsals removed"),
        "forget_results": _("Result files past their time"),
        "remove_unreferenced_files": _("Files removed"),
    }

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        return [PlannedSlice(size=1, label=chore.__name__, params={"chore": chore.__name__}) for chore in CHORES]

    def work(self, run: SliceRun) -> dict[str, Any]:
        chore = next(chore for chore in CHORES if chore.__name__ == run.params["chore"])
        with run.step(range(run.position, run.slice.stop)):
            return {chore.__name__: chore(timezone.now())}

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        return Outcome(figures={name: count for result in results for name, count in result.items()})
