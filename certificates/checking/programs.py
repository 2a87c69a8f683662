"""Programs that check: admitted by the head of a bureau, known by a token as feeds are (`records.feeds.tokens`)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import record
from certificates.access import may_open_checks
from certificates.models import CheckProgram
from ui.errors import Conflict

PREFIX = "xsc_"
"""So that a token that was left lying about is recognized as one."""


@dataclass(frozen=True)
class Opened:
    program: CheckProgram
    token: str = field(repr=False)
    """Shown once and kept nowhere."""


@transaction.atomic
def open_program(*, name: str, actor: Actor) -> Opened:
    """Let a program check certificates. Side effects: the row; audit."""
    if not may_open_checks(actor) or actor.organization_id is None or actor.user_id is None:
        raise PermissionDenied
    token = PREFIX + secrets.token_urlsafe(32)
    program = CheckProgram.objects.create(
        name=name,
        bureau_id=actor.organization_id,
        token_hash=hash_of(token),
        token_tail=token[-4:],
        made_by_id=actor.user_id,
    )
    record("check_program.opened", program, actor=actor, after={"name": name, "token": f"****{program.token_tail}"})
    return Opened(program, token)


@transaction.atomic
def end_program(program: CheckProgram, *, actor: Actor) -> CheckProgram:
    """Its token is good no longer, from the next call on. Side effects: the row; audit."""
    locked = CheckProgram.objects.locked().get(pk=program.pk)
    if not may_open_checks(actor) or locked.bureau_id != actor.organization_id:
        raise PermissionDenied
    if locked.ended_at is not None:
        raise Conflict(_("This program is admitted no longer already."))
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    record("check_program.ended", locked, actor=actor, after={"ended_at": locked.ended_at})
    return locked


def program_with(token: str) -> CheckProgram | None:
    wanted = hash_of(token)
    program = CheckProgram.objects.filter(token_hash=wanted, ended_at=None).first()
    if program is None or not hmac.compare_digest(program.token_hash, wanted):
        return None
    return program


def hash_of(token: str) -> str:
    """256 random bits are found by nobody's trying, so that a plain hash hides them well."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
