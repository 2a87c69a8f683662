from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    name = "changes"

    def ready(self) -> None:
        from approvals import procedures
        from audit import actions, objects
        from changes import moves, rescues
        from changes.access import is_told_of_departures, may_ask
        from changes.consequences import OPEN_APPROVALS
        from changes.holdings import register_holdings
        from changes.procedures import CORRECTIONS, EMPLOYER_CHANGES
        from changes.references import register_references
        from changes.sealed_numbers import register_sealed_numbers
        from changes.waiting import waiting_departures
        from changes.wording import ACTION_NAMES, OBJECT_NAMES
        from ui import navigation, tasks_waiting

        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        procedures.register(EMPLOYER_CHANGES)
        procedures.register(CORRECTIONS)
        moves.register(OPEN_APPROVALS)
        register_references()
        register_holdings()
        register_sealed_numbers()
        rescues.introduce()
        tasks_waiting.register(waiting_departures)
        navigation.register(
            navigation.NavigationEntry(
                label=_("Employer and corrections"),
                url_name="changes:overview",
                is_aside=True,
                order=30,
                shown_to=may_ask,
                summary=_("Ask an employer to take you on, or have your name or document corrected."),
            ),
            navigation.NavigationEntry(
                label=_("Departures"),
                url_name="changes:departures",
                is_aside=True,
                order=35,
                shown_to=is_told_of_departures,
                summary=_("Who has left you for another employer."),
            ),
        )
