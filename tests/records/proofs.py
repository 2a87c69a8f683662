"""Files to be sent as proofs."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.records.hostile_proofs import PDF


def proof_file(content: bytes = PDF, name: str = "林测试 440105 证明.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
