"""The last place, and a class that changes under one's hands: with real connections."""

from __future__ import annotations

from functools import partial

import pytest

from approvals.models import Run
from approvals.services import approve, withdraw
from courses.classes.changes import cancel_class, change_class
from courses.classes.plans import amend_class, file_class
from courses.enrolment.services import enrol_oneself, enrol_staff
from courses.enums import ClassState
from courses.models import RosterEntry, TrainingClass
from tests.cast import CastMember
from tests.factories import ProfessionalFactory
from ui.errors import Conflict

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


def split(outcomes: list) -> tuple[list, list]:
    lost = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert all(isinstance(outcome, Conflict) for outcome in lost), lost
    return [outcome for outcome in outcomes if not isinstance(outcome, Exception)], lost


def enrolling(training_class, person):
    actor = CastMember(person.user, person.user.memberships.get()).actor
    return partial(enrol_oneself, training_class, person, actor=actor)


def test_the_last_places_are_given_once(published, employer, race):
    people = ProfessionalFactory.create_batch(5, employer=employer)

    won, lost = split(race(*[enrolling(published, person) for person in people]))

    assert (len(won), len(lost)) == (2, 3)
    assert RosterEntry.objects.standing().count() == 2


def test_the_same_person_twice_has_one_place(published, employer, race):
    person = ProfessionalFactory(employer=employer)

    won, lost = split(race(enrolling(published, person), enrolling(published, person)))

    assert (len(won), len(lost)) == (1, 1)


def test_many_of_one_employer_against_one_person(published, employer, hr_clerk, race):
    """Two places: the two of the employer get both, or the one person gets the first and they get none."""
    people = ProfessionalFactory.create_batch(3, employer=employer)

    split(race(partial(enrol_staff, published, people[:2], actor=hr_clerk.actor), enrolling(published, people[2])))

    standing = {entry.professional_id for entry in RosterEntry.objects.standing()}
    assert standing in ({people[0].pk, people[1].pk}, {people[2].pk})


def test_a_cancellation_against_an_enrolment(published, employer, institution_clerk, race):
    person = ProfessionalFactory(employer=employer)

    race(
        partial(cancel_class, published, reason="报名不足", actor=institution_clerk.actor), enrolling(published, person)
    )

    assert TrainingClass.objects.get(pk=published.pk).state == ClassState.CANCELLED
    for entry in RosterEntry.objects.all():  # who got in before is told
        assert entry.seen_change < published.changes.get().pk


def test_fewer_places_against_an_enrolment(published, employer, institution_clerk, race):
    people = ProfessionalFactory.create_batch(2, employer=employer)
    enrolling(published, people[0])()

    race(
        partial(change_class, published, {"capacity": 1}, reason="换小教室", actor=institution_clerk.actor),
        enrolling(published, people[1]),
    )

    capacity = TrainingClass.objects.get(pk=published.pk).capacity
    assert RosterEntry.objects.standing().count() <= capacity


def test_a_plan_is_filed_once(draft, bureau, authority, institution_clerk, race):
    file = partial(file_class, draft, actor=institution_clerk.actor)

    won, lost = split(race(file, file))

    assert (len(won), len(lost)) == (1, 1)
    assert Run.objects.count() == 1


def test_an_amendment_against_a_filing_ends_in_one_order(draft, bureau, authority, institution_clerk, race):
    race(
        partial(file_class, draft, actor=institution_clerk.actor),
        partial(amend_class, draft, {"venue": "测试路9号"}, actor=institution_clerk.actor),
    )

    plan, run = TrainingClass.objects.get(), Run.objects.get()
    assert plan.state == ClassState.FILED
    assert run.version == plan.version  # what is decided is what was sent


def test_a_decision_against_a_withdrawal_never_publishes_a_draft(filed, reviewer, officer, institution_clerk, race):
    run = Run.objects.get()
    approve(run, version=1, actor=reviewer.actor)

    won, _lost = split(
        race(
            partial(approve, run, version=1, actor=officer.actor), partial(withdraw, run, actor=institution_clerk.actor)
        )
    )

    assert len(won) == 1
    assert (
        TrainingClass.objects.get().state
        == {
            "approved": ClassState.PUBLISHED,
            "withdrawn": ClassState.DRAFT,
        }[Run.objects.get().state]
    )
