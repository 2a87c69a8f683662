from __future__ import annotations

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self) -> None:
        from approvals import procedures
        from audit import actions, objects
        from courses import consequences, gaps
        from records import feeds, logging, results
        from records.consequences import CLASS_RECORDS
        from records.gaps import gap_of_professional
        from records.holdings import register_holdings
        from records.procedures import RECORD_CORRECTIONS, RECORDS
        from records.references import register_references
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
