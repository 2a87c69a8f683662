"""What is held about a person, for the page "My data"; what others did to it is told there as well."""

from django.utils.translation import gettext_lazy as _

from changes.rescues.models import Rescue
from people.mydata.registry import Field, Holding

RESCUES = Holding(
    key="rescues",
    label=_("Lost access"),
    order=350,
    rows=lambda user: Rescue.objects.filter(account=user).select_related("organization", "link"),
    fields=(
        Field("asked_by", _("Asked by"), lambda rescue: rescue.organization.name),
        Field("lost", _("What was lost"), lambda rescue: rescue.get_lost_display()),
        Field("identity", _("How identity was shown"), lambda rescue: rescue.get_identity_shown_display()),
        Field("words", _("A word to the bureau"), lambda rescue: rescue.words),
        Field("asked", _("Asked"), lambda rescue: rescue.asked_at),
        Field("granted", _("Agreed to"), lambda rescue: rescue.granted_at),
        Field("used", _("Came in"), lambda rescue: rescue.link and rescue.link.used_at),
        Field("closed", _("Closed"), lambda rescue: rescue.closed_at),
    ),
)
