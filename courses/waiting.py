"""Lines of the home page for those who publish: the yearly guides are due in the first quarter (H-16)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.actors import Actor
from courses.catalogs.access import kinds_of
from courses.enums import CatalogKind
from courses.models import Catalog
from ui.formatting import date_text
from ui.tasks_waiting import WaitingTask

# Rulebook D-14. Make-up is offered where the rules of a place say so, and has no day.
DUE_KINDS = (CatalogKind.PUBLIC, CatalogKind.GUIDE)
LAST_DAY = (3, 31)
PROVINCE = 2
NAMES = {
    CatalogKind.PUBLIC: gettext_lazy("The catalog of public subjects of %(year)d is not published"),
    CatalogKind.GUIDE: gettext_lazy("The guide to specialty subjects of %(year)d is not published"),
}


def waiting_guides(actor: Actor) -> Iterator[WaitingTask]:
    """The province's bureau for the public subjects, every authority for its industry. Cities may add their own."""
    today = timezone.localdate()
    due = datetime.date(today.year, *LAST_DAY)
    for kind in kinds_of(actor):
        if kind not in DUE_KINDS or (kind == CatalogKind.PUBLIC and len(actor.area) != PROVINCE):
            continue
        own = Catalog.objects.published_by(actor.organization_id).filter(kind=kind, year=today.year)
        if own.published().exists():
            continue
        draft = own.first()
        yield WaitingTask(
            name=NAMES[kind] % {"year": today.year},
            url=reverse("courses:catalog", args=[draft.pk]) if draft else reverse("courses:publishing"),
            hint=_("Due by %(date)s (粤人社办〔2018〕277号 一).") % {"date": date_text(due)},
            state="refused" if today > due else "waiting",
            state_label=_("Overdue") if today > due else _("To publish"),
            order=25,
        )
