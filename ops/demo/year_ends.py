"""The year-end of Guangzhou: that of last year is done, tried out by a clerk and confirmed by the head; this year was
tried out once to see how it stands."""

from __future__ import annotations

from audit.actors import SYSTEM
from jobs.services import start_job
from jobs.worker import work_once
from ops.demo import organizations as at
from ops.demo.world import World
from people.roles import Role
from verification.batch.services import confirm_run, try_year
from verification.dashboard.kinds import DashboardFigures

CITY = "4401"


def close_years(world: World) -> None:
    clerk = world.officer(at.CITY_BUREAU, Role.BUREAU_CLERK)
    head = world.officer(at.CITY_BUREAU, Role.BUREAU_HEAD)
    last = try_year(world.today.year - 1, area=CITY, actor=clerk)
    _work()
    confirm_run(last, actor=head)
    try_year(world.today.year, area=CITY, actor=clerk)
    start_job(DashboardFigures.name, {}, actor=SYSTEM)
    _work()


def _work() -> None:
    while work_once("demo"):
        pass
