from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from approvals.models import Run
from approvals.services import approve, reject, return_run, withdraw
from audit.models import Event
from changes import moves
from changes.enums import ProofType
from changes.models import Correction, Departure, EmployerChange
from changes.services import (
    amend_correction,
    amend_employer_change,
    ask_employer,
    ask_name_correction,
    note_departure,
    number_in,
    reveal_new_number,
)
from people.hats import actor_wearing
from people.models import Professional
from people.professionals.numbers import number_in as number_of
from people.professionals.services import end_employment
from people.roles import Role
from people.vault import VaultError
from tests.changes.conftest import FIRST_DAY, NEW_NUMBER, picture, upload
from tests.factories import BureauFactory, EmployerFactory, MembershipFactory, ProfessionalFactory
from tests.factories.professionals import checked, invented_number
from ui.errors import Conflict


def employers(person: Professional) -> list[tuple[str, datetime.date, datetime.date | None]]:
    return [(str(each.employer), each.started_on, each.ended_on) for each in person.employments.all()]


def hats(person: Professional) -> list[tuple[str, datetime.date | None]]:
    held = person.user.memberships.filter(role=Role.PROFESSIONAL).order_by("pk")
    return [(str(hat.organization), hat.ended_on) for hat in held]


# Another employer


def test_asking_changes_nothing_yet(change_run, person, employer, other_employer):
    assert [name for name, _from, _until in employers(person)] == [employer.name]
    step = change_run.steps.get()
    assert (step.organization.pk, step.act) == (other_employer.pk, "acceptance")
    assert (change_run.employer.pk, change_run.area) == (other_employer.pk, other_employer.area)


def test_when_the_new_employer_agrees_employment_and_hat_move(
    change_run, person, employer, other_employer, other_hr_clerk
):
    approve(change_run, version=1, actor=other_hr_clerk.actor)

    last_day = FIRST_DAY - datetime.timedelta(days=1)
    assert employers(person) == [
        (employer.name, datetime.date(2020, 1, 1), last_day),
        (other_employer.name, FIRST_DAY, None),
    ]
    assert person.employments.last().position == "主任工程师"
    assert hats(person) == [(employer.name, last_day), (other_employer.name, None)]
    assert EmployerChange.objects.get().closed_at is not None
    assert Event.objects.get(action="employer_change.carried_out").after["employer"] == other_employer.name


def test_the_former_employer_is_told_and_notes_it_once(change_run, employer, hr_clerk, other_hr_clerk, auditor):
    approve(change_run, version=1, actor=other_hr_clerk.actor)

    departure = Departure.objects.visible_to(hr_clerk.actor).unnoted().get()
    assert (departure.employer.pk, departure.last_day) == (employer.pk, FIRST_DAY - datetime.timedelta(days=1))
    assert not Departure.objects.visible_to(other_hr_clerk.actor).exists()
    assert Departure.objects.visible_to(auditor.actor).exists()

    note_departure(departure, actor=hr_clerk.actor)
    note_departure(departure, actor=hr_clerk.actor)

    assert Departure.objects.get().noted_by == hr_clerk.user
    assert Event.objects.filter(action="departure.noted").count() == 1


def test_somebody_without_an_employer_is_bound_to_one(other_employer, other_hr_clerk):
    person = ProfessionalFactory()
    hat = person.user.memberships.get()
    run = ask_employer(person, other_employer, starts_on=FIRST_DAY, actor=actor_wearing(person.user, hat))
    approve(run, version=1, actor=other_hr_clerk.actor)

    assert employers(person) == [(other_employer.name, FIRST_DAY, None)]
    assert not Departure.objects.exists()


def test_open_matters_go_along(change_run, name_run, person, other_employer, other_hr_clerk, other_bureau_clerk):
    shantou_district = BureauFactory(name="乙区测试人社局", place="440511")

    approve(change_run, version=1, actor=other_hr_clerk.actor)

    run = Run.objects.get(pk=name_run.pk)
    assert run.employer.pk == other_employer.pk
    assert run.steps.get().organization.pk == shantou_district.pk
    assert run.decisions.last().reasons == ["employer_changed"]


