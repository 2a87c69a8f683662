"""Letting somebody in again: employer and bureau together, and nobody alone."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from approvals.models import Run, Step
from approvals.services import approve, reject, return_run, withdraw
from audit.models import Event
from changes.rescues import services
from changes.rescues.enums import IdentityShown, Stage
from changes.rescues.models import Rescue
from changes.rescues.queries import accounts_cared_for, run_of, staged
from people.models import AccessLink, Employment, IdentityDocument
from people.roles import CAPABILITIES, Role
from tests.cast import _cast, english_client
from tests.changes.rescues import ANSWERS, asked, granted
from tests.factories import BureauFactory, InstitutionFactory, MembershipFactory
from tests.factories.organizations import AgencyFactory
from tests.factories.professionals import EmploymentFactory, ProfessionalFactory
from ui.errors import Conflict

pytestmark = pytest.mark.django_db

PASSWORD = "a password of my own"
MONTH = datetime.timedelta(days=30)


def stage_of(rescue: Rescue) -> Stage:
    return staged(Rescue.objects.filter(pk=rescue.pk), timezone.now())[0].stage


# The way it goes


def test_from_asking_to_coming_in(owner, professional, hr_clerk, district_clerk, client_of):
    Authenticator.objects.create(user=owner, type=Authenticator.Type.TOTP, data={})
    IdentityDocument.objects.filter(professional__user=owner).update(number_tail="008X")
    forgotten_session = client_of(professional)
    clerk, bureau = client_of(hr_clerk), client_of(district_clerk)

    sent = clerk.post(reverse("changes:rescue_request", args=[owner.pk]), ANSWERS)
    rescue = Rescue.objects.get()
    assert sent["Location"] == reverse("changes:rescue", args=[rescue.pk])
    run = Run.objects.get()
    decision = bureau.get(reverse("approvals:detail", args=[run.pk])).content.decode()
    assert "Password and second factor lost" in decision
    assert "Came in person with the identity document" in decision
    bureau.post(reverse("approvals:approval", args=[run.pk]), {"version": 1})
    assert "Make the slip" in clerk.get(sent["Location"]).content.decode()
    slip = clerk.post(reverse("changes:rescue_slip", args=[rescue.pk]))
    assert "no-store" in slip["Cache-Control"]
    address = slip.context["slips"][0].address.removeprefix("http://testserver")
    newcomer = english_client()
    newcomer.get(address)
    came_in = newcomer.post(
        reverse("first_sign_in"),
        {"proof": "008X", "username": "lin.back", "password1": PASSWORD, "password2": PASSWORD},
    )

    owner.refresh_from_db()
    assert came_in.status_code == 302
    assert (owner.username, owner.check_password(PASSWORD)) == ("lin.back", True)
    assert not Authenticator.objects.filter(user=owner).exists()
    assert forgotten_session.get(reverse("profile")).status_code == 302
    assert stage_of(rescue) == Stage.BACK
    home = newcomer.get(reverse("home")).content.decode()
    assert "Your access was renewed on" in home
    assert "甲测试单位" in home
    assert "甲区测试人社局" in home


def test_it_waits_with_the_bureau_of_the_employer(owner, hr_clerk, district_bureau):
    asked(owner, hr_clerk)

    step = Step.objects.get()
    assert (step.organization.pk, step.state, step.term) == (district_bureau.pk, "waiting", services.TERM)


def test_asking_changes_nothing_of_the_account(owner, hr_clerk):
    before = (owner.password, owner.session_generation)

    asked(owner, hr_clerk)

    owner.refresh_from_db()
    assert (owner.password, owner.session_generation) == before
    assert not AccessLink.objects.exists()


def test_a_colleague_of_who_asked_makes_the_slip(rescue, employer):
    head = _cast("黄测试", "huang.test", Role.HR_HEAD, employer)

    link = services.make_slip(rescue, actor=head.actor)

    assert link.user == rescue.account
    assert link.expires_at - timezone.now() > datetime.timedelta(days=13, hours=23)


def test_an_agency_asks_for_people_whose_files_it_holds(owner, employer, district_bureau):
    agency = AgencyFactory(place="440100")
    type(employer).objects.filter(pk=employer.pk).update(files_held_by=agency)
    clerk = _cast("江测试", "jiang.test", Role.HR_CLERK, agency)

    asked(owner, clerk)

    assert Step.objects.get().organization.pk == district_bureau.pk


def test_returned_it_is_amended_and_decided_as_it_stands_then(owner, hr_clerk, district_clerk):
    rescue = asked(owner, hr_clerk, identity_shown=IdentityShown.VIDEO)
    run = run_of(rescue)
    return_run(run, version=1, actor=district_clerk.actor, reasons=["document_not_seen"])

    services.amend_rescue(rescue, **ANSWERS, actor=hr_clerk.actor)

    with pytest.raises(Conflict, match="changed after you opened it"):
        approve(run, version=1, actor=district_clerk.actor)
    approve(run, version=2, actor=district_clerk.actor)
    rescue.refresh_from_db()
    assert rescue.identity_shown == IdentityShown.DOCUMENT
    assert stage_of(rescue) == Stage.GRANTED


def test_the_page_of_a_returned_one_is_filled_in_as_it_was_sent(owner, hr_clerk, district_clerk, client_of):
    rescue = asked(owner, hr_clerk, identity_shown=IdentityShown.VIDEO)
    return_run(run_of(rescue), version=1, actor=district_clerk.actor, reasons=["document_not_seen"])
    client, address = client_of(hr_clerk), reverse("changes:rescue_amendment", args=[rescue.pk])

    page = client.get(address).content.decode()
    client.post(address, ANSWERS)

    assert "本人到场" in page
    rescue.refresh_from_db()
    assert (rescue.version, rescue.identity_shown) == (2, IdentityShown.DOCUMENT)


# Of officers


def test_the_head_of_a_body_asks_for_its_officers_and_the_body_above_decides(
    district_head, district_clerk, bureau_clerk
):
    asked(district_clerk.user, district_head)

    assert Step.objects.get().organization.pk == bureau_clerk.membership.organization.pk


def test_a_bureau_asks_for_who_runs_an_institution(bureau_head, bureau_clerk):
    province = BureauFactory(name="甲省测试人社厅", place="440000")
    institution = InstitutionFactory(place="440106", area="4401")
    clerk = _cast("徐测试", "xu.test", Role.INSTITUTION_CLERK, institution)

    asked(clerk.user, bureau_head)

    assert Step.objects.get().organization.pk == province.pk


def test_above_the_highest_bureau_a_colleague_decides(bureau_head, bureau_clerk):
    other = _cast("伍测试", "wu.test", Role.BUREAU_CLERK, bureau_clerk.membership.organization)
    rescue = asked(other.user, bureau_head)
    run = run_of(rescue)

    with pytest.raises(PermissionDenied, match="their own case"):
        approve(run, version=1, actor=bureau_head.actor)
    with pytest.raises(PermissionDenied, match="their own case"):
        approve(run, version=1, actor=other.actor)
    approve(run, version=1, actor=bureau_clerk.actor)

    assert stage_of(rescue) == Stage.GRANTED


def test_a_bureau_speaks_for_who_has_no_employer_any_more(owner, hr_clerk, district_head, bureau_clerk):
    Employment.objects.filter(professional__user=owner).update(ended_on=timezone.localdate() - MONTH)

    asked(owner, district_head)

    assert not accounts_cared_for(hr_clerk.actor).filter(pk=owner.pk).exists()
    assert Step.objects.get().organization.pk == bureau_clerk.membership.organization.pk


def test_a_bureau_does_not_speak_for_who_has_an_employer(owner, district_head):
    assert not accounts_cared_for(district_head.actor).filter(pk=owner.pk).exists()


# Nobody alone


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR, Role.PROFESSIONAL, Role.BUREAU_CLERK])
def test_hats_that_may_not_ask(role):
    assert "changes.ask_rescue" not in CAPABILITIES[role]


def test_an_administrator_neither_asks_nor_decides_nor_makes_the_slip(owner, rescue, administrator, client_of):
    client = client_of(administrator)

    asking = client.post(reverse("changes:rescue_request", args=[owner.pk]), ANSWERS)
    slip = client.post(reverse("changes:rescue_slip", args=[rescue.pk]))
    decision = client.post(reverse("approvals:approval", args=[run_of(rescue).pk]), {"version": 1})

    assert (asking.status_code, slip.status_code, decision.status_code) == (403, 404, 404)
    assert not AccessLink.objects.exists()


def test_hr_cannot_make_the_slip_before_the_bureau_agreed(owner, hr_clerk):
    rescue = asked(owner, hr_clerk)

    with pytest.raises(Conflict, match="has not agreed"):
        services.make_slip(rescue, actor=hr_clerk.actor)

    assert not AccessLink.objects.exists()


def test_hr_cannot_agree_itself(owner, hr_clerk, employer):
    rescue = asked(owner, hr_clerk)
    colleague = _cast("黄测试", "huang.test", Role.HR_HEAD, employer)

    for member in (hr_clerk, colleague):
        with pytest.raises(PermissionDenied):
            approve(run_of(rescue), version=1, actor=member.actor)


def test_the_bureau_makes_no_slip(rescue, district_clerk, district_head):
    for member in (district_clerk, district_head):
        with pytest.raises(PermissionDenied):
            services.make_slip(rescue, actor=member.actor)


def test_nobody_asks_for_oneself(employer, hr_clerk):
    EmploymentFactory(professional=ProfessionalFactory(user=hr_clerk.user), employer=employer)

    with pytest.raises(PermissionDenied):
        asked(hr_clerk.user, hr_clerk)


def test_nobody_makes_the_slip_for_oneself(employer, hr_clerk, district_clerk, owner):
    """Asked for by a colleague, it is the colleague's to hand over."""
    EmploymentFactory(professional=ProfessionalFactory(user=hr_clerk.user), employer=employer)
    colleague = _cast("黄测试", "huang.test", Role.HR_HEAD, employer)
    rescue = granted(hr_clerk.user, colleague, district_clerk)

    with pytest.raises(PermissionDenied):
        services.make_slip(rescue, actor=hr_clerk.actor)


