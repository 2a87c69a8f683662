"""`verify_log` every night, piece by piece: the leaves in their order, the certificates by their rows, the audit trail
series by series. Faults stand on /status/ and on the home page of who runs the system."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from certificates.log.roots import kept, kept_outside
from certificates.log.sequencing import tree_size
from certificates.log.verification import (
    ALL_NUMBERS,
    ALL_PLACES,
    Report,
    Walk,
    check_certificates,
    check_ends,
    check_trail,
    one_moment,
    read_copy,
)
from certificates.models import Certificate
from jobs.enums import JobState
from jobs.kinds import Finding, JobKind, Outcome, PlannedSlice, register
from jobs.models import Job
from jobs.running import SliceRun
from jobs.schedules import Daily, ScheduleEntry
from jobs.schedules import register as register_schedule
from ui.formatting import number_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

AT = datetime.time(4, 30)
LEAVES_AT_ONCE = 50_000
CERTIFICATES_AT_ONCE = 50_000
SERIES = "SELECT left(number, 8), count(*) FROM certificates_certificate GROUP BY 1 ORDER BY 1"

FAULTS: dict[str, str | _StrPromise] = {
    "altered": pgettext_lazy("fault of the log", "something was altered"),
    "removed": pgettext_lazy("fault of the log", "something was removed"),
    "inserted": pgettext_lazy("fault of the log", "something was inserted"),
    "node": pgettext_lazy("fault of the log", "a hash does not hold"),
    "root": pgettext_lazy("fault of the log", "a published root does not hold"),
    "counter": pgettext_lazy("fault of the log", "a counter is wrong"),
}


@register
class CertificateLogCheck(JobKind):
    name: ClassVar = "certificate_log_check"
    label: ClassVar = _("Check of the certificate log")
    items_label: ClassVar = _("checks")
    description: ClassVar = _(
        "Compares every certificate with the public log, the audit trail, the published roots and their copies outside."
    )
    figure_labels: ClassVar = {"certificates": _("Certificates checked"), "entries": _("Entries checked")}
    may_set_aside: ClassVar = False

    def plan(self, run: SliceRun) -> Iterable[PlannedSlice]:
        """First what has an order and goes in one line, so that the rest is done beside it."""
        yield PlannedSlice(size=tree_size() + 1, params={"part": "leaves"})
        most = Certificate.objects.aggregate(most=Max("pk"))["most"] or 0
        edges = [ALL_PLACES[0], *range(CERTIFICATES_AT_ONCE, most, CERTIFICATES_AT_ONCE), ALL_PLACES[1]]
        for first, last in pairwise(edges):
            size = max(min(last, most) - max(first, 0), 1)
            yield PlannedSlice(size=size, params={"part": "certificates", "between": [first, last]})
        for first, last, size in _series():
            yield PlannedSlice(size=size, params={"part": "trail", "between": [first, last]})

    def work(self, run: SliceRun) -> dict[str, Any]:
        if run.params["part"] == "leaves":
            return _leaves(run)
        check = check_certificates if run.params["part"] == "certificates" else check_trail
        report = Report()
        with one_moment():
            check(report, *run.params["between"])
        with run.step(range(run.position, run.slice.stop)):
            return report.to_json()

    def finish(self, run: SliceRun, results: list[dict[str, Any]]) -> Outcome:
        whole = Report()
        for result in results:
            whole += Report.from_json(result)
        return Outcome(figures=whole.to_json() | {"faults": whole.counts.total()})

    def finding(self, result: dict[str, Any]) -> Finding:
        if result["first"] is None:
            words = ngettext(
                "The log is whole: %(count)s certificate was checked.",
                "The log is whole: %(count)s certificates were checked.",
                result["certificates"],
            )
            return Finding(sentence=words % {"count": number_text(result["certificates"])}, is_good=True)
        words = ngettext(
            "%(count)s fault. The first: %(kind)s (%(words)s).",
            "%(count)s faults. The first: %(kind)s (%(words)s).",
            result["faults"],
        )
        first = result["first"]
        told = {
            "count": number_text(result["faults"]),
            "kind": FAULTS.get(first["kind"], first["kind"]),
            "words": first["words"],
        }
        return Finding(sentence=words % told, is_good=False)


def _leaves(run: SliceRun) -> dict[str, Any]:
    """Batch after batch; the last item is whatever came since the plan, with what holds only at the end."""
    end = run.slice.stop - 1
    while run.position < run.slice.stop:
        batch = range(run.position, min(run.position + LEAVES_AT_ONCE, end) if run.position < end else end + 1)
        is_last = batch.stop > end
        with one_moment():
            walk = Walk(_copies(), run.noted or None)
            walk.along(
                batch.start if batch.start else ALL_PLACES[0],
                ALL_PLACES[1] if is_last else batch.stop,
            )
            if is_last:
                walk.end()
                check_ends(walk.report)
        with run.step(batch):
            run.note(walk.put_aside())
    found: dict[str, Any] = run.noted["report"]
    return found


def _copies() -> list[dict[str, Any]]:
    """What can be read of the file, to which this machine itself writes."""
    return [copy for copy in map(_copy, kept(kept_outside())) if copy]


def _copy(root: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return read_copy(1, json.dumps(root))
    except ValueError:
        return None


def _series() -> Iterator[tuple[str, str, int]]:
    """Some whole series at a time, so that all numbers there could be lie in one of the spans."""
    with connection.cursor() as cursor:
        cursor.execute(SERIES)
        counted = cursor.fetchall()
    first, size = ALL_NUMBERS[0], 0
    for series, count in counted:
        if size and size + count > CERTIFICATES_AT_ONCE:
            yield first, series, size
            first, size = series, 0
        size += count
    yield first, ALL_NUMBERS[1], max(size, 1)


def last_check() -> Job | None:
    """The last that came to its end."""
    done = Job.objects.filter(kind=CertificateLogCheck.name, state=JobState.COMPLETED)
    return done.order_by("-pk").first()


def faults_found() -> int:
    check = last_check()
    return int(check.result.get("faults", 0)) if check else 0


def register_nightly() -> None:
    register_schedule(ScheduleEntry(name=CertificateLogCheck.name, rhythm=Daily(AT), kind=CertificateLogCheck.name))
