"""Twenty thousand people of four bureaus, for processes that tests start: as the benchmark makes them."""

from __future__ import annotations

from django.db import transaction

from audit.actors import SYSTEM
from benchmarks import certificates as world
from certificates.enums import RunState
from certificates.issuing.runs import ISSUE_JOB, is_stuck
from certificates.models import IssueRun
from jobs.services import start_job
from people.models import Bureau
from tests.verification.planting import keep_the_schedule_quiet

AREAS = ("440103", "440104", "440105", "440106")


def plant(people: int) -> None:
    keep_the_schedule_quiet()
    world.build(people, areas=AREAS)


def carry_out(people: int) -> list[int]:
    """Answers the numbers of the jobs, one for each bureau."""
    bureaus = Bureau.objects.filter(area__in=AREAS).order_by("area")
    return [run.job_id for bureau in bureaus if (run := world.order(bureau, people // len(AREAS))).job_id]


def take_up() -> list[int]:
    """Those whose jobs were given up, as an officer would."""
    for run in IssueRun.objects.filter(state=RunState.RUNNING).select_related("job"):
        if is_stuck(run):
            with transaction.atomic():
                run.job = start_job(ISSUE_JOB, {"run": run.pk}, actor=SYSTEM)
                run.save(update_fields=["job"])
    return list(IssueRun.objects.order_by("pk").values_list("job_id", flat=True))