@pytest.mark.parametrize("office", [Role.BUREAU_CLERK, Role.AUDITOR, Role.HR_HEAD])
def test_nobody_asks_for_an_account_that_opens_offices_beyond_their_own(
    owner, employer, district_bureau, hr_clerk, office
):
    """Whoever hands over the slip might go in first."""
    body = {Role.BUREAU_CLERK: district_bureau, Role.AUDITOR: None, Role.HR_HEAD: employer}[office]
    MembershipFactory(user=owner, organization=body, role=office)

    with pytest.raises(PermissionDenied):
        asked(owner, hr_clerk)


def test_an_office_gained_meanwhile_stops_the_slip(rescue, owner, hr_clerk):
    MembershipFactory(user=owner, organization=None, role=Role.AUDITOR)

    with pytest.raises(PermissionDenied):
        services.make_slip(rescue, actor=hr_clerk.actor)


def test_the_person_of_another_employer_is_not_there(owner, rescue, other_hr_clerk, client_of):
    client = client_of(other_hr_clerk)

    assert client.get(reverse("changes:rescue_request", args=[owner.pk])).status_code == 404
    assert client.post(reverse("changes:rescue_request", args=[owner.pk]), ANSWERS).status_code == 404
    for name in ("rescue", "rescue_slip", "rescue_stopping", "rescue_amendment"):
        assert client.get(reverse(f"changes:{name}", args=[rescue.pk])).status_code == 404
    assert "林测试" not in client.get(reverse("changes:rescue_search"), {"name": "林"}).content.decode()
    assert "林测试" not in client.get(reverse("changes:rescues")).content.decode()


