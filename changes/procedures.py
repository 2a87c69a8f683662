"""What this room lets people ask for, as `approvals` knows it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from approvals.procedures import Procedure
from changes.enums import CorrectedField
from changes.models import CORRECTION, EMPLOYER_CHANGE, Correction, EmployerChange
from changes.services import carry_out_correction, carry_out_employer_change, close
from people.models import IdentityDocument
from ui.formatting import date_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONG_AGO = datetime.timedelta(days=90)

EMPLOYERS_REASONS: dict[str, str | _StrPromise] = {
    "unknown_person": gettext_lazy("We do not know this person"),
    "not_hired": gettext_lazy("No contract was made"),
    "wrong_first_day": gettext_lazy("The first day is another one"),
    "wrong_position": gettext_lazy("The position is another one"),
    "other_entity": gettext_lazy("Another employer of our group is meant"),
}
BUREAUS_REASONS: dict[str, str | _StrPromise] = {
    "unreadable_proof": gettext_lazy("The proof cannot be read"),
    "wrong_proof": gettext_lazy("The proof does not show it"),
    "incomplete_proof": gettext_lazy("A page of the proof is missing"),
    "mistyped": gettext_lazy("What was typed differs from the proof"),
    "registered_otherwise": gettext_lazy("The public security register says otherwise"),
}


def title_of_change(change: EmployerChange) -> str:
    told = {"old": change.from_employer, "new": change.to_employer, "date": date_text(change.starts_on)}
    if change.from_employer is None:
        return _("To %(new)s from %(date)s") % told
    return _("From %(old)s to %(new)s from %(date)s") % told


def look_at_changes(changes: Iterable[EmployerChange]) -> Mapping[int, list[str]]:
    today = timezone.localdate()
    return {
        change.pk: [_("The first day lies more than 90 days back: %(date)s") % {"date": date_text(change.starts_on)}]
        for change in changes
        if change.starts_on < today - LONG_AGO
    }


def title_of_correction(correction: Correction) -> str:
    if correction.field == CorrectedField.NAME:
        return _("Name: %(old)s, rightly %(new)s") % {"old": correction.old_value, "new": correction.new_name}
    return _("Document: rightly %(new)s") % {"new": correction.new_value}


def look_at_corrections(corrections: Iterable[Correction]) -> Mapping[int, list[str]]:
    """A number that is somebody else's cannot be given a second time; better seen before than after deciding."""
    by_index = {each.number_index: each for each in corrections if each.number_index}
    taken = IdentityDocument.objects.in_use().filter(number_index__in=by_index)
    return {
        by_index[index].pk: [_("This number is registered already, for another person or for this one")]
        for index in taken.values_list("number_index", flat=True)
    }


EMPLOYER_CHANGES = Procedure(
    name=EMPLOYER_CHANGE,
    label=pgettext_lazy("procedure", "Employer"),
    model=EmployerChange,
    related=("professional__user", "from_employer", "to_employer__division"),
    title=title_of_change,
    reasons=EMPLOYERS_REASONS,
    anomalies=look_at_changes,
    template="changes/_employer_change.html",
    approve_label=gettext_lazy("Take on"),
    consequences=gettext_lazy(
        "If you agree, the employment begins on the first day named, the former employer is told, and open matters of"
        " the person go on with you."
    ),
    on_approved=carry_out_employer_change,
    on_rejected=close,
    on_withdrawn=close,
    amend_url_name="changes:employer_amendment",
)
CORRECTIONS = Procedure(
    name=CORRECTION,
    label=pgettext_lazy("procedure", "Correction"),
    model=Correction,
    related=("professional__user",),
    title=title_of_correction,
    reasons=BUREAUS_REASONS,
    anomalies=look_at_corrections,
    template="changes/_correction.html",
    approve_label=gettext_lazy("Correct it so"),
    consequences=gettext_lazy(
        "If you agree, what is right stands on the account and everywhere from now on; the trail keeps what was."
    ),
    on_approved=carry_out_correction,
    on_rejected=close,
    on_withdrawn=close,
    amend_url_name="changes:correction_amendment",
)
