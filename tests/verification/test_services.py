"""Verifications outside of the batch: passed by a late recognition, voided by an office, changed by nobody."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from audit.models import Event
from people.models import Professional
from tests.cast import CastMember
from tests.factories import MembershipFactory
from tests.verification.conftest import YEAR, study, work_all
from ui.errors import Conflict
from verification.batch.services import run_again, run_year
from verification.models import Verification, VerificationVoid
from verification.services import pass_late, verified_years, void_verification

Person = Callable[..., Professional]
IN_GRACE = datetime.date(YEAR + 1, 1, 20)
AFTER_GRACE = datetime.date(YEAR + 1, 2, 1)


@pytest.fixture
def verified(done: Person, city_head: CastMember) -> Verification:
    done()
    run_year(YEAR, area="4401", actor=city_head.actor)
    work_all()
    return Verification.objects.get()


def test_late_recognition_within_the_days_of_grace_passes_the_person(verified: Verification, short: Person) -> None:
    late = short()
    study(late, specialty=2, recognized_on=IN_GRACE)

    pass_late([late.pk, verified.professional_id], IN_GRACE)

    passed = Verification.objects.get(professional=late)
    assert (passed.batch, passed.last_year) == (None, YEAR)
    assert Event.objects.get(action="verification.passed_late").object_id == str(passed.pk)
    assert verified_years(late) == [YEAR]


def test_late_recognition_after_the_days_of_grace_passes_nobody(verified: Verification, short: Person) -> None:
    late = short()
    study(late, specialty=2, recognized_on=AFTER_GRACE)

    pass_late([late.pk], AFTER_GRACE)

    assert not Verification.objects.filter(professional=late).exists()


def test_nobody_passes_before_the_batch_of_the_year_has_run(done: Person) -> None:
    person = done()

    pass_late([person.pk], IN_GRACE)

    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE verification_verification SET counted_total = 1",
        "DELETE FROM verification_verification",
        "TRUNCATE verification_verification CASCADE",
    ],
)
def test_database_refuses_to_change_what_was_verified(statement: str, verified: Verification) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            cursor.execute(statement)

    assert Verification.objects.get().counted_total == 90


def test_nobody_is_verified_twice_for_a_year(verified: Verification) -> None:
    verified.pk = None
    verified._state.adding = True

    with pytest.raises(IntegrityError, match="verification_once"), transaction.atomic():
        verified.save()


def test_void_is_a_row_of_its_own_and_the_year_stands_no_longer(verified: Verification, city_head: CastMember) -> None:
    void_verification(verified, reason="证明系伪造", is_fraud=True, actor=city_head.actor)

    void = VerificationVoid.objects.get()
    assert (void.verification, void.is_fraud, void.voided_by) == (verified, True, city_head.user)
    assert Verification.objects.count() == 1
    assert verified_years(verified.professional) == []
    with pytest.raises(Conflict, match="voided already"):
        void_verification(verified, reason="again", actor=city_head.actor)


def test_voided_year_is_not_passed_again_by_the_batch(verified: Verification, city_head: CastMember) -> None:
    void_verification(verified, reason="证明系伪造", is_fraud=True, actor=city_head.actor)

    run_again(verified.batch, actor=city_head.actor)
    work_all()

    assert Verification.objects.count() == 1


def test_verification_is_voided_by_the_bureau_that_answers_and_never_by_the_person(
    verified: Verification, other_head: CastMember, hr_clerk: CastMember, auditor: CastMember, city_head: CastMember
) -> None:
    for member in (other_head, hr_clerk, auditor):
        with pytest.raises(PermissionDenied):
            void_verification(verified, reason="x", actor=member.actor)
    person = verified.professional.user
    hat = MembershipFactory(user=person, role=city_head.membership.role, organization=city_head.membership.organization)
    with pytest.raises(PermissionDenied, match="own case"):
        void_verification(verified, reason="x", actor=CastMember(person, hat).actor)
    assert not VerificationVoid.objects.exists()


def test_verifications_are_seen_by_the_person_and_who_answers_for_them(
    verified: Verification,
    hr_clerk: CastMember,
    other_hr_clerk: CastMember,
    city_head: CastMember,
    other_head: CastMember,
    auditor: CastMember,
) -> None:
    for member in (hr_clerk, city_head, auditor):
        assert Verification.objects.visible_to(member.actor).count() == 1, member
    for member in (other_hr_clerk, other_head):
        assert not Verification.objects.visible_to(member.actor).exists(), member


def test_recognition_in_the_days_of_grace_passes_the_person_in_the_same_transaction(
    verified: Verification, short: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = short()
    monkeypatch.setattr("records.ledger.services.database_day", lambda: IN_GRACE)

    study(late, specialty=2, recognized_on=IN_GRACE)

    assert Verification.objects.filter(professional=late, last_year=YEAR).exists()
