"""What the public may look up (XZ16 二.3(3), S-9): by the number of a certificate, or by a name with the number of the
identity document.

Whether nobody has this number, or somebody of another name, or somebody whose year was never reviewed: it is one
answer, found by one and the same statement, so that neither words nor time tell them apart. The number itself goes into
no address and no line; it is blinded before anything is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from people.models import Bureau
from people.names import tidied
from people.professionals.numbers import index_of_typed_number
from verification.enums import Kind
from verification.models import Verification, VerificationQuerySet
from verification.reviews.texts import Office, office_of_area

CertificateFinder = Callable[[str], Verification | None]
"""Takes what was typed. The room of certificates registers its own, which knows how its numbers are written."""

_finders: list[CertificateFinder] = []


def register_certificates(finder: CertificateFinder) -> None:
    _finders.append(finder)


def unregister_certificates(finder: CertificateFinder) -> None:
    _finders.remove(finder)


def knows_certificates() -> bool:
    return bool(_finders)


@dataclass(frozen=True)
class Result:
    """One year, as the public sees it."""

    verification: Verification

    @property
    def years(self) -> str:
        first, last = self.verification.first_year, self.verification.last_year
        return str(last) if first == last else f"{first}–{last}"

    @property
    def stands(self) -> bool:
        return not hasattr(self.verification, "void")

    @property
    def is_fraud(self) -> bool:
        return not self.stands and self.verification.void.is_fraud

    @property
    def day(self) -> object:
        at = self.verification.verified_at if self.stands else self.verification.void.voided_at
        return timezone.localdate(at)

    @property
    def office(self) -> Office:
        return office_of_area(self.verification.area)

    @property
    def bureau(self) -> str:
        return str(getattr(self.verification, "bureau_name", "") or "")


def results_for(name: str, number: str) -> list[Result]:
    index = index_of_typed_number(number)
    of_person = Q(professional__documents__number_index=index, professional__documents__replaced_at=None)
    found = _told().filter(of_person, professional__name=tidied(name))
    return [Result(each) for each in found]


def results_under(certificate: str) -> list[Result]:
    found = [verification for finder in _finders if (verification := finder(certificate)) is not None]
    return [Result(each) for each in _told().filter(pk__in=[each.pk for each in found])]


def _told() -> VerificationQuerySet:
    bureaus = Bureau.objects.filter(area=OuterRef("area"), merged_into=None).order_by("pk")
    reviews = Verification.objects.filter(kind=Kind.REVIEW).select_related("void", "professional")
    return reviews.annotate(bureau_name=Subquery(bureaus.values("name")[:1]))
