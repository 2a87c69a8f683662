from __future__ import annotations

import datetime
import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from people.vault import VaultError
from uploads import files
from uploads.housekeeping import forget_uploads
from uploads.models import StagedRow, Upload
from uploads.reading.sandbox import ReadFile
from uploads.services import withdraw_upload

LATER = timezone.now() + datetime.timedelta(days=40)


def stored() -> list[str]:
    return default_storage.listdir(files.FOLDER)[1]


def test_old_uploads_lose_files_and_rows_and_stay_themselves(parcels, hr_clerk):
    upload = parcels(["1"])
    withdraw_upload(upload, actor=hr_clerk.actor)

    forget_uploads(LATER)

    assert stored() == []
    assert not StagedRow.objects.exists()
    assert Upload.objects.get().stored_file == ""


def test_open_and_recent_uploads_keep_everything(parcels, hr_clerk):
    parcels(["1"])
    withdraw_upload(parcels(["2"]), actor=hr_clerk.actor)

    assert forget_uploads(timezone.now()) == 0

    assert len(stored()) == 6
    assert StagedRow.objects.count() == 1


def test_files_that_nobody_names_go_after_a_day(parcels):
    upload = parcels(["1"])
    files.keep(b"of a process that died")

    assert forget_uploads(timezone.now() + datetime.timedelta(days=2)) == 1

    upload.refresh_from_db()
    assert len(stored()) == 3
    assert files.content_of(upload.stored_file)


def test_kept_files_are_sealed_and_under_names_that_tell_nothing(parcels):
    upload = parcels(["1", "440105199001010015"], name="440105199001010015.xlsx")

    with default_storage.open(upload.stored_file, "rb") as file:
        content = file.read()
    assert not content.startswith(b"PK")
    assert "440105" not in upload.stored_file
    assert files.content_of(upload.stored_file).startswith(b"PK")


def test_what_was_read_is_kept_sealed_and_whole(parcels):
    upload = parcels(["1", "440105199001010015"])

    with default_storage.open(upload.rows_file, "rb") as file:
        content = file.read()
    assert b"440105" not in content
    first = next(files.pieces_of(upload.rows_file))
    assert json.loads(first)["count"] == 1
    with pytest.raises(EOFError, match="rows are missing"):
        list(ReadFile.told_by(iter([first])).all_rows())
    behind_the_first = content[4 + int.from_bytes(content[:4], "big") :]
    put_first = default_storage.save(f"{files.FOLDER}/put_first", ContentFile(behind_the_first))
    with pytest.raises(VaultError):
        list(files.pieces_of(put_first))
