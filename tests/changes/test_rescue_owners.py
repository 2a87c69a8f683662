"""Whoever is said to have lost the way in is told of it, and has a say."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from approvals.enums import RunState
from approvals.models import Step
from approvals.services import approve, reject, return_run
from audit.models import Event
from changes.rescues import services
from changes.rescues.enums import LostWay, Stage
from changes.rescues.models import Rescue
from changes.rescues.procedure import look_at
from changes.rescues.queries import run_of, staged
from people.access_links.services import make_access_links, use_link
from people.models import AccessLink
from tests.cast import CastMember
from tests.changes.rescues import ANSWERS, asked
from ui.errors import Conflict
from ui.tasks_waiting import tasks_for

pytestmark = pytest.mark.django_db


PASSWORD = "a password of my own"


def stage_of(rescue: Rescue) -> Stage:
    return staged(Rescue.objects.filter(pk=rescue.pk), timezone.now())[0].stage


def names_of_tasks(member: CastMember) -> list[str]:
    return [str(task.name) for task in tasks_for(member.actor)]


def test_the_owner_who_lost_nothing_stops_it(owner, professional, hr_clerk, district_clerk, client_of):
    rescue = asked(owner, hr_clerk)
    assert "甲测试单位 wants to let you in again" in client_of(professional).get(reverse("home")).content.decode()

    client_of(professional).post(reverse("changes:rescue_stopping", args=[rescue.pk]))

    run = run_of(rescue)
    rescue.refresh_from_db()
    assert (rescue.stopped_by, rescue.closed_at) == (owner, rescue.stopped_at)
    assert (run.state, run.closed_at is None) == (RunState.WITHDRAWN, False)
    assert stage_of(rescue) == Stage.STOPPED


def test_what_was_stopped_leaves_the_queue_of_the_bureau(owner, professional, hr_clerk, district_clerk, client_of):
    rescue = asked(owner, hr_clerk)
    bureau, waiting = client_of(district_clerk), reverse("approvals:queue")
    page = reverse("approvals:detail", args=[run_of(rescue).pk])
    assert page in bureau.get(waiting).content.decode()

    services.stop_rescue(rescue, actor=professional.actor)

    run = run_of(rescue)
    assert page not in bureau.get(waiting).content.decode()
    assert not Step.objects.waiting().exists()
    for act in (approve, reject):
        with pytest.raises(Conflict, match="林测试 withdrew it"):
            act(run, version=1, actor=district_clerk.actor)
    assert "林测试" in bureau.get(page).content.decode()


def test_what_was_returned_can_be_stopped_too(owner, hr_clerk, district_clerk):
    rescue = asked(owner, hr_clerk)
    return_run(run_of(rescue), version=1, reasons=["identity_doubtful"], actor=district_clerk.actor)

    services.stop_rescue(rescue, actor=hr_clerk.actor)

    assert run_of(rescue).state == RunState.WITHDRAWN
    with pytest.raises(Conflict):
        services.amend_rescue(rescue, **ANSWERS, actor=hr_clerk.actor)
    assert asked(owner, hr_clerk).pk != rescue.pk


def test_a_decision_of_the_bureau_is_left_as_it_is(rescue, professional):
    services.stop_rescue(rescue, actor=professional.actor)

    assert run_of(rescue).state == RunState.APPROVED


def test_stopped_after_the_agreement_there_is_no_slip(rescue, professional, hr_clerk):
    services.stop_rescue(rescue, actor=professional.actor)

    with pytest.raises(Conflict, match="stopped"):
        services.make_slip(rescue, actor=hr_clerk.actor)


def test_stopped_after_the_slip_the_link_is_void(rescue, professional, hr_clerk):
    services.make_slip(rescue, actor=hr_clerk.actor)

    services.stop_rescue(rescue, actor=professional.actor)

    assert not AccessLink.objects.usable(timezone.now()).exists()
    assert stage_of(rescue) == Stage.STOPPED


def test_what_was_used_cannot_be_stopped(rescue, professional, hr_clerk):
    services.make_slip(rescue, actor=hr_clerk.actor)
    use_link(
        AccessLink.objects.get(), username="lin.back", password=PASSWORD, at=timezone.now(), actor=professional.actor
    )

    with pytest.raises(Conflict, match="over already"):
        services.stop_rescue(rescue, actor=professional.actor)


def test_stopping_an_old_rescue_leaves_a_newer_link_alone(rescue, owner, professional, hr_clerk):
    services.make_slip(rescue, actor=hr_clerk.actor)
    make_access_links([owner], at=timezone.now(), actor=hr_clerk.actor)

    with pytest.raises(Conflict, match="over already"):
        services.stop_rescue(rescue, actor=professional.actor)

    assert AccessLink.objects.usable(timezone.now()).count() == 1


def test_whoever_is_said_to_use_the_account_of_another_has_no_say(owner, professional, hr_clerk):
    rescue = asked(owner, hr_clerk, lost=LostWay.TAKEN_OVER)

    with pytest.raises(PermissionDenied):
        services.stop_rescue(rescue, actor=professional.actor)

    assert any("speak with the owner" in flag for flag in look_at([rescue])[rescue.pk])


def test_strangers_stop_nothing(rescue, other_hr_clerk, district_clerk, administrator):
    for member in (other_hr_clerk, district_clerk, administrator):
        with pytest.raises(PermissionDenied):
            services.stop_rescue(rescue, actor=member.actor)


def test_the_owner_reads_it_once(rescue, owner, professional, hr_clerk, client_of):
    services.make_slip(rescue, actor=hr_clerk.actor)
    use_link(
        AccessLink.objects.get(), username="lin.back", password=PASSWORD, at=timezone.now(), actor=professional.actor
    )
    owner.refresh_from_db()
    client = client_of(owner)

    client.post(reverse("changes:rescue_note", args=[rescue.pk]))
    client.post(reverse("changes:rescue_note", args=[rescue.pk]))

    assert not any("renewed" in name for name in names_of_tasks(professional))
    assert Event.objects.filter(action="rescue.noted").count() == 1


def test_others_note_nothing_for_the_owner(rescue, hr_clerk, client_of):
    assert client_of(hr_clerk).post(reverse("changes:rescue_note", args=[rescue.pk])).status_code == 403
