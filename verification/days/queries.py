"""What the pages about bookings read: a fixed number of queries, however many people."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from audit.actors import Actor
from people.enums import DocumentKind
from people.models import Employer, Employment, IdentityDocument, Professional, Title
from people.titles import best_of
from policies.fields import tidy
from policies.terms import CATEGORIES
from records.access import may_register_for_staff
from records.enums import Outcome, RecordState
from records.models import Evidence, LearningRecord, LedgerYear
from rules.labels import LINES as LINE_NAMES
from ui.formatting import hours_text
from ui.tasks_waiting import WaitingTask
from verification.access import may_accept_days
from verification.certificate_numbers import numbers_of
from verification.days.calendar import rule_at
from verification.days.services import ledgers_of, verified_among
from verification.enums import BookingState, LineState, Way
from verification.models import LINES, BookingLine, DayBooking, DayBookingQuerySet
from verification.ways import ways

OF_TAIL = -2
"""The seventeenth digit of an identity number: odd for men (GB 11643)."""


def sex_told(document: IdentityDocument | None) -> str:
    """In the language of the form; known of a resident identity card alone."""
    tail = document.number_tail if document and document.kind == DocumentKind.RESIDENT_ID else ""
    if len(tail) < -OF_TAIL or not tail[OF_TAIL].isdigit():
        return ""
    return "男" if int(tail[OF_TAIL]) % 2 else "女"


@dataclass(frozen=True)
class Proved:
    """A record that counts in the year, with what proves it."""

    record: LearningRecord
    hours: str
    files: list[Evidence] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One line of a booking with everything that is decided by."""

    line: BookingLine
    ledger: LedgerYear | None
    title: str
    document: IdentityDocument | None
    certificate: str
    proofs: list[Proved]

    @property
    def person(self) -> Professional:
        return self.line.professional

    @property
    def number(self) -> str:
        return self.document.masked_number if self.document else ""

    @property
    def sex(self) -> str:
        return sex_told(self.document)

    def counted(self, line: str) -> Decimal | None:
        """As verified, else as things stand."""
        source: Any = self.line.verification or self.ledger
        return tidy(getattr(source, f"counted_{line}")) if source else None

    @property
    def figures(self) -> list[tuple[str, Decimal | None, Decimal | None]]:
        """Category, counted, short."""
        return [
            (line, self.counted(line), tidy(getattr(self.ledger, f"short_{line}")) if self.ledger else None)
            for line in CATEGORIES
        ]

    @property
    def total(self) -> Decimal | None:
        return self.counted("total")

    @property
    def meets(self) -> bool:
        return self.ledger is not None and self.ledger.outcome == Outcome.PASS

    @property
    def short_words(self) -> str:
        """Of what was decided, what was short then; of what waits, what is short now."""
        if self.line.state != LineState.WAITING:
            return lines_told({line: Decimal(hours) for line, hours in self.line.shortfall.items()})
        return lines_told({line: getattr(self.ledger, f"short_{line}") for line in LINES}) if self.ledger else ""


def lines_told(short: dict[str, Decimal]) -> str:
    """The total only where it is all that is short: else the lines say it."""
    lines = {line: hours for line, hours in short.items() if line != "total" and hours}
    told = [
        _("%(line)s %(hours)s") % {"line": LINE_NAMES[line], "hours": hours_text(hours)}
        for line, hours in (lines or short).items()
        if hours
    ]
    return pgettext("between names", ", ").join(told)


def rows_of(booking: DayBooking, actor: Actor) -> list[Row]:
    lines = list(booking.lines.select_related("professional", "verification"))
    people = {line.professional_id for line in lines}
    wanted = {(line.professional_id, line.study_year) for line in lines}
    ledgers = ledgers_of(wanted)
    titles = defaultdict(list)
    for title in Title.objects.filter(professional__in=people):
        titles[title.professional_id].append(title)
    documents = {
        each.professional_id: each for each in IdentityDocument.objects.in_use().filter(professional__in=people)
    }
    certificates = numbers_of(wanted)
    proofs = _proofs(people, ledgers, actor)
    rows = []
    for line in lines:
        key = (line.professional_id, line.study_year)
        held = best_of(titles[line.professional_id], booking.day)
        rows.append(
            Row(
                line,
                ledgers.get(key),
                held.name if held else "",
                documents.get(line.professional_id),
                certificates.get(key, ""),
                proofs.get(key, []),
            )
        )
    return rows


