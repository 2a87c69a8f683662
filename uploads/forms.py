from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from uploads.kinds import UploadKind
from uploads.reading.refusals import FileRefused
from uploads.reading.sniffing import format_of
from uploads.words import refusal_sentence

LARGEST_FILE = 20 * 1024 * 1024
FILE_TYPES = ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    """Turns away at once what can be told from the first bytes; the rest is the business of the check."""

    keeps_input = False

    file = forms.FileField(
        label=gettext_lazy("Excel or CSV file"),
        allow_empty_file=True,  # refused below, in words of our own
        widget=forms.FileInput(attrs={"accept": FILE_TYPES}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )

    def __init__(self, kind: UploadKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["file"].help_text = _("At most %(rows)s rows and %(size)s.") % {
            "rows": f"{kind.max_rows:,}",
            "size": filesizeformat(LARGEST_FILE),
        }

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        size = file.size or 0
        if size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file has %(size)s; at most %(most)s can be taken. Divide it into several files.")
                % {"size": filesizeformat(size), "most": filesizeformat(LARGEST_FILE)}
            )
        self.content = file.read()
        try:
            format_of(self.content)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal_sentence(self.kind, refusal.code, refusal.params))) from refusal
        return file


class DecisionForm(forms.Form):
    whole = forms.BooleanField(
        label=gettext_lazy("All or nothing"),
        help_text=gettext_lazy("If a row has become faulty since the check, write none of them."),
        required=False,
    )
