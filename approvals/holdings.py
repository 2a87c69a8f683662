"""What this room holds about a person, for the page "My data"."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models import Decision, Run
from people.mydata.registry import Field, Holding, register


def register_holdings() -> None:
    register(
        Holding(
            key="approvals",
            label=_("Approvals"),
            order=300,
            rows=lambda user: Run.objects.filter(Q(professional__user=user) | Q(opened_by=user)),
            fields=(
                Field("procedure", _("Procedure"), lambda run: str(run.label)),
                Field("state", _("State"), lambda run: run.get_state_display()),
                Field("asked", _("Asked"), lambda run: run.opened_at),
                Field("closed", _("Closed"), lambda run: run.closed_at),
            ),
        ),
        Holding(
            key="decisions",
            label=_("Your decisions"),
            order=310,
            concerns=False,
            rows=lambda user: Decision.objects.filter(person=user).select_related("run__professional"),
            fields=(
                Field("verdict", _("Verdict"), lambda decision: decision.get_action_display()),
                Field("about", _("About"), lambda decision: str(decision.run)),
                Field("comment", _("Comment"), lambda decision: decision.comment),
                Field("at", _("When"), lambda decision: decision.at),
            ),
        ),
    )
