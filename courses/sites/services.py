"""What changes the list of approved study sites. None is deleted, for hours were earned on it: its approval ends."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import Values, record
from courses.enums import SubjectCategory
from courses.models import StudySite
from courses.sites.access import may_approve, may_keep
from people.models import Organization

FACTS = ("name", "url", "categories", "approved_from", "approved_to")


@transaction.atomic
def approve_site(facts: Mapping[str, Any], *, actor: Actor) -> StudySite:
    """For the area, and in the case of an authority for the industry, of whoever approves it."""
    if not may_approve(actor) or actor.organization_id is None:
        raise PermissionDenied
    approver = Organization.objects.get(pk=actor.organization_id)
    site = StudySite(approved_by=approver, area=approver.area, industry=actor.industry, **facts)
    _require_true(site)
    _save(site)
    record("site.approved", site, actor=actor, after=_facts(site))
    return site


@transaction.atomic
def amend_site(site: StudySite, facts: Mapping[str, Any], *, actor: Actor) -> StudySite:
    """Also to end the approval: hours of later days do not count, those before stay."""
    locked = StudySite.objects.select_for_update(no_key=True).get(pk=site.pk)
    if not may_keep(actor, locked):
        raise PermissionDenied
    before = _facts(locked)
    for name, value in facts.items():
        setattr(locked, name, value)
    _require_true(locked)
    after = _facts(locked)
    changed = [name for name in FACTS if before[name] != after[name]]
    if changed:
        _save(locked)
        told = {name: before[name] for name in changed}, {name: after[name] for name in changed}
        record("site.amended", locked, actor=actor, before=told[0], after=told[1])
    return locked


def _require_true(site: StudySite) -> None:
    if site.approved_to and site.approved_to < site.approved_from:
        raise ValidationError({"approved_to": _("This is before the first day.")})
    if site.industry and list(site.categories) != [SubjectCategory.SPECIALTY]:
        raise ValidationError({"categories": _("An industry authority approves sites for specialty subjects.")})


def _save(site: StudySite) -> None:
    try:
        with transaction.atomic():
            site.save()
    except IntegrityError as error:
        if "study_site_once" not in str(error):
            raise
        message = _("You have approved a site of this address from the same day on already.")
        raise ValidationError({"url": message}) from error


def _facts(site: StudySite) -> Values:
    return {name: _plain(getattr(site, name)) for name in FACTS}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return list(map(str, value)) if isinstance(value, list) else value