def test_what_other_rooms_register_happens_in_the_same_transaction(change_run, person, other_hr_clerk, monkeypatch):
    seen = []

    def refuse(move: moves.Move, *, actor: object) -> None:
        seen.append((str(move.old), str(move.new), move.on))
        raise Conflict("not now")

    refusing = moves.Consequence(name="test", foresee=lambda move: [], carry_out=refuse)
    monkeypatch.setattr(moves, "_consequences", [*moves._consequences, refusing])

    with pytest.raises(Conflict):
        approve(change_run, version=1, actor=other_hr_clerk.actor)

    assert seen == [("甲测试单位", "乙测试单位", FIRST_DAY)]
    assert len(employers(person)) == 1
    assert not Departure.objects.exists()
    assert Run.objects.get(pk=change_run.pk).state == "under_way"


def test_one_request_at_a_time(change_run, person, professional):
    with pytest.raises(Conflict):
        ask_employer(person, EmployerFactory(), starts_on=FIRST_DAY, actor=professional.actor)


def test_the_present_employer_is_not_asked(person, professional, employer):
    with pytest.raises(Conflict):
        ask_employer(person, employer, starts_on=FIRST_DAY, actor=professional.actor)


@pytest.mark.parametrize("end", [reject, withdraw])
def test_after_the_end_another_may_be_asked(end, change_run, person, professional, other_hr_clerk):
    if end is reject:
        reject(change_run, version=1, actor=other_hr_clerk.actor, reasons=["not_hired"])
    else:
        withdraw(change_run, actor=professional.actor)

    assert len(employers(person)) == 1
    ask_employer(person, EmployerFactory(), starts_on=FIRST_DAY, actor=professional.actor)


def test_nobody_asks_on_behalf_of_another(person, other_employer, hr_clerk):
    with pytest.raises(PermissionDenied):
        ask_employer(person, other_employer, starts_on=FIRST_DAY, actor=hr_clerk.actor)


def test_returned_it_is_amended_and_the_old_version_is_not_decided(change_run, professional, other_hr_clerk):
    return_run(change_run, version=1, actor=other_hr_clerk.actor, reasons=["wrong_first_day"])
    change = EmployerChange.objects.get()
    later = FIRST_DAY + datetime.timedelta(days=7)

    run = amend_employer_change(change, starts_on=later, actor=professional.actor)

    with pytest.raises(Conflict):
        approve(run, version=1, actor=other_hr_clerk.actor)
    approve(run, version=2, actor=other_hr_clerk.actor)
    assert EmployerChange.objects.get().starts_on == later


def test_an_employment_that_ended_meanwhile_is_no_obstacle(change_run, person, employer, other_hr_clerk, hr_clerk):
    end_employment(person, on=datetime.date(2026, 11, 1), actor=hr_clerk.actor)

    approve(change_run, version=1, actor=other_hr_clerk.actor)

    assert not Departure.objects.exists()
    assert employers(person)[-1][0] == "乙测试单位"


def test_who_decides_at_the_new_employer_does_not_take_on_oneself(professional, person, other_employer):
    bureau = BureauFactory(place="440511")
    MembershipFactory(user=professional.user, organization=other_employer, role=Role.HR_CLERK)

    run = ask_employer(person, other_employer, starts_on=FIRST_DAY, actor=professional.actor)

    assert run.steps.get().organization.pk == bureau.pk


# Corrections


def test_the_bureau_of_the_employer_decides(name_run, district_bureau, hr_clerk, district_clerk):
    assert name_run.steps.get().organization.pk == district_bureau.pk
    assert not Correction.objects.visible_to(hr_clerk.actor).exists()
    assert Correction.objects.visible_to(district_clerk.actor).exists()


def test_a_name_is_corrected_when_the_bureau_agrees(name_run, person, district_clerk):
    approve(name_run, version=1, actor=district_clerk.actor)

    person = Professional.objects.get(pk=person.pk)
    assert (person.name, person.user.display_name) == ("林测式", "林测式")
    assert Correction.objects.get().closed_at is not None


def test_a_document_is_replaced_when_the_bureau_agrees(document_run, person, district_clerk):
    approve(document_run, version=1, actor=district_clerk.actor)

    document = person.documents.in_use().get()
    assert number_of(document) == NEW_NUMBER
    assert person.documents.count() == 2


