"""Administrative divisions (GB/T 2260): a row for each span of time in which a code meant one place."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.enums import DivisionKind, Level

SIGNIFICANT_DIGITS = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6}
CODE_LENGTH = 6


class DivisionQuerySet(models.QuerySet["Division"]):
    def on(self, day: datetime.date) -> DivisionQuerySet:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)

    def under(self, area: str) -> DivisionQuerySet:
        """Those that lie in an area, itself included: `44` a province, `4401` a city, `440105` a county."""
        return self.filter(code__startswith=area)


class Division(models.Model):
    code = models.CharField(_("code"), max_length=6)
    name = models.CharField(_("name"), max_length=50)
    pinyin = models.CharField(_("pinyin"), max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    kind = models.CharField(_("kind"), max_length=10, choices=DivisionKind, default=DivisionKind.ORDINARY)
    parent_code = models.CharField(_("part of"), max_length=6, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("became"), on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    objects = DivisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="division_code_once_at_a_time", fields=["code", "valid_from"]),
            models.UniqueConstraint(name="division_code_once_today", fields=["code"], condition=Q(valid_to=None)),
            models.CheckConstraint(
                name="division_ends_after_start", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        ordering = ["code", "valid_from"]

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """In the language of the page: 海珠区, or Hǎizhū Qū."""
        return self.name if (get_language() or "").startswith("zh") else self.pinyin

    @property
    def area(self) -> str:
        """The digits that every division in it begins with."""
        return self.code[: SIGNIFICANT_DIGITS[Level(self.level)]]


def area_at(division: Division, level: Level) -> str:
    """The area of the bureau of that level which answers for the place. In a city without counties (Dongguan,
    Zhongshan) that of the city stands in for the county's."""
    return division.area[: SIGNIFICANT_DIGITS[level]]
