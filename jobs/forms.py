from django import forms
from django.utils.translation import gettext_lazy as _


class CancellationForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Stands in the audit trail beside your name."),
        max_length=300,
        required=False,
    )
