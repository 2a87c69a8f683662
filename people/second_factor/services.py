"""What is written down about second factors. django-allauth keeps them; the view that changes one notes it here, in the
transaction of the change."""

from __future__ import annotations

from django.db import transaction

from audit.actors import Actor
from audit.services import record
from people.models import User
from people.services import end_sessions


@transaction.atomic
def note_second_factor_added(user: User, kind: str, *, actor: Actor) -> None:
    """Side effects, in order: every other session, which has not seen it, is dead; audit."""
    end_sessions(user, actor=actor)
    record("second_factor.added", user, actor=actor, after={"kind": kind})


@transaction.atomic
def note_second_factor_removed(user: User, kind: str, *, actor: Actor) -> None:
    record("second_factor.removed", user, actor=actor, before={"kind": kind})


@transaction.atomic
def note_recovery_codes_made(user: User, *, actor: Actor) -> None:
    record("second_factor.codes_made", user, actor=actor)


@transaction.atomic
def note_recovery_code_used(user: User, *, actor: Actor) -> None:
    record("second_factor.code_used", user, actor=actor)


@transaction.atomic
def note_failed_code(user: User, *, actor: Actor) -> None:
    """The password was right, or the session stolen; what was typed is kept nowhere."""
    record("second_factor.failed", user, actor=actor)
