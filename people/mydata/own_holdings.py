"""What the rooms up to this one hold about a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jobs.models import Job
from people.models import Employment, IdentityDocument, Membership, Professional, Title, User
from people.mydata.registry import Field, Holding, register


def register_own_holdings() -> None:
    register(
        Holding(
            key="account",
            label=_("Account"),
            order=10,
            rows=lambda user: User.objects.filter(pk=user.pk),
            fields=(
                Field("username", _("User name"), lambda user: user.username),
                Field("name", _("Name"), lambda user: user.display_name),
                Field("phone", _("Mobile number"), lambda user: f"···{user.phone_tail}" if user.phone_tail else ""),
                Field("opened", _("Opened"), lambda user: user.created_at),
                Field("last_sign_in", _("Last sign-in"), lambda user: user.last_login),
                Field("language", _("Language"), lambda user: user.get_language_display()),
                Field("theme", _("Appearance"), lambda user: user.get_theme_display()),
                Field("type_size", _("Type size"), lambda user: user.get_type_size_display()),
            ),
        ),
        Holding(
            key="hats",
            label=_("Hats"),
            order=20,
            rows=lambda user: Membership.objects.filter(user=user).select_related("organization"),
            fields=(
                Field("role", _("Hat"), lambda hat: hat.get_role_display()),
                Field("organization", _("Organization"), lambda hat: hat.organization and hat.organization.name),
                Field("from", _("From"), lambda hat: hat.started_on),
                Field("until", _("Until"), lambda hat: hat.ended_on),
            ),
        ),
        Holding(
            key="person",
            label=_("Person"),
            order=30,
            rows=lambda user: Professional.objects.filter(user=user),
            fields=(
                Field("name", _("Name"), lambda professional: professional.name),
                Field("industry", _("Industry"), lambda professional: professional.get_industry_display()),
            ),
        ),
        Holding(
            key="documents",
            label=_("Identity documents"),
            order=40,
            rows=lambda user: IdentityDocument.objects.filter(professional__user=user),
            fields=(
                Field("kind", _("Kind"), lambda document: document.get_kind_display()),
                Field("number", _("Number, masked"), lambda document: document.masked_number),
                Field("entered", _("Entered"), lambda document: document.entered_at),
                Field("replaced", _("Replaced"), lambda document: document.replaced_at),
            ),
        ),
        Holding(
            key="titles",
            label=_("Titles"),
            order=50,
            rows=lambda user: Title.objects.filter(professional__user=user),
            fields=(
                Field("title", _("Title"), lambda title: title.name),
                Field("level", _("Level"), lambda title: title.get_level_display()),
                Field("series", _("Series of titles"), lambda title: title.get_series_display()),
                Field("obtained", _("Obtained on"), lambda title: title.obtained_on),
            ),
        ),
        Holding(
            key="employments",
            label=_("Employments"),
            order=60,
            rows=lambda user: Employment.objects.filter(professional__user=user).select_related("employer"),
            fields=(
                Field("employer", _("Employer"), lambda employment: employment.employer.name),
                Field("position", pgettext_lazy("at work", "Position"), lambda employment: employment.position),
                Field("staff_number", _("Staff number"), lambda employment: employment.staff_number),
                Field("from", pgettext_lazy("employed", "From"), lambda employment: employment.started_on),
                Field("until", pgettext_lazy("employed", "Until"), lambda employment: employment.ended_on),
            ),
        ),
        Holding(
            key="jobs",
            label=_("Jobs"),
            order=800,
            concerns=False,
            rows=lambda user: Job.objects.filter(owner=user),
            fields=(
                Field("job", _("Job"), lambda job: job.title),
                Field("state", _("State"), lambda job: job.get_state_display()),
                Field("ordered", _("Ordered"), lambda job: job.created_at),
            ),
        ),
    )
