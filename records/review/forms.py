from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.forms import ApprovalForm
from records.review.figures import Range
from ui.formatting import number_text


class AgreementForm(ApprovalForm):
    """Where the rule leaves a range, with the reviewer's figure."""

    hours = forms.DecimalField(
        label=gettext_lazy("Hours to be recognized"), max_digits=5, decimal_places=2, min_value=Decimal(0)
    )

    field_order = ("version", "hours", "comment")

    def __init__(self, *args: Any, allowed: Range | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if allowed is None:
            del self.fields["hours"]
            return
        told = {"floor": number_text(allowed.floor), "top": number_text(allowed.top)}
        self.fields["hours"].help_text = _("The rule allows %(floor)s to %(top)s.") % told
