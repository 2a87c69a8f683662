"""What becomes of approvals when two organizations that are the same are merged."""

from __future__ import annotations

import pytest

from approvals.models import Decision, Run, Step
from approvals.services import approve
from audit.actors import SYSTEM
from people.organizations.merging import merge_organizations, undo_merge
from tests.approvals.conftest import FIRST_VERSION
from tests.factories import BureauFactory, EmployerFactory

pytestmark = pytest.mark.django_db


def test_open_approval_goes_on_at_the_kept_employer(run, employer, hr_clerk):
    kept = EmployerFactory(place="440106")

    merge_organizations(kept, employer, reason="重复登记", actor=SYSTEM)

    moved = Run.objects.get(pk=run.pk)
    assert (moved.employer_id, moved.area) == (kept.pk, "440106")
    assert moved.steps.get(position=1).organization_id == kept.pk


def test_undone_merge_gives_it_back(run, employer):
    done = merge_organizations(EmployerFactory(place="440106"), employer, reason="重复登记", actor=SYSTEM)

    undo_merge(done, reason="合并有误", actor=SYSTEM)

    back = Run.objects.get(pk=run.pk)
    assert (back.employer_id, back.area) == (employer.pk, "440105")
    assert back.steps.get(position=1).organization_id == employer.pk


def test_bureau_that_was_told_and_has_a_step_of_its_own_is_replaced_in_both(run, district_bureau):
    Step.objects.filter(run=run, position=2).update(escalated_to=district_bureau)
    kept = BureauFactory(place="440105")

    done = merge_organizations(kept, district_bureau, reason="重复登记", actor=SYSTEM)

    step = run.steps.get(position=2)
    assert (step.organization_id, step.escalated_to_id) == (kept.pk, kept.pk)
    undo_merge(done, reason="合并有误", actor=SYSTEM)
    step.refresh_from_db()
    assert (step.organization_id, step.escalated_to_id) == (district_bureau.pk, district_bureau.pk)


def test_what_was_decided_stays_with_whoever_decided_it(run, employer, hr_clerk):
    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)

    merge_organizations(EmployerFactory(place="440106"), employer, reason="重复登记", actor=SYSTEM)

    assert run.steps.get(position=1).organization_id == employer.pk
    assert set(Decision.objects.values_list("organization_id", flat=True)) <= {employer.pk, None}