def _proofs(
    people: set[int], ledgers: dict[tuple[int, int], LedgerYear], actor: Actor
) -> dict[tuple[int, int], list[Proved]]:
    """What counts in each year, with the files that the actor may open."""
    credits = {int(number): (key, hours) for key, row in ledgers.items() for number, hours in row.credits.items()}
    records = LearningRecord.objects.filter(pk__in=credits, professional__in=people, state=RecordState.RECOGNIZED)
    files = defaultdict(list)
    for each in Evidence.objects.visible_to(actor).standing().filter(record__in=credits):
        files[each.record_id].append(each)
    found = defaultdict(list)
    for record in records.order_by("ended_on", "pk"):
        key, hours = credits[record.pk]
        found[key].append(Proved(record, hours, files[record.pk]))
    return found


# Bookings


def bookings_seen(actor: Actor, *, state: str = "") -> DayBookingQuerySet:
    seen = DayBooking.objects.visible_to(actor).select_related("employer", "bureau")
    if state:
        seen = seen.filter(state=state)
    return seen.annotate(people=Count("lines"), verified=Count("lines", filter=Q(lines__state=LineState.VERIFIED)))


def lines_decided(year: int) -> QuerySet[BookingLine]:
    """Years that a bureau verified or refused on a day; what was returned to be booked again is none of them."""
    return BookingLine.objects.filter(study_year=year, state__in=(LineState.VERIFIED, LineState.REFUSED))


# Who may be booked


@dataclass(frozen=True)
class Candidate:
    """A year of one of the people that is verified on days and is neither verified nor booked."""

    ledger: LedgerYear
    is_ticked: bool = False

    @property
    def value(self) -> str:
        return f"{self.ledger.professional_id}-{self.ledger.study_year}"

    @property
    def meets(self) -> bool:
        return self.ledger.outcome == Outcome.PASS

    @property
    def short_words(self) -> str:
        return lines_told({line: getattr(self.ledger, f"short_{line}") for line in LINES})


def candidates_of(employer: Employer, today: datetime.date, ticked: set[str]) -> list[Candidate]:
    """Those who meet every line first."""
    at_work = Employment.objects.current(today).filter(employer=employer)
    rulesets = [each.ruleset for each in ways().values() if each.way == Way.DAYS]
    rows = list(
        LedgerYear.objects.filter(professional__in=at_work.values("professional"), ruleset__in=rulesets)
        .filter(study_year__lte=today.year)
        .select_related("professional")
        .order_by("-outcome", "-study_year", "professional__name_search", "pk")
    )
    keys = {(row.professional_id, row.study_year) for row in rows}
    waiting = BookingLine.objects.filter(state=LineState.WAITING, professional__in={key[0] for key in keys})
    gone = verified_among(keys) | set(waiting.values_list("professional_id", "study_year"))
    found = (Candidate(row) for row in rows if (row.professional_id, row.study_year) not in gone)
    return [Candidate(each.ledger, each.value in ticked) for each in found]


# What waits


def waiting_bookings(actor: Actor, today: datetime.date) -> Iterator[WaitingTask]:
    """For the bureau: what is booked for today or lies since an earlier day."""
    from django.urls import reverse

    if not may_accept_days(actor):
        return
    due = DayBooking.objects.filter(bureau_id=actor.organization_id, state=BookingState.BOOKED, day__lte=today).count()
    if due:
        yield WaitingTask(
            name=_("Verification day"),
            url=f"{reverse('days:list')}?state=booked",
            hint=_("%(count)d bookings are to be decided.") % {"count": due},
            order=30,
        )


def may_book(actor: Actor, today: datetime.date) -> bool:
    """HR of an employer whose place has such days, and has them still."""
    employer = employer_of(actor)
    rule = rule_at(employer, today) if employer else None
    return rule is not None and not rule.has_ended


def employer_of(actor: Actor) -> Employer | None:
    if not may_register_for_staff(actor) or actor.organization_id is None:
        return None
    found = Employer.objects.filter(pk=actor.organization_id).select_related("division")
    return cast("Employer | None", found.first())
