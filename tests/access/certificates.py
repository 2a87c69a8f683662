"""A certificate of somebody in each tenant."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from certificates.checking.programs import open_program
from certificates.issuing.services import issue_one
from certificates.models import Certificate, CheckProgram, Seal, ShareLink
from people.models import Organization, Professional
from people.roles import Role
from tests.factories import VerificationFactory

if TYPE_CHECKING:
    from tests.access.tenant import Tenant

YEAR = 2019


def certificate_of(person: Professional, tenant: Tenant) -> Certificate:
    """Of a year of which nothing else is told."""
    current = person.employments.get(ended_on=None).employer
    done = VerificationFactory(professional=person, employer=current, industry="education", year=YEAR)
    return issue_one(done, actor=tenant.members[Role.BUREAU_CLERK].actor)


def link_to(certificate: Certificate) -> ShareLink:
    return ShareLink.objects.create(
        certificate=certificate,
        token_hash=f"{certificate.pk:064}",
        token_tail="tail",
        expires_at=timezone.now() + datetime.timedelta(days=9),
    )


def program_of(tenant: Tenant) -> CheckProgram:
    return open_program(name=f"{tenant.word}", actor=tenant.members[Role.BUREAU_HEAD].actor).program


def seal_of(house: Organization, tenant: Tenant) -> Seal:
    """Not printed any more: so no certificate has its picture."""
    long_ago = datetime.date(2015, 1, 1)
    return Seal.objects.create(
        organization=house,
        file=default_storage.save(f"seals/{tenant.word}", ContentFile(b"\x89PNG\r\n\x1a\n")),
        sha256="0" * 64,
        first_day=long_ago,
        last_day=long_ago,
        uploaded_by=tenant.members[Role.HR_HEAD].user,
    )


def picture_of_seal(size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", size, (190, 40, 30)).save(written, "png")
    return SimpleUploadedFile("seal.png", written.getvalue(), content_type="image/png")
