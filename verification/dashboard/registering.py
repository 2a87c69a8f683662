"""What the dashboard makes known to the rooms below."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _

from jobs import schedules
from jobs.schedules import Daily, Every, ScheduleEntry
from people.organizations.references import leave_alone
from ui import navigation
from verification.access import may_see_dashboard
from verification.dashboard.kinds import DashboardFigures


def register_dashboard() -> None:
    navigation.register(
        navigation.NavigationEntry(
            label=_("Dashboard"),
            url_name="dashboard:board",
            order=5,
            shown_to=may_see_dashboard,
            summary=_("How many are done, what the others lack, and what waits where and for how long."),
        )
    )
    name = DashboardFigures.name
    quarter = datetime.timedelta(minutes=15)
    schedules.register(ScheduleEntry(name=name, rhythm=Every(quarter), kind=name))
    schedules.register(
        ScheduleEntry(
            name=f"{name}_nightly", rhythm=Daily(datetime.time(2, 30)), kind=name, params={"everything": True}
        )
    )
    # Counted anew from the ledgers, which move along with the people.
    leave_alone("verification.YearTally", "employer")
