"""专业技术人员: the people whose hours are counted, with their documents, titles and employments."""

from __future__ import annotations

import datetime

from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Now, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from people.access import may_read_everybody
from people.enums import DocumentKind, Industry, TitleLevel, TitleSeries
from people.models.accounts import User
from people.models.organizations import Employer
from people.names import search_key
from people.roles import Role

HR_ROLES = (Role.HR_CLERK, Role.HR_HEAD)
BUREAU_ROLES = (Role.BUREAU_CLERK, Role.BUREAU_HEAD)


class Tokens(Func):
    """The words of a text as a set that an index can be asked for beginnings of. No parser and no language comes in
    between: those of PostgreSQL take a Chinese name for anything between one word and none, by the locale."""

    template = "array_to_tsvector(string_to_array(%(expressions)s, ' '))"
    output_field = SearchVectorField()


class Contains(Func):
    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


class ProfessionalQuerySet(models.QuerySet["Professional"]):
    def visible_to(self, actor: Actor) -> ProfessionalQuerySet:
        """Oneself; the people of one's employer; those whose files one's agency holds; those in the area of one's
        bureau; those of one's industry in the area of one's authority."""
        if may_read_everybody(actor):
            return self.all()
        if actor.user_id is None:
            return self.none()
        return self.filter(Q(user_id=actor.user_id) | Q(Exists(_of_row(_answered_for_by(actor)))))

    def employed_under(self, actor: Actor) -> ProfessionalQuerySet:
        """Those at work for whom the organization of the hat answers."""
        return self.filter(Exists(_of_row(Employment.objects.in_reach_of(actor).current(timezone.localdate()))))

    def left_under(self, actor: Actor) -> ProfessionalQuerySet:
        """Those who once worked within its reach and do no longer. Who works elsewhere now is not `visible_to` it: of
        them a list shows what was known then."""
        reached = Employment.objects.in_reach_of(actor)
        once = self if may_read_everybody(actor) else self.filter(Exists(_of_row(reached)))
        return once.filter(~Exists(_of_row(reached.current(timezone.localdate()))))

    def called(self, typed: str) -> ProfessionalQuerySet:
        """Those whose name begins like that, in characters, in pinyin or by initials, at any of its parts."""
        key = search_key(typed)
        if not key:
            return self.none()
        return self.filter(Contains(Tokens("name_search"), Cast(Value(f"'{key}':*"), SearchQueryField())))


def _answered_for_by(actor: Actor) -> EmploymentQuerySet:
    return Employment.objects.answered_for_by(actor, timezone.localdate())


def _of_row(employments: EmploymentQuerySet) -> EmploymentQuerySet:
    return employments.filter(professional=OuterRef("pk"))


class Professional(models.Model):
    user = models.OneToOneField(User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="professional")
    name = models.CharField(_("name"), max_length=100)
    name_search = models.TextField(db_default=Value(""), editable=False)
    """What the name is found by, as people.names has it, with single blanks between."""
    industry = models.CharField(_("industry"), max_length=20, choices=Industry, default=Industry.GENERAL)

    objects = ProfessionalQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(Tokens("name_search"), name="professional_by_name")]

    def __str__(self) -> str:
        return self.name


class IdentityDocumentQuerySet(models.QuerySet["IdentityDocument"]):
    def visible_to(self, actor: Actor) -> IdentityDocumentQuerySet:
        """Of the people one sees. Seeing a document is seeing its kind and the last four characters."""
        return self.filter(professional__in=Professional.objects.visible_to(actor))

    def in_use(self) -> IdentityDocumentQuerySet:
        return self.filter(replaced_at=None)


