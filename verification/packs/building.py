"""What a title application needs of continuing education, what of it is there, and what is missing. Nothing
here writes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from audit.actors import Actor
from people.enums import FileType
from people.models import Professional, Title
from policies.terms import CATEGORIES
from records.enums import RecordState
from records.ledger.judging import rules_version
from records.ledger.reading import Recorded, read_records_of
from records.ledger.standing import Career, career_of
from records.models import Evidence, LearningRecord
from records.year.building import Entry, Year
from verification.enums import Kind
from verification.makeups.building import OPEN, PastYear, Person
from verification.models import EligibilityCancellation, ReviewCase, Verification
from verification.packs import rules
from verification.packs.sources import Paper, paper_of
from verification.packs.years import Asked, present_title, years_asked
from verification.reviews.enums import CaseState

MERGED = (FileType.PDF, FileType.JPEG, FileType.PNG)
"""HEIC is not decoded here at all (records/README.md), and OFD is another language for pages."""
CERTIFIED, VERIFIED, VOIDED, MET, SHORT, UNRULED = "certified", "verified", "voided", "met", "short", "unruled"
PROVEN = (CERTIFIED, VERIFIED)


@dataclass(frozen=True)
class PackProof:
    """One file, and where it stands: 3-2 is the second of the third record."""

    label: str
    evidence: Evidence

    @property
    def may_merge(self) -> bool:
        return self.evidence.file_type in MERGED


@dataclass(frozen=True)
class PackRecord:
    number: int
    year: int
    """The first of the years asked for in which it counts."""
    entry: Entry
    proofs: Sequence[PackProof] = field(default=())

    @property
    def record(self) -> LearningRecord:
        return self.entry.record


class PackYear:
    """One year asked for."""

    def __init__(self, pack: Pack, year: int) -> None:
        self.pack = pack
        self.year = year
        self.shown = Year(pack.professional, year, pack.today)
        # What all years share is asked for once.
        self.shown.career = pack.career
        self.shown.recognized = pack.recognized
        self.shown.records = pack.records_of_person

    @cached_property
    def verifications(self) -> list[Verification]:
        """Standing ones first; of these the cycle before the year where a cycle is asked for."""
        wanted = Kind.CYCLE if self.pack.is_cycle else Kind.ANNUAL
        found = [each for each in self.pack.verifications if each.first_year <= self.year <= each.last_year]
        return sorted(found, key=lambda each: (hasattr(each, "void"), each.kind != wanted, -each.pk))

    @property
    def verification(self) -> Verification | None:
        """The one that counts, or else the last that did."""
        return self.verifications[0] if self.verifications else None

    @cached_property
    def certificate(self) -> Paper | None:
        return paper_of(rules.CERTIFICATE, self.pack.professional, self.year)

    @property
    def state(self) -> str:
        if self.certificate is not None:
            return CERTIFIED
        if self.verification is not None:
            return VOIDED if hasattr(self.verification, "void") else VERIFIED
        if not self.shown.is_judged:
            return UNRULED
        answer = self.pack.asked.cycle or self.shown.answer
        return SHORT if answer["shortfall"] else MET

    @property
    def is_proven(self) -> bool:
        return self.state in PROVEN

    @property
    def is_past(self) -> bool:
        return self.year < self.pack.today.year

    @cached_property
    def makeup(self) -> PastYear | None:
        """What the rules say of making it up; of years that are over and short."""
        return PastYear(self.pack.makeups, self.year) if self.is_past and self.state == SHORT else None

    @property
    def may_make_up(self) -> bool:
        return self.makeup is not None and self.makeup.state == OPEN

    @property
    def counted(self) -> list[Entry]:
        """Recognized and worth something, by category and day."""
        entries = [each for each in self.shown.entries if each.record.state == RecordState.RECOGNIZED and each.hours]
        return sorted(
            entries, key=lambda each: (CATEGORIES.index(each.record.category), each.record.ended_on, each.record.pk)
        )

    @property
    def figures_moved(self) -> bool:
        """Since it was verified a record was recognized, corrected or voided: both figures are told."""
        verification = self.verification
        if verification is None or verification.first_year != verification.last_year or not self.shown.is_judged:
            return False
        return bool(verification.counted_total != self.shown.sums.total.counted)


class Pack:
    """Asks the database once for each kind of thing; `actor` decides which proofs it may hold."""

    def __init__(
        self, professional: Professional, applied_on: datetime.date, applying_for: str = "", *, actor: Actor
    ) -> None:
        self.professional = professional
        self.applied_on = applied_on
        self.applying_for = applying_for
        self.actor = actor
        self.today = timezone.localdate()

    @cached_property
    def career(self) -> Career:
        return career_of(self.professional)

    @cached_property
    def recognized(self) -> list[Recorded]:
        return read_records_of([self.professional.pk]).get(self.professional.pk, [])

    @cached_property
    def records_of_person(self) -> list[LearningRecord]:
        return Year(self.professional, self.applied_on.year, self.today).records

    @cached_property
    def title(self) -> Title | None:
        return present_title(list(self.professional.titles.all()), self.applied_on, self.applying_for)

    @cached_property
    def asked(self) -> Asked:
        return years_asked(self.career, self.recognized, self.applied_on, self.title)

    @property
    def is_cycle(self) -> bool:
        return self.asked.rule is not None and self.asked.rule.years.which == rules.CYCLE

    @cached_property
    def makeups(self) -> Person:
        return Person(self.professional, self.today)

    @cached_property
    def verifications(self) -> list[Verification]:
        if not self.asked.years:
            return []
        own = Verification.objects.filter(
            professional=self.professional,
            first_year__lte=max(self.asked.years),
            last_year__gte=min(self.asked.years),
        )
        return list(own.select_related("void", "verified_by", "employer"))

    @cached_property
    def review_cases(self) -> list[ReviewCase]:
        """With the forms that were filed in Xuzhou, the newest last."""
        if self.form != rules.REGISTRATION:
            return []
        own = ReviewCase.objects.filter(professional=self.professional, study_year__in=self.asked.years)
        return list(own.exclude(state=CaseState.WITHDRAWN).select_related("professional", "employer").order_by("pk"))

    @cached_property
    def years(self) -> list[PackYear]:
        return [PackYear(self, year) for year in self.asked.years]

    @cached_property
    def cancellation(self) -> EligibilityCancellation | None:
        """S-7: in that year the person applies for no title."""
        own = EligibilityCancellation.objects.filter(professional=self.professional, year=self.applied_on.year)
        return own.first()

    @property
    def missing(self) -> list[PackYear]:
        return [year for year in self.years if not year.is_proven]

    @property
    def without_certificate(self) -> list[PackYear]:
        """Verified, and nothing was handed over for it yet."""
        return [year for year in self.years if year.state == VERIFIED]

    @property
    def parts(self) -> Sequence[str]:
        return self.asked.rule.order.parts if self.asked.rule else ()

    @property
    def form(self) -> str:
        """Which summary form it is, of `rules.FORMS`."""
        return self.asked.rule.form.which if self.asked.rule else rules.SUMMARY

    @property
    def can_be_made(self) -> bool:
        return bool(self.years)

    @cached_property
    def records(self) -> list[PackRecord]:
        """Each once, in the first year in which it counts."""
        found: dict[int, tuple[int, Entry]] = {}
        for year in self.years:
            for entry in year.counted:
                found.setdefault(entry.record.pk, (year.year, entry))
        files = self._files(found)
        return [
            PackRecord(number, year, entry, _labelled(number, files.get(entry.record.pk, [])))
            for number, (year, entry) in enumerate(found.values(), start=1)
        ]

    def _files(self, records: dict[int, tuple[int, Entry]]) -> dict[int, list[Evidence]]:
        """Of this person's records alone, and only what the actor may open."""
        visible = Evidence.objects.visible_to(self.actor).filter(
            record__in=list(records), record__professional=self.professional
        )
        files: dict[int, list[Evidence]] = {}
        for evidence in visible.select_related("record").order_by("pk"):
            files.setdefault(evidence.record_id, []).append(evidence)
        return files

    def records_in(self, part: str) -> list[PackRecord]:
        """Those whose proofs stand in that part: those of public subjects by themselves where the notice says so."""
        if part == rules.PUBLIC:
            return [each for each in self.records if each.record.category == "public"]
        if rules.PUBLIC in self.parts:
            return [each for each in self.records if each.record.category != "public"]
        return self.records

    @property
    def proofs(self) -> list[PackProof]:
        return [proof for record in self.records for proof in record.proofs]

    def state_of_content(self) -> Iterator[object]:
        """Whatever changes this changes the pack."""
        yield from (self.professional.pk, self.applied_on, self.applying_for, rules_version())
        yield from (self.actor.hat, self.actor.organization_id, self.professional.name)
        yield from sorted((title.pk, title.level, title.name) for title in self.professional.titles.all())
        for record in self.records_of_person:
            yield (record.pk, record.version, record.state)
        for verification in self.verifications:
            yield (verification.pk, hasattr(verification, "void"))
        yield self.cancellation is not None
        for case in self.review_cases:
            yield (case.pk, case.version, case.state)
        for year in self.years:
            yield (year.year, year.state, year.certificate.version if year.certificate else "")
        for proof in self.proofs:
            yield (proof.label, proof.evidence.pk, proof.evidence.sha256)


def _labelled(number: int, files: Sequence[Evidence]) -> list[PackProof]:
    return [PackProof(f"{number}-{place}", evidence) for place, evidence in enumerate(files, start=1)]
