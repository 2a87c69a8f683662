"""What an employer spent on training, beside what the rules ask for (H-17, GD18 四)."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.matters import database_time
from audit.actors import Actor
from audit.services import Values, record
from people.models import Employer, Organization
from records.access import may_register_for_staff
from records.models import TrainingSpend


@transaction.atomic
def note_spend(employer: Employer, year: int, *, wages: Decimal, spent: Decimal, actor: Actor) -> TrainingSpend:
    """Of one's own employer; entered anew as often as it gets more exact. Side effects, in order: the row; audit."""
    if not may_register_for_staff(actor) or actor.organization_id != employer.pk:
        raise PermissionDenied(_("Only the HR of an employer enters what it spent."))
    Organization.objects.select_for_update(no_key=True).get(pk=employer.pk)
    row = TrainingSpend.objects.filter(employer=employer, year=year).first()
    before = _facts(row) if row else None
    if row is None:
        row = TrainingSpend(employer=employer, year=year)
    row.wages, row.spent, row.entered_by_id, row.entered_at = wages, spent, actor.user_id, database_time()
    row.save()
    if _facts(row) != before:
        record("training_spend.noted", row, actor=actor, before=before, after=_facts(row))
    return row


def _facts(row: TrainingSpend) -> Values:
    return {"year": row.year, "wages": f"{row.wages:.2f}", "spent": f"{row.spent:.2f}"}
