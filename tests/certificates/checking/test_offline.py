"""The script that verifies a code with nothing but the published key, and the proof that stands in the public log."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from audit.actors import SYSTEM
from certificates.checking.answers import answer_for_token
from certificates.issuing.services import issue_one
from certificates.log.roots import publish_root
from certificates.qr import LETTERS, qr_text, token_text
from tests.cast import CastMember, english_client
from verification.models import Verification

SCRIPT = settings.BASE_DIR / "docs" / "check_certificate.py"
pytestmark = pytest.mark.django_db


def run(keys: Path, text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, SCRIPT, keys, text], capture_output=True, text=True, check=False)


def test_script_needs_nothing_but_the_published_key(
    ready: Callable[..., Verification], district_head: CastMember, client: Client, tmp_path: Path
) -> None:
    certificate = issue_one(ready(), actor=district_head.actor)
    keys = tmp_path / "keys.json"
    keys.write_bytes(client.get("/check/keys.json").content)
    text = qr_text(certificate)
    address, packed = text.split("#")
    content = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    forged = content.replace(certificate.number.encode(), b"44010525000777")

    genuine = run(keys, text)
    tampered = run(keys, f"{address}#{base64.urlsafe_b64encode(forged).decode().rstrip('=')}")
    other_key = tmp_path / "other.json"
    other_key.write_text(json.dumps({"keys": [{"public_key": "11" * 32}]}))

    assert (genuine.returncode, tampered.returncode) == (0, 1)
    assert certificate.printed["name"] in genuine.stdout
    assert run(other_key, text).returncode == 1
    assert run(keys, "https://xueshi.example/check/").returncode == 2
    fields = dict(re.findall(r'"([a-z])": "([a-z_]+)"', SCRIPT.read_text()))
    assert fields == LETTERS, "the script knows every letter"


def test_answer_shows_the_proof_once_a_root_covers_it(
    ready: Callable[..., Verification], district_head: CastMember
) -> None:
    certificate = issue_one(ready(), actor=district_head.actor)
    issue_one(ready(), actor=district_head.actor)
    address = f"/check/{token_text(certificate.token)}/"
    assert "In the public log from tonight" in english_client().get(address).content.decode()

    publish_root(actor=SYSTEM)
    page = english_client().get(address).content.decode()
    proof = english_client().get(f"{address}proof.json").json()

    answer = answer_for_token(token_text(certificate.token))
    assert answer
    assert answer.is_proven
    assert "In the public log, entry 1" in page
    assert answer.leaf_digest in page
    assert len(proof["leaves"][0]["path"]) == answer.path_length == 1
    assert english_client().get("/check/AAAAAAAAAAAAAAAAAAAAAA/proof.json").status_code == 404


def test_worker_keeps_the_shell_alone(client: Client) -> None:
    worker = client.get("/check/worker.js").content.decode()
    page = client.get("/check/offline/").content.decode()

    kept = re.findall(r"const FILES = \[PAGE, (.*)\];", worker)[0].replace('"', "").split(", ")
    assert all(file in page for file in kept), "what the page needs is kept"
    assert 'data-signed-worker="/check/worker.js"' in page
