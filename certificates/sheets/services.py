"""To have sheets drawn."""

from __future__ import annotations

from django.db import transaction

from audit.actors import Actor
from certificates.models import Certificate, SheetFile
from certificates.sheets.keeping import facts_of
from certificates.sheets.kinds import SHEET
from certificates.sheets.printing import PRINT
from certificates.sheets.rosters import LIST
from jobs.models import Job
from jobs.services import start_job


def order_sheet(certificate: Certificate, *, actor: Actor) -> Job:
    """Pressed twice it is one job; once what it made is gone from the storage, another.

    Side effects: the job; audit."""
    facts = facts_of(certificate)
    lost = SheetFile.objects.filter(certificate=certificate, facts=facts).count()
    key = f"sheet:{certificate.pk}:{facts[:32]}:{lost}"
    return start_job(SHEET, {"certificate": certificate.pk}, actor=actor, key=key)


def order_papers(*, year: int, paper: str, order: str, actor: Actor, employer: str = "") -> Job:
    """`paper`: what, and as which kind of file. Side effects: the job; audit."""
    what, _dash, file_format = paper.partition("-")
    params = {"year": year, "order": order, "employer": employer}
    with transaction.atomic():
        if what == "print":
            return start_job(PRINT, params, actor=actor)
        return start_job(LIST, params | {"paper": what, "format": file_format}, actor=actor)
