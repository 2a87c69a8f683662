"""实时审验: whoever learns at a distance is reviewed by the training centre as soon as the year is complete (D-19)."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from approvals.matters import lock_person
from approvals.models import Run
from audit.actors import Actor
from audit.services import record
from people.lookups import Numbers
from people.models import Professional
from people.roles import Role
from people.supervision import place_of
from records.enums import FeedKind, Outcome, RecordState
from records.models import LearningRecord, LedgerYear
from ui.errors import Conflict
from ui.formatting import date_text
from verification.models import RealTimeWish
from verification.reviews.access import may_ask
from verification.reviews.enums import Occasion
from verification.reviews.services import (
    FormSaid,
    employer_of,
    new_case,
    open_case,
    real_time_chain,
    require_unreviewed,
)
from verification.reviews.timing import has_reviews


@transaction.atomic
def ask_real_time(
    professional: Professional, year: int, said: FormSaid, *, today: datetime.date, actor: Actor
) -> RealTimeWish:
    """This year or the last; the case opens at once where all hours are there. Side effects, in order: the wish; audit;
    perhaps the case."""
    if professional.user_id != actor.user_id or not may_ask(actor):
        raise PermissionDenied(_("Everybody files the own form."))
    lock_person(professional)
    employer = employer_of(professional)
    if not has_reviews(place_of(employer, today), today) or year not in (today.year, today.year - 1):
        raise Conflict(_("There is no review of %(year)s in real time.") % {"year": year})
    require_unreviewed(professional, year)
    try:
        with transaction.atomic():
            wish = RealTimeWish.objects.create(
                professional=professional,
                study_year=year,
                purpose=said.purpose,
                sex=said.sex,
                born_on=said.born_on.replace(day=1),
                profession=said.profession,
            )
    except IntegrityError as error:
        raise Conflict(_("You have asked for this already. It opens as soon as all hours are there.")) from error
    record("real_time.asked", wish, actor=actor, after={"year": year})
    open_real_time([professional.pk], today)
    return wish


@transaction.atomic
def end_real_time(wish: RealTimeWish, *, actor: Actor) -> None:
    if wish.professional.user_id != actor.user_id:
        raise PermissionDenied(_("Everybody files the own form."))
    if not RealTimeWish.objects.filter(pk=wish.pk, ended_at=None).update(ended_at=Now()):
        raise Conflict(_("This is over already."))
    record("real_time.ended", wish, actor=actor, before={"year": wish.study_year})


def open_real_time(professionals: Collection[int], today: datetime.date) -> None:
    """Called when ledgers have changed, in the transaction of the change and behind the locks on these people."""
    wishes = RealTimeWish.objects.filter(professional__among=Numbers(professionals), ended_at=None)
    for wish in wishes.select_related("professional__user").order_by("pk"):
        if _is_complete(wish):
            _open(wish, today)


def _is_complete(wish: RealTimeWish) -> bool:
    """All hours are there, and some of them were learned at a distance."""
    year = {"professional": wish.professional, "study_year": wish.study_year}
    distance = LearningRecord.objects.filter(feed__kind=FeedKind.DISTANCE, state=RecordState.RECOGNIZED, **year)
    return LedgerYear.objects.filter(outcome=Outcome.PASS, **year).exists() and distance.exists()


def _open(wish: RealTimeWish, today: datetime.date) -> Run | None:
    """In the name of who asked for it. Where nobody can review yet, the wish waits: hours are never lost by it."""
    person = wish.professional
    actor = Actor(user_id=person.user_id, label=person.name, hat=Role.PROFESSIONAL)
    said = FormSaid(wish.purpose, wish.sex, wish.born_on, wish.profession)  # type: ignore[arg-type]
    try:
        with transaction.atomic():
            employer = employer_of(person)
            chain = real_time_chain(person, employer, on=today)
            case = new_case(person, employer, wish.study_year, Occasion.REAL_TIME, said, today, actor)
            words = _("As asked on %(day)s: all hours are there.") % {"day": date_text(wish.asked_at)}
            run = open_case(case, chain, actor=actor, comment=words)
    except Conflict:
        return None
    RealTimeWish.objects.filter(pk=wish.pk).update(ended_at=Now())
    return run
