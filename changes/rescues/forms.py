from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from changes.rescues.enums import IdentityShown, LostWay

WORDS_LENGTH = 500


class PersonSearchForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the person"),
        help_text=_("In characters, pinyin or initials."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RescueForm(forms.Form):
    lost = forms.ChoiceField(label=_("What was lost"), choices=LostWay, widget=forms.RadioSelect)
    identity_shown = forms.ChoiceField(
        label=_("How you know that it is the owner"),
        help_text=_("Compare the name and the last four characters of the document. Keep no copy."),
        choices=IdentityShown,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("A word to the bureau"),
        help_text=_("The owner of the account can read it as well. No numbers, no passwords."),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_lost(self) -> LostWay:
        return LostWay(self.cleaned_data["lost"])

    def clean_identity_shown(self) -> IdentityShown:
        return IdentityShown(self.cleaned_data["identity_shown"])
