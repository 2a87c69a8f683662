"""`docs/verify_certificate_log.py`, as somebody outside runs it: with the file and the published key alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from certificates.keys import current_key
from certificates.log.proofs import proof_of
from certificates.log.roots import line_of, published
from certificates.models import Certificate, LogRoot

pytestmark = pytest.mark.django_db
SCRIPT = Path(settings.BASE_DIR) / "docs" / "verify_certificate_log.py"


@pytest.fixture
def run(tmp_path: Path) -> Any:
    def one(document: Any, *copies: str, key: str | None = None) -> tuple[int, str]:
        (tmp_path / "document.json").write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        paths = ["document.json"]
        for number, copy in enumerate(copies):
            (tmp_path / f"copy-{number}").write_text(copy, encoding="utf-8")
            paths.append(f"copy-{number}")
        command = [sys.executable, "-I", str(SCRIPT), key or current_key().public.hex(), *paths]
        done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, encoding="utf-8")
        return done.returncode, done.stdout + done.stderr

    return one


def test_proof_holds_by_the_key_alone(two_roots: list[LogRoot], run: Any) -> None:
    first, void, *_others, last = Certificate.objects.order_by("sequence")

    code, said = run(proof_of(first).to_json())
    assert (code, said.splitlines()[-1]) == (0, "It holds.")
    assert first.printed["name"] in said
    code, said = run(proof_of(void).to_json())
    assert code == 0
    assert "fraud" in said
    code, said = run(proof_of(last).to_json())
    assert code == 1
    assert "fetch the proof again tomorrow" in said

    forged = proof_of(first).to_json()
    forged["leaves"][0]["content"] = forged["leaves"][0]["content"].replace(first.printed["name"], "王假冒")
    assert run(forged)[0] == 1
    forged = proof_of(first).to_json()
    forged["root"]["size"] = 9
    code, said = run(forged)
    assert "signature of the root" in said
    code, said = run(proof_of(first).to_json(), key="00" * 32)
    assert (code, "another key" in said) == (1, True)
    assert "cannot be read" in run({"nothing": 1})[1]


def test_roots_begin_with_each_other_and_with_the_copy(two_roots: list[LogRoot], run: Any) -> None:
    copies = "".join(line_of(root).decode() for root in two_roots)

    code, said = run(published(), copies)
    assert (code, said.splitlines()[-1]) == (0, "It holds.")
    assert "2 roots are still the same" in said

    bent = published()
    bent["roots"][1]["consistency"][0] = "00" * 32
    assert "does not begin with that of 2020-11-01" in run(bent)[1]
    missing = published()
    del missing["roots"][0]
    assert "of 2020-11-01, which you kept in copy-0, is not here" in run(missing, copies)[1]
