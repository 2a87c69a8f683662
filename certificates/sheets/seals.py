"""Pictures of seals: a bureau and an employer keep one each, which is printed on what they issue and confirm."""

from __future__ import annotations

import datetime
import hashlib
import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from audit.actors import Actor
from audit.services import Values, record
from certificates.models import Seal
from people.enums import FileType
from people.models import Organization
from people.proofs import examine_proof, removed_on_failure

KEEPS = "certificates.keep_seal"
LARGEST_SIDE = 600
"""Of 42 mm on paper: 360 dots an inch."""
DAY = datetime.timedelta(days=1)


def may_keep_seal(actor: Actor) -> bool:
    return actor.can(KEEPS) and actor.organization_id is not None


def upload_seal(file: File[Any], *, first_day: datetime.date, actor: Actor) -> Seal:
    """From that day on it is printed, in place of the one before. Raises ProofFault.

    Side effects, in order: the one before ends; the file; the row; audit."""
    if not may_keep_seal(actor) or actor.organization_id is None or actor.user_id is None:
        raise PermissionDenied
    examine_proof(file, (FileType.PNG, FileType.JPEG))
    content = _tidied(file)
    seal = Seal(
        organization_id=actor.organization_id,
        sha256=hashlib.sha256(content).hexdigest(),
        first_day=first_day,
        uploaded_by_id=actor.user_id,
    )
    with removed_on_failure(seal.file), transaction.atomic():
        Organization.objects.select_for_update().get(pk=actor.organization_id)
        Seal.objects.filter(organization=actor.organization_id, last_day=None).update(last_day=first_day - DAY)
        seal.file.save("", ContentFile(content), save=False)
        seal.save()
        record("seal.uploaded", seal, actor=actor, after=_facts_of(seal))
    return seal


def end_seal(seal: Seal, *, actor: Actor) -> None:
    """What is issued from today on has an empty place for it again. Side effects: the row; audit."""
    if not may_keep_seal(actor):
        raise PermissionDenied
    with transaction.atomic():
        locked = Seal.objects.select_for_update().get(pk=seal.pk)
        if locked.last_day is None:
            before = _facts_of(locked)
            locked.last_day = timezone.localdate() - DAY
            locked.save(update_fields=["last_day"])
            record("seal.ended", locked, actor=actor, before=before, after=_facts_of(locked))


def _facts_of(seal: Seal) -> Values:
    last = seal.last_day.isoformat() if seal.last_day else None
    return {"sha256": seal.sha256, "first_day": seal.first_day.isoformat(), "last_day": last}


def _tidied(file: File[Any]) -> bytes:
    """Of one kind and a modest size, square, and with nothing in it but its dots."""
    from PIL import Image

    file.seek(0)
    with Image.open(file, formats=["JPEG", "PNG"]) as sent:
        picture = sent.convert("RGBA")
    picture.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    side = max(picture.size)
    square = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    square.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    written = io.BytesIO()
    square.save(written, "png")
    return written.getvalue()
