from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from approvals.procedures import Words

COMMENT_LENGTH = 1000


def comment_field(label: Words, help_text: Words = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=COMMENT_LENGTH, strip=True, widget=area
    )


class ApprovalForm(forms.Form):
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    comment = comment_field(gettext_lazy("A word about it"))


class ReasonsForm(forms.Form):
    """For returning and refusing: why, from the list of the procedure or in own words."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons"), required=False, widget=forms.CheckboxSelectMultiple
    )
    comment = comment_field(
        gettext_lazy("What else they should know"), gettext_lazy("They read it as you write it here.")
    )

    def __init__(self, *args: Any, reasons: Mapping[str, Words], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].choices = list(reasons.items())  # type: ignore[attr-defined]
        if not reasons:
            del self.fields["reasons"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("reasons") and not cleaned.get("comment"):
            raise ValidationError(_("Say why: tick a reason, or write it down."))
        return cleaned

    @property
    def chosen_reasons(self) -> list[str]:
        return list(self.cleaned_data.get("reasons", []))


class BulkReasonsForm(ReasonsForm):
    version = None  # type: ignore[assignment]  # each of the chosen brings its own


class WithdrawalForm(forms.Form):
    comment = comment_field(gettext_lazy("Why you withdraw it"))


CHOSEN_AT_MOST = 1000
CHOICE = re.compile(r"(?P<run>[0-9]{1,18}):(?P<version>[0-9]{1,9})")


class ChoicesField(forms.Field):
    """Matters with the version of each that was on the screen, as `run:version`; one a checkbox, or, of a page that
    was asked to take all, in one field with commas between them."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> dict[int, int]:
        chosen = [each for part in value or [] for each in part.split(",")]
        if len(chosen) > CHOSEN_AT_MOST:
            raise ValidationError(_("At most %(count)s at once.") % {"count": CHOSEN_AT_MOST})
        pairs = [CHOICE.fullmatch(each) for each in chosen]
        if not all(pairs):
            raise ValidationError(_("These are no matters of the list."))
        return {int(pair["run"]): int(pair["version"]) for pair in pairs if pair}


class ChosenForm(forms.Form):
    """The ticked rows of the queue."""

    matter = ChoicesField()
    flagged = ChoicesField(required=False)
    """Rows with something to look at that stood on the page."""
