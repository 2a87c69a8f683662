"""What the desk makes known to the rooms below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from certificates.access import has_own, may_confirm, may_see_register
from certificates.desk.waiting import waiting_certificates
from ui import navigation, tasks_waiting


def register_desk() -> None:
    tasks_waiting.register(waiting_certificates)
    navigation.register(
        navigation.NavigationEntry(
            label=_("My certificates"),
            url_name="certificates:mine",
            order=13,
            shown_to=has_own,
            summary=_("For each year that was done, with its number; why there is none yet."),
        ),
        navigation.NavigationEntry(
            label=_("Certificates"), url_name="certificates:staff", order=27, shown_to=may_confirm
        ),
        navigation.NavigationEntry(
            label=_("Certificates"),
            url_name="certificates:desk",
            order=38,
            shown_to=may_see_register,
            summary=_("Who may have one, one by one or everybody at once; the register without a gap."),
        ),
    )
