"""Makes this way back known to the rooms below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models import Recovery
from certificates.recovery.waiting import waiting_recoveries
from people.access_links.ways_back import WayBack
from people.access_links.ways_back import register as register_way_back
from people.mydata.registry import Field, Holding, register
from ui import tasks_waiting

BY_CERTIFICATE = WayBack(
    title=_("Password forgotten, and you have a certificate"),
    steps=(
        _("You type the number of your identity document and that of one of your certificates, of whatever year."),
        _("You get an address, shown this once. It opens after seven days, and then for fourteen."),
        _("Meanwhile everybody who is signed in to the account reads of it and can stop it; signing in stops it too."),
        _("Then you choose a new password. Your second factor stays as it is, and is asked for."),
    ),
    for_whom=_("Only for accounts that act for no office: HR, institutions and bureaus come back by the way below."),
    label=_("Come back by a certificate"),
    url_name="recovery:asking",
)


def introduce_recovery() -> None:
    register_way_back(BY_CERTIFICATE)
    tasks_waiting.register(waiting_recoveries)
    register(
        Holding(
            key="recoveries",
            label=_("Ways back by a certificate"),
            order=355,
            rows=lambda user: Recovery.objects.filter(account=user).select_related("certificate"),
            fields=(
                Field("certificate", _("Certificate number"), lambda row: row.certificate.number),
                Field("asked", _("Asked"), lambda row: row.asked_at),
                Field("opens", pgettext_lazy("way back", "Opens"), lambda row: row.opens_at),
                Field("used", _("Came in"), lambda row: row.used_at),
                Field("stopped", pgettext_lazy("way back", "Stopped"), lambda row: row.stopped_at),
            ),
        )
    )
