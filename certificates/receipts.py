"""领取: who took the paper and when, as the register shows it."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.matters import database_day
from audit.actors import Actor
from audit.services import record_many
from certificates.access import may_note_receipt
from certificates.models import Certificate, Receipt
from ui.errors import Conflict


@transaction.atomic
def note_receipts(
    certificates: Collection[Certificate], *, received_by: str = "", received_on: datetime.date, actor: Actor
) -> list[Receipt]:
    """Without a name everybody took their own. Side effects, in order: receipts; audit."""
    if actor.user_id is None or not all(may_note_receipt(actor, each) for each in certificates):
        raise PermissionDenied(_("A receipt is noted by whoever hands the paper over, and not to themselves."))
    numbers = [each.pk for each in certificates]
    locked = Certificate.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=numbers)
    for each in locked.select_related("end", "receipt").order_by("pk"):
        _require_to_be_had(each, received_on)
    receipts = Receipt.objects.bulk_create(
        Receipt(
            certificate=each,
            received_by=(received_by or each.printed["name"])[:50],
            received_on=received_on,
            noted_by_id=actor.user_id,
        )
        for each in certificates
    )
    told = [(each.certificate, None, {"received_on": str(received_on)}) for each in receipts]
    record_many("certificate.handed_over", told, actor=actor)
    return receipts


def _require_to_be_had(certificate: Certificate, on: datetime.date) -> None:
    if hasattr(certificate, "receipt"):
        raise Conflict(_("Who took certificate %(number)s was noted already.") % {"number": certificate.number})
    if not certificate.stands:
        raise Conflict(_("Certificate %(number)s is good no longer.") % {"number": certificate.number})
    if not certificate.issued_on <= on <= database_day():
        raise Conflict(
            _("Certificate %(number)s was taken between the day of its issue and today.")
            % {"number": certificate.number}
        )
