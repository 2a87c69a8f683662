from __future__ import annotations

import datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"

    def ready(self) -> None:
        from approvals import clock  # it registers its kind
        from approvals.access import may_see_queue, may_see_runs
        from approvals.holdings import register_holdings
        from approvals.references import register_references
        from approvals.waiting import waiting_approvals
        from approvals.wording import ACTION_NAMES, OBJECT_NAMES
        from audit import actions, objects
        from jobs import schedules
        from jobs.schedules import Daily, ScheduleEntry
        from ui import navigation, tasks_waiting

        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        tasks_waiting.register(waiting_approvals)
        register_references()
        register_holdings()
        # Before anybody is at work, so that the day begins with what is due.
        schedules.register(
            ScheduleEntry(
                name=clock.ReviewerClock.name, rhythm=Daily(datetime.time(6, 30)), kind=clock.ReviewerClock.name
            )
        )
        navigation.register(
            navigation.NavigationEntry(
                label=_("Waiting for you"),
                url_name="approvals:queue",
                order=20,
                shown_to=may_see_queue,
                summary=_("What people ask of your office: decide one by one, or several of a kind at once."),
            ),
            navigation.NavigationEntry(
                label=_("Approvals"),
                url_name="approvals:runs",
                order=25,
                shown_to=may_see_runs,
                summary=_("Everything that was asked and where it lies now."),
            ),
        )