class IdentityDocument(models.Model):
    """What proves who somebody is. The number is sealed (people.vault) and found by a blind index alone."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="documents")
    uuid = models.UUIDField(db_default=RandomUUID(), editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=DocumentKind)
    number_sealed = models.BinaryField()
    number_key = models.CharField(max_length=16)
    number_index = models.CharField(max_length=64)
    number_tail = models.CharField(max_length=4)
    entered_at = models.DateTimeField(_("entered"), db_default=Now())
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    objects = IdentityDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            # The same number is one person, whatever the kind it was entered as.
            models.UniqueConstraint(
                name="document_number_once", fields=["number_index"], condition=Q(replaced_at=None)
            ),
            models.UniqueConstraint(
                name="document_one_current", fields=["professional"], condition=Q(replaced_at=None)
            ),
        ]
        ordering = ["entered_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.masked_number}"

    @property
    def masked_number(self) -> str:
        return f"****{self.number_tail}"


class TitleQuerySet(models.QuerySet["Title"]):
    def visible_to(self, actor: Actor) -> TitleQuerySet:
        return self.filter(professional__in=Professional.objects.visible_to(actor))

    def best_first(self) -> TitleQuerySet:
        """By level, and among equals by age, the newest first."""
        ranks = [When(level=level, then=Value(rank)) for rank, level in enumerate(TitleLevel)]
        rank = Case(*ranks, output_field=models.SmallIntegerField())
        return self.order_by(rank.desc(), "-obtained_on")


class Title(models.Model):
    """职称: one that the person obtained; the present one is the newest of the highest level (people.titles)."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="titles")
    series = models.CharField(_("series"), max_length=30, choices=TitleSeries)
    level = models.CharField(_("level"), max_length=20, choices=TitleLevel)
    name = models.CharField(_("title"), max_length=50)
    obtained_on = models.DateField(_("obtained on"))

    objects = TitleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="title_obtained_once", fields=["professional", "series", "level", "obtained_on"]
            ),
        ]
        ordering = ["obtained_on"]

    def __str__(self) -> str:
        return self.name


class EmploymentQuerySet(models.QuerySet["Employment"]):
    def current(self, on: datetime.date) -> EmploymentQuerySet:
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=on), started_on__lte=on)

    def last_begun(self, on: datetime.date) -> EmploymentQuerySet:
        """Of each person the one under way, or else the last one there was."""
        later = Employment.objects.filter(
            professional=OuterRef("professional"), started_on__gt=OuterRef("started_on"), started_on__lte=on
        )
        return self.filter(~Exists(later), started_on__lte=on)

    def visible_to(self, actor: Actor) -> EmploymentQuerySet:
        """All of the people one sees; of those who have left, the one through which one knew them."""
        own = Q(pk__in=Employment.objects.in_reach_of(actor).values("pk"))
        return self.filter(own | Q(professional__in=Professional.objects.visible_to(actor)))

    def answered_for_by(self, actor: Actor, on: datetime.date) -> EmploymentQuerySet:
        """An employer answers for its people until they leave; a bureau or an authority until others take over, so
        that nobody between two employers is without one."""
        reached = self.in_reach_of(actor)
        return reached.current(on) if actor.hat in HR_ROLES else reached.last_begun(on)

    def in_reach_of(self, actor: Actor) -> EmploymentQuerySet:
        """With the employers that the organization of the hat answers for, whenever that was."""
        if may_read_everybody(actor):
            return self.all()
        if actor.hat in HR_ROLES and actor.organization_id:
            own = Q(employer_id=actor.organization_id)
            return self.filter(own | Q(employer__files_held_by_id=actor.organization_id))
        if actor.hat in BUREAU_ROLES and actor.area:
            return self.filter(employer__area__startswith=actor.area)
        if actor.hat == Role.AUTHORITY_REVIEWER and actor.area:
            return self.filter(employer__area__startswith=actor.area, professional__industry=actor.industry)
        return self.none()


class Employment(models.Model):
    """The link to an employer, from one day to another, both included."""

    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="employments")
    employer = models.ForeignKey(Employer, verbose_name=_("employer"), on_delete=models.PROTECT, related_name="staff")
    staff_number = models.CharField(_("staff number"), max_length=40, blank=True)
    position = models.CharField(_("position"), max_length=60, blank=True)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="employment_one_at_a_time", fields=["professional"], condition=Q(ended_on=None)
            ),
            models.CheckConstraint(
                name="employment_ends_after_start", condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on"))
            ),
        ]
        indexes = [
            # For `istartswith`, which asks for upper(staff_number::text) LIKE 'A-17%'.
            models.Index(
                OpClass(Upper(Cast("staff_number", models.TextField())), "text_pattern_ops"),
                name="employment_by_staff_number",
            )
        ]
        ordering = ["started_on"]

    def __str__(self) -> str:
        return str(self.employer)

    def is_current(self, on: datetime.date) -> bool:
        return self.started_on <= on and (self.ended_on is None or on <= self.ended_on)
