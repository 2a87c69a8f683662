"""Those that employ, teach, supervise and decide. What only one kind has stands in the table of that kind."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from people.access import may_read_everybody
from people.enums import AuthorityForm, Industry, Level, OrganizationKind, Ownership
from people.models.divisions import Division, area_at

# 有限公司 is 有限责任公司 in law; and of a 股份有限公司 people keep writing the form it had before.
COMPANY_FORMS = "(股份)?有限(责任)?公司"
# Listed one by one: what \w and [[:punct:]] mean to PostgreSQL depends on the locale of the cluster.
IGNORED = r"[][[:space:](){}<>【】〔〕《》〈〉「」·•.,，。、;:_—–-]"


class NameKey(Func):
    """A name as it is compared: full-width and half-width alike, without blanks, brackets and the form of company."""

    template = (
        "regexp_replace(regexp_replace(lower(normalize(%(expressions)s, NFKC)),"
        f" '{COMPANY_FORMS}', '公司', 'g'), '{IGNORED}', '', 'g')"
    )


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, actor: Actor) -> OrganizationQuerySet:
        """The organizations in which the person holds a hat today, and those in the area which a bureau answers for."""
        from people.models.accounts import Membership

        if may_read_everybody(actor):
            return self.all()
        held = Membership.objects.current(timezone.localdate()).visible_to(actor)
        seen = Q(pk__in=held.values("organization_id"))
        if actor.area:
            seen |= Q(area__startswith=actor.area)
        return self.filter(seen)

    def standing(self, on: datetime.date | None = None) -> OrganizationQuerySet:
        """Neither merged into another nor closed; on a day, or for good."""
        still_open = Q(closed_on=None) | Q(closed_on__gt=on) if on else Q(closed_on=None)
        return self.filter(still_open, merged_into=None)


class Organization(models.Model):
    KIND: ClassVar[OrganizationKind | None] = None

    kind = models.CharField(_("kind"), max_length=32, choices=OrganizationKind)
    name = models.CharField(_("name"), max_length=200)
    name_key = models.GeneratedField(
        expression=NameKey("name"), output_field=models.CharField(max_length=200), db_persist=True
    )
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    division = models.ForeignKey(
        Division, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.CharField(max_length=6, db_default=Value(""), editable=False)
    """What a bureau, authority or agency answers for; of the others, the area of the bureau that answers for them:
    a hospital of the city (`4401`) may stand in a district (`440105`) without being the district's business."""
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organization_name_once",
                fields=["kind", "name", "division"],
                condition=Q(merged_into=None),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="organization_uscc_once", fields=["kind", "uscc"], condition=Q(merged_into=None) & ~Q(uscc="")
            ),
        ]
        indexes = [
            models.Index(name="organization_by_area", fields=["area"], opclasses=["varchar_pattern_ops"]),
            models.Index(name="organization_by_name_key", fields=["kind", "name_key"]),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only the row of its own kind knows the level; saved as a plain organization, the area stays as it is."""
        if self.KIND is not None:
            self.kind = self.KIND
            self.area = area_at(self.division, self.level_of_bureau) if self.division else ""
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "area"}
        super().save(*args, **kwargs)

    @property
    def level_of_bureau(self) -> Level:
        """Of the bureau that answers for it; of a bureau, its own."""
        assert self.division is not None  # asked of nobody without a place
        return Level(self.division.level)


class Bureau(Organization):
    """人社局: a department of human resources and social security. Its place is what it answers for."""

    KIND = OrganizationKind.BUREAU

    level = models.CharField(_("level"), max_length=10, choices=Level)

    @property
    def level_of_bureau(self) -> Level:
        return Level(self.level)


class Agency(Organization):
    """人事代理机构: holds the files of people whose employers do not."""

    KIND = OrganizationKind.AGENCY

    level = models.CharField(_("level"), max_length=10, choices=Level)

    @property
    def level_of_bureau(self) -> Level:
        return Level(self.level)


class Employer(Organization):
    """用人单位"""

    KIND = OrganizationKind.EMPLOYER

    ownership = models.CharField(_("ownership"), max_length=10, choices=Ownership)
    belongs_to = models.CharField(_("belongs to"), max_length=10, choices=Level, default=Level.COUNTY)
    industry = models.CharField(_("industry"), max_length=20, choices=Industry, default=Industry.GENERAL)
    files_held_by = models.ForeignKey(
        Agency,
        verbose_name=_("files held by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="employers",
    )

    @property
    def level_of_bureau(self) -> Level:
        return Level(self.belongs_to)


class Institution(Organization):
    """施教机构, approved as a base (继续教育基地) or not"""

    KIND = OrganizationKind.INSTITUTION

    is_approved_base = models.BooleanField(_("approved base"), default=False)
    run_by = models.CharField(_("run by"), max_length=10, choices=Level, default=Level.CITY)

    @property
    def level_of_bureau(self) -> Level:
        return Level(self.run_by)


class Commission(models.Model):
    """The lines of work for which an institution may train in a year (ST14 四(二))."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="commissions")
    year = models.PositiveSmallIntegerField(_("year"))
    line = models.CharField(_("line of work"), max_length=50)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="commission_once_a_year", fields=["institution", "year", "line"]),
        ]
        ordering = ["-year", "line"]

    def __str__(self) -> str:
        return f"{self.year} {self.line}"


class IndustryAuthority(Organization):
    """行业主管部门, or the association that acts for it"""

    KIND = OrganizationKind.INDUSTRY_AUTHORITY

    level = models.CharField(_("level"), max_length=10, choices=Level)
    industry = models.CharField(_("industry"), max_length=20, choices=Industry)
    form = models.CharField(_("form"), max_length=12, choices=AuthorityForm, default=AuthorityForm.DEPARTMENT)

    @property
    def level_of_bureau(self) -> Level:
        return Level(self.level)


class DirectPoint(Organization):
    """直接申报点: takes the employer's first step for private employers without an agency (GZ16 二)."""

    KIND = OrganizationKind.DIRECT_POINT
