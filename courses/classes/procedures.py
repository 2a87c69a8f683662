"""The class plan as `approvals` knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from approvals.models import Decision, Run
from approvals.procedures import Procedure
from audit.actors import Actor
from courses.classes import plans
from courses.classes.anomalies import look_at_plans
from courses.models import CLASS_PLAN, TrainingClass
from ui.formatting import date_text

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REASONS: dict[str, str | _StrPromise] = {
    "incomplete": gettext_lazy("The plan is incomplete"),
    "off_guide": gettext_lazy("The content is not that of the guide or catalog"),
    "hours": gettext_lazy("Hours and days do not fit"),
    "teachers": gettext_lazy("The teachers are not qualified, or taken"),
    "venue": gettext_lazy("The venue is not suitable"),
    "price": gettext_lazy("The price is not within the rates"),
    "not_commissioned": gettext_lazy("The institution is not commissioned for it"),
    "other_body": gettext_lazy("Another body is responsible"),
}


def title_of_plan(training_class: TrainingClass) -> str:
    return _("%(class)s, %(institution)s, from %(date)s") % {
        "class": training_class.title,
        "institution": training_class.institution,
        "date": date_text(training_class.starts_on),
    }


def _approved(run: Run, subject: TrainingClass, *, actor: Actor, decision: Decision) -> None:
    plans.publish_class(subject, actor=actor)


def _rejected(run: Run, subject: TrainingClass, *, actor: Actor, decision: Decision) -> None:
    plans.refuse_class(subject, actor=actor, reason=decision.comment)


def _withdrawn(run: Run, subject: TrainingClass, *, actor: Actor, decision: Decision) -> None:
    plans.take_class_back(subject, actor=actor)


CLASS_PLANS = Procedure(
    name=CLASS_PLAN,
    label=pgettext_lazy("procedure", "Class plan"),
    model=TrainingClass,
    related=("institution__division", "division", "course"),
    title=title_of_plan,
    reasons=REASONS,
    anomalies=look_at_plans,
    template="courses/classes/_plan.html",
    consequences=gettext_lazy("If you agree at the last step, the class is published at once and people can enrol."),
    on_approved=_approved,
    on_rejected=_rejected,
    on_withdrawn=_withdrawn,
    amend_url_name="classes:amendment",
)
