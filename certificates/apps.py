from __future__ import annotations

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        from audit import actions, objects
        from certificates import sheets
        from certificates.checking.introducing import introduce_checking
        from certificates.desk.registering import register_desk
        from certificates.holdings import register_holdings
        from certificates.issuing import kinds  # noqa: F401 - it registers its kind
        from certificates.issuing.services import withdraw_certificates_of
        from certificates.log.kinds import register_log
        from certificates.queries import numbers_of_years
        from certificates.recovery.introducing import introduce_recovery
        from certificates.references import register_references
        from certificates.wording import ACTION_NAMES, OBJECT_NAMES
        from verification import certificate_numbers, voiding

        actions.name_actions(ACTION_NAMES)
        objects.name_objects(OBJECT_NAMES)
        voiding.register(withdraw_certificates_of)
        certificate_numbers.register(numbers_of_years)
        register_holdings()
        register_references()
        register_log()
        introduce_checking()
        introduce_recovery()
        sheets.introduce()
        register_desk()
