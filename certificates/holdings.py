"""What this room holds about a person, for the page "My data"."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models import Certificate, CertificateEnd, CheckProgram, Confirmation, IssueRun, Receipt, ShareLink
from people.mydata.registry import Field, Holding, register


def register_holdings() -> None:
    register(
        Holding(
            key="certificates",
            label=_("Certificates"),
            order=700,
            rows=lambda user: Certificate.objects.filter(Q(professional__user=user) | Q(issued_by=user)),
            fields=(
                Field("number", _("Certificate number"), lambda row: row.number),
                Field("year", _("Study year"), lambda row: row.study_year),
                Field("printed", _("What is printed on it"), lambda row: row.printed),
                Field("issued", _("Issued"), lambda row: row.issued_on),
            ),
        ),
        Holding(
            key="certificate_ends",
            label=_("Certificates that are good no longer"),
            order=710,
            rows=lambda user: CertificateEnd.objects.filter(
                Q(certificate__professional__user=user) | Q(ended_by=user)
            ).select_related("certificate"),
            fields=(
                Field("number", _("Certificate number"), lambda row: row.certificate.number),
                Field("kind", _("Why"), lambda row: row.get_kind_display()),
                Field("reason", _("Reason"), lambda row: row.reason),
                Field("ended", _("Ended"), lambda row: row.ended_on),
            ),
        ),
        Holding(
            key="certificate_confirmations",
            label=_("Years confirmed by the employer"),
            order=720,
            rows=lambda user: Confirmation.objects.filter(
                Q(verification__professional__user=user) | Q(confirmed_by=user)
            ).select_related("verification", "employer"),
            fields=(
                Field("year", _("Study year"), lambda row: row.verification.last_year),
                Field("employer", _("Employer"), lambda row: row.employer),
                Field("confirmed", _("Confirmed"), lambda row: row.confirmed_on),
            ),
        ),
        Holding(
            key="certificate_receipts",
            label=_("Certificates handed over"),
            order=730,
            rows=lambda user: Receipt.objects.filter(
                Q(certificate__professional__user=user) | Q(noted_by=user)
            ).select_related("certificate"),
            fields=(
                Field("number", _("Certificate number"), lambda row: row.certificate.number),
                Field("received_by", _("Received by"), lambda row: row.received_by),
                Field("received", _("Received on"), lambda row: row.received_on),
            ),
        ),
        Holding(
            key="certificate_runs",
            label=_("Issues to everybody of a bureau"),
            order=740,
            concerns=False,
            rows=lambda user: IssueRun.objects.filter(Q(started_by=user) | Q(confirmed_by=user)),
            fields=(
                Field("issuer", _("Issuer"), lambda row: row.issuer),
                Field("year", _("Study year"), lambda row: row.study_year),
                Field("started", _("Started"), lambda row: row.started_at),
            ),
        ),
        Holding(
            key="certificate_links",
            label=_("Links by which certificates are shown"),
            order=750,
            rows=lambda user: ShareLink.objects.filter(certificate__professional__user=user).select_related(
                "certificate"
            ),
            fields=(
                Field("number", _("Certificate number"), lambda row: row.certificate.number),
                Field("note", pgettext_lazy("share link", "For whom"), lambda row: row.note),
                Field("made", pgettext_lazy("share link", "Made"), lambda row: row.made_at),
                Field("expires", pgettext_lazy("share link", "Good until"), lambda row: row.expires_at),
                Field("revoked", pgettext_lazy("share link", "Taken back"), lambda row: row.revoked_at),
                Field("opened", pgettext_lazy("share link", "Times opened"), lambda row: row.opened),
            ),
        ),
        Holding(
            key="check_programs",
            label=_("Programs that check certificates"),
            order=760,
            concerns=False,
            rows=lambda user: CheckProgram.objects.filter(made_by=user),
            fields=(
                Field("name", pgettext_lazy("program that checks", "Name"), lambda row: row.name),
                Field("made", pgettext_lazy("program that checks", "Admitted"), lambda row: row.made_at),
            ),
        ),
    )
