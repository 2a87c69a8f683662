from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from policies.workdays import Edition
from rules.access import visible_editions

if TYPE_CHECKING:
    from audit.actors import Actor

NOTICE_LENGTH = 200
NOTE_LENGTH = 1000


class CalendarEditionQuerySet(models.QuerySet["CalendarEdition"]):
    def visible_to(self, actor: Actor) -> CalendarEditionQuerySet:
        return visible_editions(self, actor)

    def of_year(self, year: int) -> CalendarEditionQuerySet:
        """The newest first."""
        return self.filter(year=year).order_by("-number")


class CalendarEdition(models.Model):
    """The working days of a year as an officer published them (工作日历). Published once, never changed: a correction
    is the next edition. The database refuses everything else (migration 0002)."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("edition"))
    is_confirmed = models.BooleanField(_("confirmed"))
    holidays = ArrayField(models.DateField(), verbose_name=_("days off that fall on weekdays"))
    worked = ArrayField(models.DateField(), verbose_name=_("weekends worked instead"))
    notice = models.CharField(_("notice"), max_length=NOTICE_LENGTH, blank=True)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
    )
    published_at = models.DateTimeField(
        _("published"), db_default=Func(function="clock_timestamp", output_field=models.DateTimeField())
    )

    objects = CalendarEditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="calendar_edition_once", fields=["year", "number"]),
            models.CheckConstraint(name="calendar_edition_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="calendar_confirmed_by_a_notice", condition=Q(is_confirmed=False) | ~Q(notice="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("rules:calendar_year", args=[self.year])

    @property
    def edition(self) -> Edition:
        """As the rule books take it."""
        return Edition(self.is_confirmed, frozenset(self.holidays), frozenset(self.worked))
