"""A rescue as `approvals` knows it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from approvals.procedures import Procedure
from changes.rescues.enums import IdentityShown, LostWay
from changes.rescues.models import RESCUE, Rescue
from changes.rescues.services import close, grant
from people.models import Membership
from people.roles import Role
from ui.formatting import date_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

RECENTLY = datetime.timedelta(days=90)

REASONS: dict[str, str | _StrPromise] = {
    "identity_doubtful": gettext_lazy("It is not certain that it is the owner"),
    "document_not_seen": gettext_lazy("The identity document has to be seen in person"),
    "other_way": gettext_lazy("There is another way in: a recovery code, a passkey, single sign-on"),
    "unknown_person": gettext_lazy("We do not know this person"),
    "ask_the_owner": gettext_lazy("The owner says that nothing was lost"),
}


def title_of(rescue: Rescue) -> str:
    """The queue names the person concerned, but knows only professionals as such."""
    title = f"{rescue.get_lost_display()} · {rescue.get_identity_shown_display()}"
    if hasattr(rescue.account, "professional"):
        return title
    return f"{rescue.account} · {title}"


def look_at(rescues: Iterable[Rescue]) -> Mapping[int, list[str]]:
    rescues = list(rescues)
    hats, earlier = _hats_of(rescues), _earlier_of(rescues)
    found = {rescue.pk: _flags(rescue, hats[rescue.account_id], earlier[rescue.account_id]) for rescue in rescues}
    return {number: flags for number, flags in found.items() if flags}


def _flags(rescue: Rescue, hats: list[Membership], earlier: list[Rescue]) -> list[str]:
    flags = []
    if rescue.lost == LostWay.TAKEN_OVER:
        flags.append(_("Somebody else is said to use the account: speak with the owner before you agree"))
    if rescue.identity_shown == IdentityShown.VIDEO:
        flags.append(_("Nobody met the owner in person"))
    if hats:
        words = pgettext("between two facts", ", ").join(str(hat) for hat in hats)
        flags.append(_("The account opens more than its own data: %(hats)s") % {"hats": words})
    flags += [
        _("Let in again on %(date)s already") % {"date": date_text(timezone.localdate(each.granted_at))}
        for each in earlier
        if each.pk != rescue.pk
    ]
    return flags


def _hats_of(rescues: list[Rescue]) -> Mapping[int, list[Membership]]:
    hats = Membership.objects.current(timezone.localdate()).exclude(role=Role.PROFESSIONAL)
    by_account = defaultdict(list)
    for hat in hats.filter(user__in=[each.account_id for each in rescues]).select_related("organization"):
        by_account[hat.user_id].append(hat)
    return by_account


def _earlier_of(rescues: list[Rescue]) -> Mapping[int, list[Rescue]]:
    granted = Rescue.objects.filter(granted_at__gt=timezone.now() - RECENTLY)
    by_account = defaultdict(list)
    for earlier in granted.filter(account__in=[each.account_id for each in rescues]).order_by("granted_at"):
        by_account[earlier.account_id].append(earlier)
    return by_account


RESCUES = Procedure(
    name=RESCUE,
    label=pgettext_lazy("procedure", "Lost access"),
    model=Rescue,
    related=("account__professional", "organization"),
    title=title_of,
    reasons=REASONS,
    anomalies=look_at,
    template="changes/_rescue.html",
    approve_label=gettext_lazy("Let them in again"),
    consequences=gettext_lazy(
        "If you agree, the side that asks may make one slip with a one-time link within 30 days. Whoever uses it"
        " chooses a new name and password; second factors are removed and every session ends. The owner reads that you"
        " agreed."
    ),
    on_approved=grant,
    on_rejected=close,
    on_withdrawn=close,
    amend_url_name="changes:rescue_amendment",
)
