"""Is this very file one that we made? By its content to the last byte. Of any other the codes on it are read, in a
process that may die of it (`codes`), to say which certificate it names."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from threading import BoundedSemaphore
from typing import Any

import structlog
from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from certificates.checking.answers import Answer, answer_for, answer_for_token
from certificates.sheets.keeping import certificate_of_file
from jobs.apart import run_apart
from people.enums import FileType
from people.proofs import ProofFault, examine_proof

PATIENCE_SECONDS = 15
PDF = b"%PDF-"
AT_ONCE = BoundedSemaphore(2)
"""In a process that serves pages. Who comes meanwhile is told that it is not the very file, which is true."""
TOKEN = re.compile(r"/check/([A-Za-z0-9_-]{22})/?(?:#|$)")
log = structlog.get_logger(__name__)


class FileCheckForm(forms.Form):
    file = forms.FileField(
        label=_("PDF of the certificate"),
        help_text=_("The file as it was downloaded here. It is compared and kept nowhere."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self) -> File[Any]:
        file: File[Any] = self.cleaned_data["file"]
        if not file.read(len(PDF)).startswith(PDF):
            raise ValidationError(
                _("This is no PDF. Of a picture or of paper the code is checked, or number and name.")
            )
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


def answer_named_in(file: File[Any]) -> Answer | None:
    """Of a file that we did not make: the certificate whose code is on it, and which its text may belie."""
    file.seek(0)
    for text in _codes_in(file.read()):
        match = TOKEN.search(text)
        if match and (answer := answer_for_token(match[1])):
            return answer
    return None


def _codes_in(content: bytes) -> list[str]:
    if not AT_ONCE.acquire(blocking=False):
        return []
    try:
        read = run_apart("certificates.checking.codes", content, patience=PATIENCE_SECONDS)
        read.check_returncode()
        return list(json.loads(read.stdout))
    except (subprocess.SubprocessError, ValueError) as error:
        log.info("codes_not_read", why=type(error).__name__)
        return []
    finally:
        AT_ONCE.release()
