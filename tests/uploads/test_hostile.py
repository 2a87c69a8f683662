"""Hostile and broken files: refused or faulty by row, in words, within 300 MiB and 20 seconds, and never a failure."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile

import pytest
from django.conf import settings
from django.utils import translation

from tests.uploads.hostile import READ, REFUSED
from uploads.enums import UploadState
from uploads.reading.sandbox import MEMORY_BYTES, SECONDS
from uploads.words import refusal_sentence

MOST_MEMORY_KIB = 300 * 1024
MOST_SECONDS = 20


def test_there_are_enough_of_them():
    assert len(REFUSED) + len(READ) >= 60


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_file_is_refused_in_words(parcels, name):
    code, build = REFUSED[name]

    upload = parcels(content=build())

    assert (upload.state, upload.refusal) == (UploadState.REFUSED, code)
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            sentence = refusal_sentence(upload.upload_kind, upload.refusal, upload.refusal_params)
            assert sentence.problem
            assert sentence.advice
            assert "%(" not in str(sentence)


@pytest.mark.parametrize("name", READ)
def test_odd_file_is_read_row_by_row(parcels, name):
    upload = parcels(content=READ[name]())

    assert (upload.state, upload.refusal) == (UploadState.CHECKED, "")
    assert upload.total == upload.accepted + upload.warned + upload.refused + upload.unchanged > 0


@pytest.mark.parametrize("name", [*REFUSED, *READ])
def test_reading_costs_little(name):
    content = (REFUSED[name][1] if name in REFUSED else READ[name])()

    memory, seconds = cost_of_reading(content)

    assert memory < MOST_MEMORY_KIB
    assert seconds < MOST_SECONDS


# A process begins with the memory of the one that started it on its account: a small one starts it.
STARTER = """
import json, os, subprocess, sys, time
began = time.monotonic()
process = subprocess.Popen([sys.executable, "-m", "uploads.reading.process", sys.argv[1]], stdout=subprocess.DEVNULL)
usage = os.wait4(process.pid, 0)[2]
print(json.dumps([usage.ru_maxrss, time.monotonic() - began]))
"""


def cost_of_reading(content: bytes) -> tuple[int, float]:
    order = {
        "titles": {"number": ["编号"], "card": ["卡号"], "weight": ["重量"], "day": ["日期"]},
        "required": ["number"],
        "max_rows": 2_000_000,
        "memory": MEMORY_BYTES,
        "seconds": SECONDS,
    }
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        command = [sys.executable, "-c", STARTER, json.dumps(order)]
        told = subprocess.check_output(command, cwd=settings.BASE_DIR, stdin=source, stderr=subprocess.DEVNULL)
    memory, seconds = json.loads(told)
    return memory, seconds