def test_who_left_meanwhile_is_no_longer_theirs(rescue, owner, hr_clerk):
    Employment.objects.filter(professional__user=owner).update(ended_on=timezone.localdate() - MONTH)

    with pytest.raises(PermissionDenied):
        services.make_slip(rescue, actor=hr_clerk.actor)


def test_who_never_came_in_needs_a_first_link_only(owner, hr_clerk):
    owner.set_unusable_password()
    owner.save()

    with pytest.raises(PermissionDenied):
        asked(owner, hr_clerk)


def test_where_no_bureau_stands_it_is_said(professional, hr_clerk):
    with pytest.raises(Conflict, match="No bureau answers"):
        asked(professional.user, hr_clerk)


# Once, and in time


def test_a_rescue_gives_one_slip(rescue, hr_clerk):
    services.make_slip(rescue, actor=hr_clerk.actor)

    with pytest.raises(Conflict, match="made already"):
        services.make_slip(rescue, actor=hr_clerk.actor)

    assert AccessLink.objects.count() == 1


def test_a_second_press_is_told_on_the_page(rescue, hr_clerk, client_of):
    client = client_of(hr_clerk)
    address = reverse("changes:rescue_slip", args=[rescue.pk])
    client.post(address)

    assert client.post(address).status_code == 409


