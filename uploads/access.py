"""Who may do what to an upload. Which ones an actor sees at all is `Upload.objects.visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.actors import Actor
from uploads.kinds import UploadKind, all_kinds, kind_of

if TYPE_CHECKING:
    from uploads.models import Upload


def kinds_seen_by(actor: Actor) -> list[str]:
    return [kind.name for kind in all_kinds() if actor.can(kind.capability)]


def startable_kinds(actor: Actor) -> list[UploadKind]:
    """Those that need no subject; the others are entered from the page of theirs."""
    if actor.organization_id is None:
        return []
    return [kind for kind in all_kinds() if kind.may_upload(actor, None)]


def may_use_uploads(actor: Actor) -> bool:
    return actor.can("uploads.read_all") or bool(actor.organization_id and kinds_seen_by(actor))


def may_decide(actor: Actor, upload: Upload) -> bool:
    """Whoever may upload such a file for this organization: also the colleague of whoever did. An auditor, who sees
    the page, neither decides nor gets the file with its numbers in clear."""
    same = actor.organization_id == upload.organization_id
    return same and kind_of(upload.kind).may_upload(actor, upload.subject_id)
