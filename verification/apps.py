from __future__ import annotations

import datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerificationConfig(AppConfig):
    name = "verification"

    def ready(self) -> None:
        from audit import actions, objects
        from jobs import schedules
        from jobs.schedules import Daily, ScheduleEntry
        from records.ledger import listeners
        from ui import navigation
        from verification import cycles, days, makeups, packs, reviews
        from verification.access import may_see_batches
        from verification.batch import exports, kinds  # noqa: F401 - they register their kinds
        from verification.dashboard.registering import register_dashboard
        from verification.holdings import register_holdings
        from verification.impact.registering import register_impact
        from verification.references import register_references
        from verification.services import pass_late
        from verification.spotchecks.registering import register_spot_checks
        from verification.wording import ACTION_NAMES, OBJECT_NAMES

        navigation.register(
            navigation.NavigationEntry(
                label=_("Year-end"),
                url_name="verification:batches",
                order=38,
                shown_to=may_see_batches,
                summary=_("Try out what the end of the year brings, confirm it, and see county by county how it goes."),
            )
        )
        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        clock = kinds.YearEndClock.name
        schedules.register(ScheduleEntry(name=clock, rhythm=Daily(datetime.time(20, 0)), kind=clock))
        listeners.register(pass_late)
        register_references()
        register_holdings()
        days.introduce()
        makeups.introduce()
        packs.introduce()
        reviews.introduce()
        cycles.introduce()
        register_spot_checks()
        register_dashboard()
        register_impact()
