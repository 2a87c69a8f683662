"""What the page of a year says about its verification: that it was, or that without the seal it proves nothing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import Professional
from records.year.marks import Mark
from rules.calculator.telling import cited, is_confirmed, rule_url
from ui.formatting import date_text
from ui.parts import Reason
from verification.enums import Way
from verification.models import Verification
from verification.ways import way_of

UNSEALED = "ST14 五(二)2"


def mark_of(professional: Professional, year: int, ruleset: str) -> Mark | None:
    """One query. Under rules that verify on days, a year without one is 未验证，无效 (E24)."""
    known = Verification.objects.filter(professional=professional, first_year__lte=year, last_year__gte=year)
    newest = known.select_related("void").order_by("-round", "-pk").first()
    if newest is not None and not hasattr(newest, "void"):
        return Mark(
            "counted",
            pgettext("state of a year", "Verified"),
            _("Verified on %(day)s.") % {"day": date_text(newest.verified_at)},
        )
    if newest is not None:
        return Mark(
            "void",
            pgettext("state of a year", "Voided"),
            _("Its verification was voided on %(day)s.") % {"day": date_text(newest.void.voided_at)},
        )
    if way_of(ruleset) == Way.DAYS:
        words = _("A certificate without the seal of the bureau proves nothing: the employer has it verified on a day.")
        return Mark("warned", _("Not verified, not valid"), words, _reason(ruleset))
    return None


def _reason(ruleset: str) -> Reason:
    words = "《证书》未加盖人力资源和社会保障部门继续教育专用章一律无效"
    return Reason(words, citation=cited(UNSEALED), url=rule_url("C-2", ruleset), confirmed=is_confirmed(UNSEALED))
