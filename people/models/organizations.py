"""Those that employ, teach, supervise and decide. What only one kind has stands in the table of that kind."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from people.access import may_read_everybody
from people.enums import AuthorityForm, Industry, Level, OrganizationKind, Ownership
from people.models.divisions import Division


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, actor: Actor) -> OrganizationQuerySet:
        """The organizations in which the person holds a hat today, and those in the area which a bureau answers for."""
        from people.models.accounts import Membership

        if may_read_everybody(actor):
            return self.all()
        held = Membership.objects.current(timezone.localdate()).visible_to(actor)
        seen = Q(pk__in=held.values("organization_id"))
        if actor.area:
            seen |= Q(division__code__startswith=actor.area)
        return self.filter(seen)

    def standing(self) -> OrganizationQuerySet:
        """Neither merged into another nor closed."""
        return self.filter(merged_into=None, closed_on=None)


class Organization(models.Model):
    kind = models.CharField(_("kind"), max_length=32, choices=OrganizationKind)
    name = models.CharField(_("name"), max_length=200)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    division = models.ForeignKey(
        Division, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="organization_name_once", fields=["kind", "name"], condition=Q(merged_into=None)
            ),
            models.UniqueConstraint(
                name="organization_uscc_once", fields=["kind", "uscc"], condition=Q(merged_into=None) & ~Q(uscc="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Bureau(Organization):
    """人社局: a department of human resources and social security."""

    level = models.CharField(_("level"), max_length=10, choices=Level)


class Agency(Organization):
    """人事代理机构: holds the files of people whose employers do not."""

    level = models.CharField(_("level"), max_length=10, choices=Level)


class Employer(Organization):
    """用人单位"""

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


class Institution(Organization):
    """施教机构, approved as a base (继续教育基地) or not"""

    is_approved_base = models.BooleanField(_("approved base"), default=False)
    run_by = models.CharField(_("run by"), max_length=10, choices=Level, default=Level.CITY)


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

    level = models.CharField(_("level"), max_length=10, choices=Level)
    industry = models.CharField(_("industry"), max_length=20, choices=Industry)
    form = models.CharField(_("form"), max_length=12, choices=AuthorityForm, default=AuthorityForm.DEPARTMENT)


class DirectPoint(Organization):
    """直接申报点: takes the employer's first step for private employers without an agency (GZ16 二)."""
