"""What the rooms up to this one hold about a person."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jobs.models import Job
from people.models import AccessLink, Employment, IdentityDocument, Membership, Merge, Professional, Title, User
from people.mydata.registry import Field, Holding, register
from rules.models import CalendarEdition
from uploads.models import Upload


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
                Field("phone", _("Mobile number"), lambda user: user.masked_phone),
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
            looks=("professional.viewed",),
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
            looks=("identity.revealed",),
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
            key="access_links",
            label=_("Links to sign in with"),
            order=70,
            rows=lambda user: AccessLink.objects.filter(user=user).select_related("made_by"),
            fields=(
                Field("made", pgettext_lazy("of a link", "Made"), lambda link: link.made_at),
                Field("by", pgettext_lazy("of a link", "By"), lambda link: link.made_by and link.made_by.display_name),
                Field("used", pgettext_lazy("of a link", "Used"), lambda link: link.used_at),
            ),
        ),
        Holding(
            key="second_factors",
            label=_("Second factors"),
            order=75,
            concerns=False,
            rows=lambda user: Authenticator.objects.filter(user=user),
            fields=(
                Field("kind", _("Kind"), lambda factor: factor.get_type_display()),
                Field("set_up", pgettext_lazy("of a second factor", "Set up"), lambda factor: factor.created_at),
                Field("used", pgettext_lazy("of a second factor", "Last used"), lambda factor: factor.last_used_at),
            ),
        ),
        Holding(
            key="uploads",
            label=pgettext_lazy("held about me", "Uploads"),
            order=790,
            concerns=False,
            rows=lambda user: Upload.objects.filter(owner=user),
            fields=(
                Field("upload", _("Upload"), lambda upload: str(upload)),
                Field("state", _("State"), lambda upload: upload.get_state_display()),
                Field("uploaded", _("Uploaded"), lambda upload: upload.created_at),
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
        Holding(
            key="merges",
            label=_("Organizations merged by you"),
            order=810,
            concerns=False,
            rows=lambda user: Merge.objects.filter(Q(merged_by=user) | Q(undone_by=user)),
            fields=(
                Field("merge", _("Organizations"), lambda merge: str(merge)),
                Field("merged", _("Merged"), lambda merge: merge.merged_at),
                Field("undone", _("Undone"), lambda merge: merge.undone_at),
            ),
        ),
        Holding(
            key="calendars",
            label=_("Working days published by you"),
            order=820,
            concerns=False,
            rows=lambda user: CalendarEdition.objects.filter(published_by=user),
            fields=(
                Field("year", _("Year"), lambda edition: edition.year),
                Field("edition", _("Edition"), lambda edition: edition.number),
                Field("published", _("Published"), lambda edition: edition.published_at),
            ),
        ),
    )
