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
from verification.impact.services import keep_draft, try_draft

CITY = "4401"
DRAFT = """# 征求意见稿：公需科目 30 学时提高到 32 学时，专业科目 42 学时减为 36 学时，总数不变。

id = "GD-2025"
extends = "GD-2021"
title = { zh = "广东省 2025 年起的规则（征求意见稿）", en = "Guangdong, from 2025 (draft)" }
confirmed = false

[covers]
places = ["440000"]
first_year = 2025
cite = "DRAFT 一"
quote = "自2025年1月1日起施行"

[[required]]
line = "public"
hours = 32
rule = "H-21"
cite = "DRAFT 三"
quote = "公需科目不少于32学时"

[[required]]
line = "specialty"
hours = 36
rule = "H-21"
cite = "DRAFT 三"
quote = "专业科目不少于36学时"
"""


def close_years(world: World) -> None:
    clerk = world.officer(at.CITY_BUREAU, Role.BUREAU_CLERK)
    head = world.officer(at.CITY_BUREAU, Role.BUREAU_HEAD)
    last = try_year(world.today.year - 1, area=CITY, actor=clerk)
    _work()
    confirm_run(last, actor=head)
    try_year(world.today.year, area=CITY, actor=clerk)
    start_job(DashboardFigures.name, {}, actor=SYSTEM)
    draft = keep_draft("公需科目提高到 32 学时（征求意见稿）", DRAFT, actor=head)
    try_draft(draft, world.today.year - 1, world.today.year, area=CITY, actor=head)
    _work()


def _work() -> None:
    while work_once("demo"):
        pass
