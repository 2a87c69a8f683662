"""Is this very file one that we made? By its content to the last byte: no PDF of strangers is opened."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from certificates.checking.answers import Answer, answer_for
from certificates.sheets.keeping import certificate_of_file
from people.enums import FileType
from people.proofs import ProofFault, examine_proof


class FileCheckForm(forms.Form):
    file = forms.FileField(
        label=_("PDF of the certificate"),
        help_text=_("The file as it was downloaded here. It is compared and kept nowhere."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> File[Any]:
        file: File[Any] = self.cleaned_data["file"]
        try:
            examine_proof(file, [FileType.PDF])
        except ProofFault as fault:
            raise ValidationError(fault.message) from fault
        return file


def answer_for_file(file: File[Any]) -> Answer | None:
    """Whoever holds the very file has seen the certificate: the name is shown."""
    digest = hashlib.sha256()
    for part in file.chunks():
        digest.update(part)
    certificate = certificate_of_file(digest.hexdigest())
    return answer_for(certificate) if certificate else None
