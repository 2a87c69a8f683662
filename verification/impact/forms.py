from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from verification.impact.services import MOST_YEARS

MOST_BYTES = 200_000
"""The longest book has a tenth of it."""


class DraftForm(forms.Form):
    name = forms.CharField(
        label=_("What it is called"), max_length=100, help_text=_("Such as: public subjects at 20 hours")
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A TOML file in the format of the rule books. It may extend one and state only what differs."),
        widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}),
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 24, "class": "input--code", "spellcheck": "false"}),
    )

    def clean_file(self) -> str:
        """What stands in it; where a file is chosen, it is taken rather than the text below."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return ""
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than any rule book. Choose the TOML file itself."))
        try:
            text: str = file.read().decode()
            return text
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This is not a text in UTF-8. Choose the TOML file itself.")) from error

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["draft"] = given.get("file") or given.get("text", "").replace("\r\n", "\n")
        if "file" in given and "text" in given and not given["draft"].strip():
            self.add_error("text", _("Choose a file or paste the text."))
        if "\0" in given["draft"]:
            self.add_error("text", _("This is not a text in UTF-8. Choose the TOML file itself."))
        return given


class TrialForm(forms.Form):
    first_year = forms.IntegerField(
        label=_("From study year"), widget=forms.NumberInput(attrs={"class": "input--short"})
    )
    last_year = forms.IntegerField(label=_("To study year"), widget=forms.NumberInput(attrs={"class": "input--short"}))
    area = forms.RegexField(
        r"^(\d\d){0,3}$",
        label=_("Area"),
        required=False,
        max_length=6,
        help_text=_("The digits with which its places begin, such as 4401."),
        widget=forms.TextInput(attrs={"class": "input--short", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, own_area: str, first_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_area = own_area
        self.this_year = timezone.localdate().year
        self.fields["first_year"].initial = min(max(first_year, self.this_year - 1), self.this_year)
        self.fields["last_year"].initial = self.this_year
        self.fields["area"].initial = own_area

    def clean_area(self) -> str:
        area: str = self.cleaned_data["area"]
        if not area.startswith(self.own_area):
            raise forms.ValidationError(
                _("Only your own area can be tried: one that begins with %(area)s.") % {"area": self.own_area}
            )
        return area

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("first_year"), given.get("last_year")
        if first is not None and last is not None:
            if last < first:
                self.add_error("last_year", _("The last year is before the first."))
            elif last > self.this_year or first < 1990:
                self.add_error("last_year", _("Years from 1990 to %(year)s can be tried.") % {"year": self.this_year})
            elif last - first >= MOST_YEARS:
                self.add_error("last_year", _("At most %(most)s years at once.") % {"most": MOST_YEARS})
        return given
