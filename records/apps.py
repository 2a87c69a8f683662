from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        from approvals import procedures
        from audit import actions, objects
        from changes import moves
        from courses import consequences, gaps
        from people.professionals import standing
        from records import feeds, logging, results
        from records.consequences import CLASS_RECORDS
        from records.gaps import gap_of_professional
        from records.holdings import register_holdings
        from records.ledger.kinds import register_schedule
        from records.procedures import RECORD_CORRECTIONS, RECORDS
        from records.references import register_references
        from records.travelling import RECORDS_TRAVEL, refresh_after_change
        from records.wording import ACTION_NAMES, OBJECT_NAMES

        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        procedures.register(RECORDS)
        procedures.register(RECORD_CORRECTIONS)
        results.introduce()
        gaps.register(gap_of_professional)
        register_references()
        register_holdings()
        consequences.register(CLASS_RECORDS)
        feeds.introduce()
        logging.introduce()
        register_schedule()
        standing.register(refresh_after_change)
        moves.register(RECORDS_TRAVEL)
        _introduce_years()


def _introduce_years() -> None:
    from records.access import keeps_years_of_staff, may_log
    from records.reminders.waiting import waiting_reminders
    from records.sorting.waiting import waiting_to_be_sorted
    from records.staff import kinds as _kinds  # noqa: F401 - registers the export
    from ui import navigation, tasks_waiting

    tasks_waiting.register(waiting_reminders)
    tasks_waiting.register(waiting_to_be_sorted)
    navigation.register(
        navigation.NavigationEntry(
            label=_("My year"),
            url_name="my_year:now",
            order=10,
            shown_to=may_log,
            summary=_("What is missing this year, what counted and by which article, and what would close the gap."),
        ),
        navigation.NavigationEntry(
            label=_("Years of the people"),
            url_name="staff_year:list",
            order=22,
            shown_to=keeps_years_of_staff,
            summary=_("Who of your people is short of what; remind them, or register hours for them."),
        ),
    )
