"""Having a pack made."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import record
from jobs.enums import JobState
from jobs.models import Job
from jobs.services import start_job
from ui.errors import Conflict
from verification.packs.access import may_order_packs
from verification.packs.building import Pack
from verification.packs.kinds import PACK
from verification.packs.sheets import LANGUAGE
from verification.packs.telling import told_year

ENDED_IN_VAIN = (JobState.FAILED, JobState.CANCELLED)


def order_pack(pack: Pack, *, actor: Actor) -> Job:
    """Of somebody whom the actor sees. As long as nothing has changed it is the same job, with its file at once.

    Side effects: the job; audit."""
    if not may_order_packs(actor, pack.professional):
        raise PermissionDenied
    if not pack.can_be_made:
        raise Conflict(pack.asked.refusal or _("No year can be asked for."))
    params = {
        "professional": pack.professional.pk,
        "applied_on": pack.applied_on.isoformat(),
        "applying_for": pack.applying_for,
    }
    key = _key_of(pack)
    with transaction.atomic():
        made = Job.objects.filter(owner_id=actor.user_id, idempotency_key__startswith=key).order_by("-pk")
        if made and _is_of_use(made[0]):
            return made[0]
        record("pack.ordered", pack.professional, actor=actor, after=_told(pack))
        return start_job(PACK, params, actor=actor, key=f"{key}:{len(made)}")


def _key_of(pack: Pack) -> str:
    with translation.override(LANGUAGE):
        words = [told_year(year, is_own=True).words for year in pack.years]  # what may still be done ends some day
    told = "\n".join(map(repr, [*pack.state_of_content(), *words]))
    return f"{PACK}:{hashlib.sha256(told.encode()).hexdigest()[:48]}"


def _is_of_use(job: Job) -> bool:
    """Under way, or its file still there (jobs.housekeeping)."""
    return job.state not in ENDED_IN_VAIN and (not job.is_final or bool(job.result_file))


def _told(pack: Pack) -> dict[str, Any]:
    return {"applied_on": pack.applied_on.isoformat(), "years": [year.year for year in pack.years]}
