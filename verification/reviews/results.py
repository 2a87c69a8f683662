"""What the public may look up (XZ16 二.3(3), S-9): by the number of a certificate, or by a name with the number of the
identity document.

Whether nobody has this number, or somebody of another name, or somebody whose year was never reviewed: it is one
answer, found by one and the same statement, so that neither words nor time tell them apart. The number itself goes into
no address and no line; it is blinded before anything is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from people.models import Bureau
from people.names import masked, tidied
from people.professionals.numbers import index_of_typed_number
from verification.enums import Kind
from verification.models import ReviewCase, Verification, VerificationQuerySet
from verification.reviews.enums import CaseState
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


@dataclass(frozen=True)
class Refused:
    """A year that was not verified (视为审验不合格, XZ07 五(二)3), and has not been since."""

    case: ReviewCase

    @property
    def years(self) -> str:
        return str(self.case.study_year)

    @property
    def office(self) -> Office:
        return office_of_area(self.case.area)

    @property
    def bureau(self) -> str:
        return str(getattr(self.case, "bureau_name", "") or "")


@dataclass(frozen=True)
class Found:
    results: list[Result]
    refused: list[Refused]
    is_masked: bool = False
    """Numbers of certificates follow each other: whoever has one does not learn whose it is."""

    def __bool__(self) -> bool:
        return bool(self.results or self.refused)

    @property
    def person(self) -> str:
        first = self.results[0].verification if self.results else self.refused[0].case
        name = str(first.professional.name)
        return masked(name) if self.is_masked else name

    @property
    def any_fraud(self) -> bool:
        return any(each.is_fraud for each in self.results)


def results_for(name: str, number: str) -> Found:
    index = index_of_typed_number(number)
    of_person = Q(
        professional__documents__number_index=index,
        professional__documents__replaced_at=None,
        professional__name=tidied(name),
    )
    results = [Result(each) for each in _told().filter(of_person)]
    return Found(results, _refused(of_person))


def _refused(of_person: Q) -> list[Refused]:
    """Asked whatever was found before, so that a hit and a miss take the same time."""
    cases = ReviewCase.objects.filter(of_person, state=CaseState.REFUSED)
    since = Verification.objects.standing().filter(
        kind=Kind.REVIEW, professional=OuterRef("professional"), last_year=OuterRef("study_year")
    )
    open_again = ReviewCase.objects.filter(
        professional=OuterRef("professional"), study_year=OuterRef("study_year"), pk__gt=OuterRef("pk")
    ).exclude(state=CaseState.WITHDRAWN)
    told = cases.filter(~Exists(since), ~Exists(open_again)).select_related("professional")
    return [Refused(each) for each in told.annotate(bureau_name=_name_of_bureau())]


def results_under(certificate: str) -> Found:
    found = [verification for finder in _finders if (verification := finder(certificate)) is not None]
    results = [Result(each) for each in _told().filter(pk__in=[each.pk for each in found])]
    return Found(results, [], is_masked=True)


def _told() -> VerificationQuerySet:
    reviews = Verification.objects.filter(kind=Kind.REVIEW).select_related("void", "professional")
    return reviews.annotate(bureau_name=_name_of_bureau())


def _name_of_bureau() -> Subquery:
    bureaus = Bureau.objects.filter(area=OuterRef("area"), merged_into=None).order_by("pk")
    return Subquery(bureaus.values("name")[:1])