def test_the_new_number_is_sealed_and_told_by_its_last_digits(document_run):
    correction = Correction.objects.get()

    assert NEW_NUMBER.encode() not in bytes(correction.number_sealed)
    assert number_in(correction) == NEW_NUMBER
    assert correction.new_value.endswith(NEW_NUMBER[-4:])
    assert NEW_NUMBER not in str([event.after for event in Event.objects.all()])


def test_a_seal_does_not_open_in_another_row(document_run):
    correction = Correction.objects.get()
    correction.uuid = uuid.uuid4()

    with pytest.raises(VaultError):
        number_in(correction)


def test_the_number_of_another_person_is_flagged_and_cannot_be_given_twice(document_run, district_clerk):
    ProfessionalFactory(number=NEW_NUMBER)
    correction = Correction.objects.get()

    assert document_run.rules.anomalies([correction])[correction.pk]
    with pytest.raises(Conflict):
        approve(document_run, version=1, actor=district_clerk.actor)
    assert Run.objects.get(pk=document_run.pk).state == "under_way"


def test_the_proof_is_kept_under_a_name_that_says_nothing(name_run):
    stored = Correction.objects.get().proof

    assert stored.name.startswith("proofs/")
    assert "林" not in stored.name
    assert "440105" not in stored.name
    assert stored.read() == picture()


def files() -> list[str]:
    return default_storage.listdir("proofs")[1] if default_storage.exists("proofs") else []


def test_a_request_that_fails_leaves_no_file(professional, person, name_run):
    assert len(files()) == 1

    with pytest.raises(Conflict):
        ask_name_correction(person, "另一名", upload(), ProofType.PNG, actor=professional.actor)

    assert len(files()) == 1


def test_without_an_employer_no_bureau_can_be_named(professional):
    person = ProfessionalFactory()
    actor = actor_wearing(person.user, person.user.memberships.get())
    with pytest.raises(Conflict):
        ask_name_correction(person, "新名", upload(), ProofType.PNG, actor=actor)

    assert files() == []
    assert not Correction.objects.exists()


def test_name_and_document_may_be_asked_for_at_once(name_run, document_run):
    assert Correction.objects.open().count() == 2


@pytest.mark.django_db(transaction=True)
def test_amending_replaces_the_proof_and_takes_the_old_one_away(name_run, professional, district_clerk):
    return_run(name_run, version=1, actor=district_clerk.actor, reasons=["unreadable_proof"])

    other = upload(picture("JPEG"))
    correction = Correction.objects.get()
    run = amend_correction(
        correction, name="林测试一", proof=other, proof_type=ProofType.JPEG, actor=professional.actor
    )

    stored = Correction.objects.get()
    assert (stored.new_name, stored.proof_type, stored.version, run.version) == ("林测试一", "jpg", 2, 2)
    assert files() == [stored.proof.name.removeprefix("proofs/")]


def test_amending_without_a_new_proof_keeps_the_old_one(document_run, professional, district_clerk):
    return_run(document_run, version=1, actor=district_clerk.actor, reasons=["mistyped"])
    name = Correction.objects.get().proof.name

    amend_correction(Correction.objects.get(), document=checked(invented_number(99)), actor=professional.actor)

    assert Correction.objects.get().proof.name == name
    assert number_in(Correction.objects.get()) == invented_number(99)


def test_only_who_has_to_decide_looks_up_the_number_and_it_is_kept(document_run, district_clerk, auditor, professional):
    correction = Correction.objects.get()
    run = Run.objects.prefetch_related("steps").get(pk=document_run.pk)

    assert reveal_new_number(correction, run, reason="核对", actor=district_clerk.actor) == NEW_NUMBER
    assert Event.objects.get(action="correction.number_revealed").reason == "核对"
    for other in (auditor, professional):
        with pytest.raises(PermissionDenied):
            reveal_new_number(correction, run, reason="?", actor=other.actor)


def test_the_database_holds_one_open_correction_a_field(name_run, person):
    copy = Correction(professional=person, field="name", old_value="x", new_name="y", proof="p", proof_type="png")

    with pytest.raises(DatabaseError), transaction.atomic():
        copy.save()


def test_a_correction_says_one_thing(person):
    both = Correction(professional=person, field="name", old_value="x", new_name="y", new_kind="passport")

    with pytest.raises(DatabaseError), transaction.atomic():
        both.save()
