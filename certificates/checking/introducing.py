"""Makes the check known to the rooms below."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from certificates.access import may_open_checks
from certificates.checking.forms import number_as_typed
from certificates.models import Certificate
from ui import navigation
from verification.models import Verification
from verification.reviews.results import register_certificates


def introduce_checking() -> None:
    register_certificates(verification_under)
    navigation.register(
        navigation.NavigationEntry(
            label=_("Check a certificate"),
            url_name="check:check",
            order=30,
            is_aside=True,
            shown_to=lambda actor: actor.user_id is not None,
        ),
        navigation.NavigationEntry(
            label=_("Programs that check"),
            url_name="check:programs",
            order=62,
            is_aside=True,
            shown_to=may_open_checks,
        ),
        navigation.NavigationEntry(
            label=_("Check a certificate"),
            url_name="check:check",
            order=1,
            shown_to=lambda actor: actor.user_id is None,
            summary=_("By its code, or by number and name: is it genuine, and is it still good?"),
        ),
    )


def verification_under(typed: str) -> Verification | None:
    """For the results of annual reviews, which may be looked up by the number of a certificate (XZ16 二.3(3))."""
    found = Certificate.objects.filter(number=number_as_typed(typed)).select_related("verification").first()
    return found.verification if found else None
