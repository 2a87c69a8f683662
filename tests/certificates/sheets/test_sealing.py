"""The electronic seal of an issuer: others' tools believe it, and no longer after one byte was changed."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from certificates.models import Certificate, SheetFile
from certificates.sealing import KeyFile, SealFault, sealer_of
from certificates.sheets.drawing import draw_sheet
from certificates.sheets.keeping import facts_of
from certificates.sheets.services import order_sheet
from jobs.models import Job
from tests.cast import CastMember
from tests.certificates.sheets.seals import PASSPHRASE, key_file
from tests.certificates.sheets.tools import run, sheet
from tests.jobs.conftest import work_until_idle


@pytest.mark.parametrize("elliptic", [True, False])
def test_pdfsig_believes_it_until_a_byte_changes(tmp_path: Path, elliptic: bool) -> None:
    plain = draw_sheet(sheet())
    sealed = KeyFile(str(key_file(tmp_path, elliptic=elliptic)), PASSPHRASE).seal(plain)
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)

    assert sealed.startswith(plain), "what was drawn stays as it was"
    told = run("pdfsig", "-nocert", path)
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    assert "Bureau of tests" in told
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)

    for place in (len(plain) // 2, len(plain) - 40):
        forged = bytearray(sealed)
        forged[place] ^= 1
        path.write_bytes(forged)
        assert "Signature is Valid" not in run("pdfsig", "-nocert", path)


def test_what_is_wrong_with_a_key_is_said(tmp_path: Path) -> None:
    old = key_file(tmp_path, until=-datetime.timedelta(days=1))
    for path, passphrase, words in (
        (str(old), PASSPHRASE, "its certificate is valid from"),
        (str(old), "wrong", "wrong passphrase"),
        (str(tmp_path / "none.p12"), "", "cannot be read"),
    ):
        with pytest.raises(SealFault, match=words):
            KeyFile(path, passphrase).seal(b"")


@pytest.mark.django_db
def test_the_issuer_with_a_key_seals_and_with_another_key_anew(
    issued: Callable[..., Certificate], hr_clerk: CastMember, tmp_path: Path, settings: Any
) -> None:
    certificate = issued()
    bare = facts_of(certificate)
    assert sealer_of(certificate.issuer_code) is None

    settings.CERTIFICATE_SEALS = {certificate.issuer_code: str(key_file(tmp_path))}
    settings.CERTIFICATE_SEAL_PASSPHRASES = {certificate.issuer_code: PASSPHRASE}
    order_sheet(certificate, actor=hr_clerk.actor)
    work_until_idle()

    kept = SheetFile.objects.get()
    assert kept.is_sealed
    assert kept.facts == facts_of(certificate) != bare

    settings.CERTIFICATE_SEAL_PASSPHRASES = {}
    key_file(tmp_path)
    job = order_sheet(certificate, actor=hr_clerk.actor)
    work_until_idle()
    assert "wrong passphrase" in Job.objects.get(pk=job.pk).error_params["fault"]


def test_it_is_sealed_where_an_event_loop_runs_already(tmp_path: Path) -> None:
    plain = draw_sheet(sheet())

    async def within_a_loop() -> bytes:
        return KeyFile(str(key_file(tmp_path)), PASSPHRASE).seal(plain)

    # In a thread, since the browser of other tests has a loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        sealed = thread.submit(lambda: asyncio.run(within_a_loop())).result()

    assert b"/ByteRange" in sealed
