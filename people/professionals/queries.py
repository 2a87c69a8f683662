"""Reads over professionals with their titles and employments."""

from __future__ import annotations

from typing import cast

from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from audit.actors import Actor
from people.models import (
    Employer,
    Employment,
    EmploymentQuerySet,
    IdentityDocument,
    Professional,
    ProfessionalQuerySet,
    Title,
    TitleQuerySet,
    User,
)
from people.professionals.numbers import index_of_typed_number, index_of_typed_phone
from people.titles import LEVELS_OF_GROUP, TitleGroup

EMPLOYED, LEFT = "employed", "left"


def people_listed(actor: Actor, *, status: str = EMPLOYED) -> ProfessionalQuerySet:
    """Those of whom the actor keeps a list, with what it tells of them: in the case of somebody who left, nothing of
    the time after."""
    listed = Professional.objects.left_under(actor) if status == LEFT else Professional.objects.employed_under(actor)
    return _told(listed, actor, Employment.objects.in_reach_of(actor))


def people_opened(actor: Actor) -> ProfessionalQuerySet:
    """Those whom the actor sees, with the whole of their history."""
    return _told(Professional.objects.visible_to(actor), actor, Employment.objects.visible_to(actor))


def _told(people: ProfessionalQuerySet, actor: Actor, employments: EmploymentQuerySet) -> ProfessionalQuerySet:
    """Each with `shown_titles` and `shown_employments`, the newest first, and what is sorted by."""
    begun = employments.filter(started_on__lte=timezone.localdate()).order_by("-started_on")
    newest = begun.filter(professional=OuterRef("pk"))[:1]
    return people.annotate(
        staff_number=Subquery(newest.values("staff_number")),
        since=Subquery(newest.values("started_on")),
        until=Subquery(newest.values("ended_on")),
        is_open=Exists(Professional.objects.visible_to(actor).filter(pk=OuterRef("pk"))),
    ).prefetch_related(
        Prefetch("employments", begun.select_related("employer"), to_attr="shown_employments"),
        Prefetch("titles", Title.objects.visible_to(actor), to_attr="shown_titles"),
    )


def present_employment(professional: Professional) -> Employment | None:
    return professional.employments.filter(ended_on=None).select_related("employer__division").first()


def found_in_list(people: ProfessionalQuerySet, typed: str) -> ProfessionalQuerySet:
    """By name or reading; by staff number where there is a digit, which no name has. One of the two and not both: an
    index answers each, and none answers "or". `people` as people_listed gives them."""
    if not any(map(str.isdigit, typed)):
        return people.called(typed)
    numbered = Employment.objects.filter(staff_number__istartswith=typed.strip())
    # The second condition holds the search to the number that is shown; the first spares it for everybody else.
    return people.filter(Q(pk__in=numbered.values("professional")), Q(staff_number__istartswith=typed.strip()))


def holding(people: ProfessionalQuerySet, group: str) -> ProfessionalQuerySet:
    """Whose title is of that group today; of those who left, it is not known."""
    people = people.filter(Q(is_open=True))
    obtained = Title.objects.filter(professional=OuterRef("pk"), obtained_on__lte=timezone.localdate())
    if group == TitleGroup.NONE:
        return people.filter(~Exists(obtained))
    levels = LEVELS_OF_GROUP[group]
    best = obtained.best_first().values("level")[:1]
    # Whoever never reached the level need not be asked for the best one.
    reached = people.filter(Exists(obtained.filter(level__in=levels)))
    return reached.annotate(level=Subquery(best)).filter(Q(level__in=levels))


def professional_with(typed: str, *, actor: Actor) -> Professional | None:
    """By a whole identity or telephone number, through the blind index, among those whom the actor sees."""
    documents = IdentityDocument.objects.in_use().filter(number_index=index_of_typed_number(typed))
    accounts = User.objects.filter(phone_index=index_of_typed_phone(typed), phone_index__isnull=False)
    visible = Professional.objects.visible_to(actor)
    return visible.filter(Q(pk__in=documents.values("professional")) | Q(user__in=accounts)).first()


def titles_of(professional: Professional, actor: Actor) -> TitleQuerySet:
    return Title.objects.visible_to(actor).filter(professional=professional).order_by("-obtained_on")


def employments_of(professional: Professional, actor: Actor) -> EmploymentQuerySet:
    seen = Employment.objects.visible_to(actor).filter(professional=professional)
    return seen.select_related("employer").order_by(F("started_on").desc())


def employers_entered_by(actor: Actor) -> list[Employer]:
    """Into which HR may enter people: its own, or those whose files its agency holds."""
    if actor.organization_id is None:
        return []
    own = Employer.objects.filter(Q(pk=actor.organization_id) | Q(files_held_by=actor.organization_id))
    return cast("list[Employer]", list(own.standing(timezone.localdate()).order_by("name")))
