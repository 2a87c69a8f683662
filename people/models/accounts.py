from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from audit.actors import Actor
from people.access import may_read_everybody
from people.enums import Theme, TypeSize
from people.models.organizations import Organization
from people.roles import Role, summary_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, actor: Actor) -> UserQuerySet:
        if may_read_everybody(actor):
            return self.all()
        return self.filter(pk=actor.user_id) if actor.user_id else self.none()

    def with_current_hats(self, on: datetime.date) -> UserQuerySet:
        """Each user with `current_hats`, the memberships held on that day."""
        hats = Membership.objects.current(on).select_related("organization")
        return self.prefetch_related(models.Prefetch("memberships", queryset=hats, to_attr="current_hats"))


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. What it may do comes from the memberships it holds, never from the account itself."""

    username = models.CharField(_("user name"), max_length=64, unique=True)
    display_name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    is_demo = models.BooleanField(_("demo account"), default=False)

    # A telephone number to sign in with: sealed (people.vault), found by its blind index, shown by its last digits.
    uuid = models.UUIDField(db_default=RandomUUID(), editable=False)
    phone_sealed = models.BinaryField(default=bytes, blank=True)
    phone_key = models.CharField(max_length=16, blank=True)
    phone_index = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - "no phone" must not be unique
    phone_tail = models.CharField(max_length=4, blank=True)

    # How the pages look, on every device the person signs in from. What was never chosen here, the browser decides.
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    theme = models.CharField(_("theme"), max_length=10, choices=Theme, blank=True)
    type_size = models.CharField(_("type size"), max_length=10, choices=TypeSize, blank=True)
    single_keys = models.BooleanField(_("single-key shortcuts"), null=True)

    # Part of what each session is signed with: one more, and every session signed before is dead.
    session_generation = models.PositiveIntegerField(default=0)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        constraints = [
            # Nobody signs in as LIN.XIAOLAN beside lin.xiaolan; also the index by which sign-in finds the account.
            models.UniqueConstraint(Upper("username"), name="username_once_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def masked_phone(self) -> str:
        return f"****{self.phone_tail}" if self.phone_tail else ""

    def get_full_name(self) -> str:
        return self.display_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return salted_hmac(
            "people.User.session", f"{self.password}:{self.session_generation}", secret=secret, algorithm="sha256"
        ).hexdigest()


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: datetime.date) -> MembershipQuerySet:
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=on), started_on__lte=on)

    def visible_to(self, actor: Actor) -> MembershipQuerySet:
        """One's own, ended ones too."""
        if may_read_everybody(actor):
            return self.all()
        return self.filter(user_id=actor.user_id) if actor.user_id else self.none()


class Membership(models.Model):
    """A hat: one role in one organization, from one day to another, both included."""

    user = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
    )
    role = models.CharField(_("role"), max_length=32, choices=Role)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    deputy_for = models.ForeignKey(
        "self", verbose_name=_("deputy for"), on_delete=models.PROTECT, null=True, blank=True, related_name="deputies"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_start", condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on"))
            ),
            models.UniqueConstraint(
                name="membership_once_at_a_time",
                fields=["user", "organization", "role"],
                condition=Q(ended_on=None),
                nulls_distinct=False,
            ),
        ]
        ordering = ["started_on", "pk"]

    def __str__(self) -> str:
        # Not get_role_display, which hashes the labels of all roles each time: trails name hats by the thousand.
        role = str(Role(self.role).label)
        return f"{self.organization} {role}" if self.organization else role

    @property
    def summary(self) -> _StrPromise:
        return summary_of(self.role)

    def is_current(self, on: datetime.date) -> bool:
        return self.started_on <= on and (self.ended_on is None or on <= self.ended_on)
