"""What an application for a cycle and one for an annual review have in common: the figures as they are kept, words for
what is missing, and a decision that is taken back."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from audit.actors import Actor
from audit.services import Values, record_many
from policies.fields import tidy
from records.enums import UNDER_REVIEW
from records.models import Evidence, LearningRecord
from records.models.evidence import EvidenceQuerySet
from records.review.case import Place
from rules.labels import LINES as LINE_NAMES
from ui.formatting import number_text
from verification.models import LINES, Verification, VerificationVoid
from verification.voiding import tell_void

Figures = dict[str, Any]
"""`years`, `ruleset`, `rules_version`, `required`, `counted`, `short`, `credits`; hours as text."""


class Case(Protocol):
    verification: Verification | None


AnyCase = TypeVar("AnyCase", bound=Case)


# Figures


def texts(hours: Mapping[str, Decimal]) -> dict[str, str]:
    """In one spelling: 72 and 72.00 are the same."""
    return {name: format(tidy(Decimal(amount)), "f") for name, amount in hours.items()}


def same(left: Figures, right: Figures) -> bool:
    """Whether whoever decides would see the same; by which edition of the books is no matter."""
    return digest_of(left) == digest_of(right)


def digest_of(figures: Figures) -> str:
    told = {name: figures[name] for name in ("years", "ruleset", "required", "counted", "short", "credits")}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def columns_of(figures: Figures) -> dict[str, Any]:
    """As a verification keeps them."""
    required = {f"required_{line}": _hours(figures["required"], line) for line in LINES}
    counted = {f"counted_{line}": _hours(figures["counted"], line) or Decimal(0) for line in LINES}
    own = {name: figures[name] for name in ("ruleset", "rules_version", "credits")}
    return {**required, **counted, **own}


def _hours(figures: Mapping[str, str], line: str) -> Decimal | None:
    return Decimal(figures[line]) if line in figures else None


def short_words(short: Mapping[str, Decimal | str]) -> str:
    """Line by line."""
    told = [
        _("%(line)s short of %(hours)s") % {"line": LINE_NAMES[line], "hours": number_text(Decimal(short[line]))}
        for line in LINE_NAMES
        if line in short
    ]
    return pgettext("between two reasons", "; ").join(told)


def undecided(professionals: Collection[int]) -> Counter[tuple[int, int]]:
    """How many records wait, by person and study year; one query."""
    waiting = LearningRecord.objects.filter(professional__in=professionals, state__in=UNDER_REVIEW).order_by()
    counted = waiting.values_list("professional", "study_year").annotate(count=Count("pk"))
    return Counter({(person, year): count for person, year, count in counted})


# On the page of a case


def proofs_behind(figures: Figures, actor: Actor) -> EvidenceQuerySet:
    """Of the records that count, as far as the reader may see them."""
    counted = [int(number) for number in figures["credits"]]
    proofs = Evidence.objects.visible_to(actor).filter(record__in=counted)
    return proofs.select_related("record").order_by("record__ended_on", "pk")


def onward(place: Place | None) -> str:
    """To the next case of the queue as it is filtered, or back to the queue."""
    query = f"?{place.query}" if place is not None and place.query else ""
    return (place.next if place is not None else "") or reverse("approvals:queue") + query


# A decision that is taken back


def void_taken_back(
    cases: Collection[AnyCase], facts_of: Callable[[AnyCase], Values], *, reason: str, actor: Actor
) -> list[AnyCase]:
    """What was verified by these cases stands no longer; answers those that had come to a verification, and have none
    now. Side effects, in order: voids; audit; what rests on them falls. The cases are the caller's to save."""
    verified = [case for case in cases if case.verification is not None]
    voids = [
        VerificationVoid(verification=case.verification, reason=reason, voided_by_id=actor.user_id) for case in verified
    ]
    VerificationVoid.objects.bulk_create(voids)
    told = [(void.verification, facts_of(case), None) for void, case in zip(voids, verified, strict=True)]
    record_many("verification.voided", told, actor=actor, reason=reason)
    if verified:
        tell_void([void.verification_id for void in voids], is_fraud=False, reason=reason, actor=actor)
    for case in verified:
        case.verification = None
    return verified


def why_final(case: Case) -> str:
    """What keeps a decision from being taken back: somebody has voided what it verified."""
    if case.verification is not None and VerificationVoid.objects.filter(verification=case.verification).exists():
        return _("The verification was voided since; nothing is left to be taken back.")
    return ""