def test_the_page_before_the_slip_makes_none(rescue, hr_clerk, client_of):
    assert client_of(hr_clerk).get(reverse("changes:rescue_slip", args=[rescue.pk])).status_code == 200
    assert not AccessLink.objects.exists()


def test_who_signed_in_long_ago_is_asked_anew_before_the_slip(rescue, hr_clerk, client_of):
    client = client_of(hr_clerk)
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=1)):
        answer = client.post(reverse("changes:rescue_slip", args=[rescue.pk]))

    assert answer.status_code == 302
    assert not AccessLink.objects.exists()


def test_an_agreement_lapses_after_thirty_days(rescue, hr_clerk):
    with time_machine.travel(rescue.usable_until), pytest.raises(Conflict, match="lapsed"):
        services.make_slip(rescue, actor=hr_clerk.actor)
    with time_machine.travel(rescue.usable_until - datetime.timedelta(seconds=1)):
        services.make_slip(rescue, actor=hr_clerk.actor)


def test_after_a_lapsed_one_another_is_asked_for(rescue, owner, hr_clerk):
    with time_machine.travel(rescue.usable_until):
        another = asked(owner, hr_clerk)

    rescue.refresh_from_db()
    assert rescue.closed_at == rescue.usable_until
    assert stage_of(another) == Stage.ASKED
    assert Event.objects.filter(action="rescue.lapsed", object_id=str(rescue.pk)).exists()


def test_one_open_rescue_an_account(owner, rescue, hr_clerk):
    with pytest.raises(Conflict, match="under way already"):
        asked(owner, hr_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rescue.objects.create(account=owner, organization=rescue.organization, **ANSWERS)


@pytest.mark.parametrize("end", [reject, withdraw])
def test_refused_or_withdrawn_there_is_no_slip_and_another_may_be_asked_for(owner, hr_clerk, district_clerk, end):
    rescue = asked(owner, hr_clerk)
    run = run_of(rescue)
    if end is reject:
        reject(run, version=1, actor=district_clerk.actor, comment="不是本人")
    else:
        withdraw(run, actor=hr_clerk.actor)

    with pytest.raises(Conflict):
        services.make_slip(rescue, actor=hr_clerk.actor)

    assert asked(owner, hr_clerk).pk != rescue.pk
