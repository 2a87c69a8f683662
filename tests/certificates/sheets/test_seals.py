"""Pictures of seals: who keeps one, from when it is printed, and that it is nothing but dots."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from audit.models import Event
from certificates.models import Certificate, Seal
from certificates.sheets.drawing import draw_sheet
from certificates.sheets.keeping import sheet_of
from tests.access.certificates import picture_of_seal
from tests.cast import CastMember

pytestmark = pytest.mark.django_db
SEALS = "/certificates/seals/"


def test_the_seal_of_the_bureau_is_printed_from_the_day_it_is_kept(
    issued: Callable[..., Certificate],
    district_head: CastMember,
    district_clerk: CastMember,
    hr_clerk: CastMember,
    client_of: Callable[[CastMember], Client],
) -> None:
    certificate = issued()
    bare = sheet_of(certificate)
    assert bare.seals == []
    today = timezone.localdate()
    head, clerk = client_of(district_head), client_of(district_clerk)
    assert clerk.get(SEALS).status_code == 403

    assert head.post(SEALS, {"picture": picture_of_seal((900, 500)), "first_day": today}).status_code == 302
    kept = Seal.objects.get()
    with Image.open(kept.file) as picture:
        assert (picture.size, picture.mode) == ((600, 600), "RGBA")
    sheet = sheet_of(certificate)
    assert [(seal.place, seal.sha256) for seal in sheet.seals] == [("issuer", kept.sha256)]
    assert sheet.facts != bare.facts
    with pikepdf.open(io.BytesIO(draw_sheet(sheet))) as pdf:
        names = list(pdf.pages[0].Resources.XObject.keys())
        said = [str(each.Alt) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each]
        assert f"/gd-2018-issuer-{kept.sha256[:16]}" in names
        assert sorted(said) == sorted(["二维码：查验这张证书", f"印章图样：{kept.organization}"])
    shown = client_of(hr_clerk)
    assert "印章图样" in shown.get(f"/certificates/{certificate.number}/").content.decode()
    assert shown.get(f"/certificates/{certificate.number}/seals/issuer/").content.startswith(b"\x89PNG")

    assert (
        head.post(SEALS, {"picture": picture_of_seal(), "first_day": today + datetime.timedelta(days=2)}).status_code
        == 302
    )
    assert sheet_of(certificate).facts == sheet.facts, "the new one is for later"
    later = Seal.objects.get(last_day=None)
    assert head.post(f"{SEALS}{later.pk}/ending/").status_code == 302
    assert not Seal.objects.filter(last_day=None).exists()
    assert Event.objects.filter(action__in=("seal.uploaded", "seal.ended")).count() == 3


def test_what_is_no_picture_or_of_a_past_day_is_refused(
    district_head: CastMember, client_of: Callable[[CastMember], Client]
) -> None:
    head, today = client_of(district_head), timezone.localdate()
    drawing = SimpleUploadedFile("seal.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>', content_type="image/png")
    for file, day in ((drawing, today), (picture_of_seal(), today - datetime.timedelta(days=1)), (None, today)):
        answer = head.post(SEALS, {"first_day": day} | ({"picture": file} if file else {}))
        assert answer.status_code == 422
    assert not Seal.objects.exists()
