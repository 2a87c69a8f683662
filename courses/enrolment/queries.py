"""Reads over places in classes: the roster of a class, one's own places, those of one's people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from audit.actors import Actor
from courses.classes.queries import ChangedField, changed_fields
from courses.enrolment import access
from courses.enrolment.services import why_closed
from courses.models import ClassChange, RosterEntry, RosterEntryQuerySet, TrainingClass
from people.models import IdentityDocument, Professional, ProfessionalQuerySet, Title
from people.professionals.queries import people_listed
from people.titles import best_of


def roster_of(training_class: TrainingClass) -> RosterEntryQuerySet:
    """Who is enrolled, with `document_tail`, title and employer: the same few queries for any number."""
    tail = IdentityDocument.objects.in_use().filter(professional=OuterRef("professional")).values("number_tail")[:1]
    rows = RosterEntry.objects.standing().filter(training_class=training_class)
    return (
        rows.annotate(document_tail=Subquery(tail))
        .select_related("professional", "employer")
        .prefetch_related(Prefetch("professional__titles", Title.objects.all(), to_attr="known_titles"))
    )


@dataclass(frozen=True)
class RosterRow:
    entry: RosterEntry
    number: str
    """Of the document: its last characters only."""
    title: str


def roster_rows(entries: Iterable[Any]) -> list[RosterRow]:
    today = timezone.localdate()
    return [
        RosterRow(entry, f"****{entry.document_tail}" if entry.document_tail else "", _title(entry, today))
        for entry in entries
    ]


def _title(entry: Any, today: Any) -> str:
    best = best_of(entry.professional.known_titles, today)
    return best.name if best else ""


# Places of oneself and of one's people


def own_places(actor: Actor) -> RosterEntryQuerySet:
    """Standing ones of the person, in the hat of a professional."""
    if not access.may_enrol(actor) or actor.user_id is None:
        return RosterEntry.objects.none()
    return RosterEntry.objects.standing().filter(professional__user_id=actor.user_id)


def places_of(actor: Actor, *, name: str = "") -> RosterEntryQuerySet:
    """Standing ones: of the person, or, in a hat of HR, of the people of the employer. Each with `newest_change`."""
    if access.may_enrol_staff(actor):
        people = Professional.objects.employed_under(actor)
    else:
        people = Professional.objects.filter(pk__in=own_places(actor).values("professional"))
    if name:
        people = people.called(name)
    newest = ClassChange.objects.filter(training_class=OuterRef("training_class")).order_by("-pk").values("pk")[:1]
    places = RosterEntry.objects.visible_to(actor).standing().filter(professional__in=people)
    return places.annotate(newest_change=Coalesce(Subquery(newest), 0)).select_related(
        "professional", "training_class__institution"
    )


def unread_places(actor: Actor) -> RosterEntryQuerySet:
    """Own places in classes that were changed since."""
    own = own_places(actor)
    newer = ClassChange.objects.filter(training_class=OuterRef("training_class"), pk__gt=OuterRef("seen_change"))
    return own.filter(Exists(newer)).select_related("training_class")


@dataclass(frozen=True)
class Told:
    change: ClassChange
    fields: list[ChangedField]
    is_new: bool


def changes_told(training_class: TrainingClass, *, seen: int) -> list[Told]:
    """Every change of the class, the newest first, in words."""
    changes = training_class.changes.select_related("changed_by")
    return [Told(change, changed_fields(change), change.pk > seen) for change in changes]


# The box on the page of a class


@dataclass(frozen=True)
class Enrolment:
    """What the person who looks can do about a place in this class."""

    enrolled: int
    left: int | None
    closed_because: str
    entry: RosterEntry | None
    may_enrol: bool
    may_take_off: bool
    may_enrol_staff: bool
    keeps_roster: bool
    overlapping: list[TrainingClass]
    is_professional: bool

    @property
    def is_full(self) -> bool:
        return self.left == 0


def enrolment_of(training_class: TrainingClass, actor: Actor) -> Enrolment:
    today = timezone.localdate()
    enrolled = RosterEntry.objects.standing().filter(training_class=training_class).count()
    left = None if training_class.capacity is None else max(training_class.capacity - enrolled, 0)
    why = why_closed(training_class, last_day=training_class.enrol_until or training_class.starts_on)
    is_professional = access.may_enrol(actor)
    entry = own_entry(training_class, actor) if is_professional else None
    return Enrolment(
        enrolled=enrolled,
        left=left,
        closed_because=why,
        entry=entry,
        may_enrol=is_professional and entry is None and not why and left != 0 and has_registration(actor),
        may_take_off=entry is not None and not training_class.has_begun(today),
        may_enrol_staff=access.may_enrol_staff(actor) and not why,
        keeps_roster=access.enrols_for_institution(actor, training_class),
        overlapping=overlapping_places(training_class, actor) if is_professional and not why else [],
        is_professional=is_professional,
    )


def has_registration(actor: Actor) -> bool:
    return actor.user_id is not None and Professional.objects.filter(user_id=actor.user_id).exists()


def own_entry(training_class: TrainingClass, actor: Actor) -> RosterEntry | None:
    own = own_places(actor).filter(training_class=training_class)
    return own.select_related("professional", "training_class").first()


def overlapping_places(training_class: TrainingClass, actor: Actor) -> list[TrainingClass]:
    """Other classes on the same days in which the person has a place: no hindrance, but good to know."""
    others = TrainingClass.objects.published().filter(pk__in=own_places(actor).values("training_class"))
    at_once = others.filter(starts_on__lte=training_class.ends_on, ends_on__gte=training_class.starts_on)
    return list(at_once.exclude(pk=training_class.pk))


def staff_for(training_class: TrainingClass, actor: Actor) -> ProfessionalQuerySet:
    """One's people, each with `is_enrolled`."""
    places = RosterEntry.objects.standing().filter(training_class=training_class, professional=OuterRef("pk"))
    return people_listed(actor).annotate(is_enrolled=Exists(places)).order_by(F("name_search"), "pk")
