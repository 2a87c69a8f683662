"""A proof of a correction: a scan or a photo of an identity document, which every officer can open."""

from __future__ import annotations

from typing import Any

from django.core.files import File

from changes.enums import ProofType
from people.enums import FileType
from people.proofs import ProofFault, examine_proof, removed_on_failure

__all__ = ["ProofFault", "check_proof", "removed_on_failure"]

TAKEN = (FileType.PDF, FileType.JPEG, FileType.PNG)


def check_proof(file: File[Any]) -> ProofType:
    return ProofType(examine_proof(file, TAKEN).kind.value)
