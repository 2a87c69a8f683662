"""What other rooms get to know of sheets and seals."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from audit import actions, objects
from certificates.models import Seal
from certificates.sheets.making import certificate_for_pack
from people.mydata.registry import Field, Holding, register
from people.organizations.references import leave_alone
from verification.packs import sources
from verification.packs.rules import CERTIFICATE


def register_sheets() -> None:
    actions.name_actions(
        {
            "seal.uploaded": _("uploaded a picture of the seal"),
            "seal.ended": _("took back a picture of the seal"),
        }
    )
    objects.name_objects({"certificates.seal": _("Picture of a seal")})
    leave_alone("certificates.Seal", "organization")
    sources.register(CERTIFICATE, certificate_for_pack)
    register(
        Holding(
            key="seals",
            label=_("Pictures of seals"),
            order=750,
            concerns=False,
            rows=lambda user: Seal.objects.filter(uploaded_by=user).select_related("organization"),
            fields=(
                Field("organization", _("Organization"), lambda row: row.organization),
                Field("from", _("From"), lambda row: row.first_day),
            ),
        )
    )
