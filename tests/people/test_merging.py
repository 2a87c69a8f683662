import datetime
import threading
import time

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from audit.actors import SYSTEM
from audit.models import Event
from people.enums import Industry
from people.models import Employment, Membership, Merge, Organization, Professional
from people.models.merges import UNDO_DAYS
from people.organizations.locks import lock_standing
from people.organizations.merging import merge_organizations, preview, undo_merge
from people.organizations.queries import doubled_organizations, likely_doubles
from people.organizations.references import is_known
from people.roles import Role
from people.services import grant_membership
from tests.factories import (
    AgencyFactory,
    BureauFactory,
    CommissionFactory,
    EmployerFactory,
    IndustryAuthorityFactory,
    InstitutionFactory,
    MembershipFactory,
    UserFactory,
)
from ui.errors import Conflict

pytestmark = pytest.mark.django_db
SINCE = datetime.date(2020, 1, 1)


@pytest.fixture
def kept():
    return EmployerFactory(name="甲测试单位")


@pytest.fixture
def dropped():
    return EmployerFactory(name="甲测试 单位", place="440106")


def merge(kept, dropped, **options):
    return merge_organizations(kept, dropped, reason="重复登记", actor=SYSTEM, **options)


def undo(done):
    return undo_merge(done, reason="合并有误", actor=SYSTEM)


def employed_at(employer, **fields):
    professional = Professional.objects.create(user=UserFactory(), name="测试人")
    return Employment.objects.create(professional=professional, employer=employer, started_on=SINCE, **fields)


def employers_of(*employments):
    return [Employment.objects.get(pk=each.pk).employer_id for each in employments]


class TestEverythingThatPointsAtAnOrganization:
    def test_is_moved_by_a_merge_or_left_on_purpose(self):
        """A room that adds a foreign key to an organization says in its AppConfig.ready what a merge does to it."""
        ours = [model for model in apps.get_models() if not model.__module__.startswith(("django.", "allauth."))]
        pointing = {
            (model._meta.label, field.name)
            for model in ours
            for field in model._meta.local_fields
            if isinstance(field, ForeignKey)
            and not field.remote_field.parent_link
            and isinstance(field.related_model, type)
            and issubclass(field.related_model, Organization)
        }

        assert len(pointing) >= 7
        assert {each for each in pointing if not is_known(*each)} == set()


class TestMerging:
    def test_moves_hats_employments_and_nothing_of_others(self, kept, dropped):
        hat, stranger = MembershipFactory(organization=dropped), MembershipFactory()
        here, there = employed_at(kept), employed_at(dropped)

        merge(kept, dropped)

        assert Membership.objects.get(pk=hat.pk).organization_id == kept.pk
        assert Membership.objects.get(pk=stranger.pk).organization_id == stranger.organization_id
        assert employers_of(here, there) == [kept.pk, kept.pk]

    def test_dropped_one_is_gone_from_every_list_and_leads_to_the_kept_one(self, kept, dropped):
        merge(kept, dropped)

        dropped.refresh_from_db()
        assert dropped.merged_into_id == kept.pk
        assert list(Organization.objects.standing().values_list("pk", flat=True)) == [kept.pk]

    def test_is_written_down_for_both_and_for_every_row(self, kept, dropped):
        employment = employed_at(dropped)

        merge(kept, dropped)

        merged = Event.objects.filter(action="organization.merged").order_by("id")
        assert [event.object_id for event in merged] == [str(dropped.pk), str(kept.pk)]
        assert merged[0].after == {"dropped": "甲测试 单位", "kept": "甲测试单位", "rows": 1}
        moved = Event.objects.get(action="organization.row_moved")
        assert (moved.object_type, moved.object_id) == ("people.employment", str(employment.pk))
        assert (moved.before, moved.after) == ({"employer_id": dropped.pk}, {"employer_id": kept.pk})

    def test_hat_held_at_both_moves_along_and_ends(self, kept, dropped):
        user = UserFactory()
        stays = MembershipFactory(user=user, organization=kept, role=Role.HR_CLERK)
        doubled = MembershipFactory(user=user, organization=dropped, role=Role.HR_CLERK)

        merge(kept, dropped)

        stays.refresh_from_db()
        doubled.refresh_from_db()
        assert stays.ended_on is None
        assert (doubled.organization_id, doubled.ended_on) == (kept.pk, timezone.localdate())

    def test_commission_that_both_have_stays_behind(self):
        kept, dropped = InstitutionFactory(), InstitutionFactory()
        for institution in (kept, dropped):
            CommissionFactory(institution=institution, year=2026, line="卫生")
        CommissionFactory(institution=dropped, year=2026, line="建设")

        merge(kept, dropped)

        assert [str(each) for each in kept.commissions.all()] == ["2026 卫生", "2026 建设"]
        assert [str(each) for each in dropped.commissions.all()] == ["2026 卫生"]

    def test_employers_follow_the_agency_that_holds_their_files(self):
        kept, dropped = AgencyFactory(), AgencyFactory()
        employer = EmployerFactory(files_held_by=dropped)

        merge(kept, dropped)

        employer.refresh_from_db()
        assert employer.files_held_by_id == kept.pk

    def test_preview_tells_what_would_move_and_moves_nothing(self, kept, dropped):
        user = UserFactory(display_name="陈测试")
        for organization in (kept, dropped):
            MembershipFactory(user=user, organization=organization, role=Role.HR_CLERK)
        employed_at(dropped)

        with translation.override("en"):
            seen = {str(each.label): each for each in preview(kept, dropped).movements}

        moving = {label: (each.count, each.doubled) for label, each in seen.items() if each.count}
        assert moving == {"Hats": (1, 1), "Employments": (1, 0)}
        assert (seen["Hats"].names, seen["Employments"].names) == (["陈测试 · HR clerk"], ["测试人"])
        assert Membership.objects.filter(organization=dropped).count() == 1
        assert not Event.objects.exists()

    def test_what_changed_since_the_preview_must_be_looked_at_again(self, kept, dropped):
        fingerprint = preview(kept, dropped).fingerprint
        employed_at(dropped)

        with pytest.raises(Conflict, match="changed since you looked"):
            merge(kept, dropped, fingerprint=fingerprint)

        merge(kept, dropped, fingerprint=preview(kept, dropped).fingerprint)
        assert Merge.objects.count() == 1

    def test_fingerprint_of_one_direction_does_not_fit_the_other(self, kept, dropped):
        with pytest.raises(Conflict):
            merge(kept, dropped, fingerprint=preview(dropped, kept).fingerprint)

    def test_into_itself_is_refused(self, kept):
        with pytest.raises(Conflict, match="into itself"):
            merge(kept, kept)

    def test_of_two_kinds_is_refused(self, kept):
        with pytest.raises(Conflict, match="of one kind"):
            merge(kept, InstitutionFactory())

    def test_must_not_hand_an_area_to_another_bureau(self):
        with pytest.raises(Conflict, match="only for one area"):
            merge(BureauFactory(place="440100"), BureauFactory(place="440500"))
        merge(BureauFactory(place="440100"), BureauFactory(place="440100"))

    def test_must_not_hand_an_industry_to_another_authority(self):
        health = IndustryAuthorityFactory(industry=Industry.HEALTH)

        with pytest.raises(Conflict, match="only for one area"):
            merge(health, IndustryAuthorityFactory(industry=Industry.LAW))

    @pytest.mark.parametrize("side", ["kept", "dropped"])
    @pytest.mark.parametrize("state", ["closed", "merged"])
    def test_of_what_no_longer_acts_is_refused(self, side, state):
        gone = {"closed": {"closed_on": SINCE}, "merged": {"merged_into": EmployerFactory()}}[state]
        sides = {"kept": EmployerFactory(), "dropped": EmployerFactory(), side: EmployerFactory(**gone)}

        with pytest.raises(Conflict, match="merged or closed meanwhile"):
            merge(**sides)

    def test_asks_the_database_the_same_for_one_row_and_for_many(self):
        def queries_for(people):
            kept, dropped = EmployerFactory(), EmployerFactory()
            for _person in range(people):
                employed_at(dropped)
                MembershipFactory(organization=dropped)
            with CaptureQueriesContext(connection) as asked:
                merge(kept, dropped)
            return len(asked)

        assert queries_for(1) == queries_for(20)


class TestUndoing:
    def test_moves_exactly_back_what_moved(self, kept, dropped):
        here, there = employed_at(kept), employed_at(dropped)
        user = UserFactory()
        hats = [MembershipFactory(user=user, organization=each, role=Role.HR_CLERK) for each in (kept, dropped)]
        before = list(Membership.objects.order_by("pk").values())
        done = merge(kept, dropped)
        later = employed_at(kept)

        undo(done)

        dropped.refresh_from_db()
        done.refresh_from_db()
        assert dropped.merged_into is None
        assert done.undone_at is not None
        assert employers_of(here, there, later) == [kept.pk, dropped.pk, kept.pk]
        assert list(Membership.objects.filter(pk__in=[hat.pk for hat in hats]).order_by("pk").values()) == before

    def test_is_written_down_for_both_and_for_every_row(self, kept, dropped):
        employed_at(dropped)

        undo(merge(kept, dropped))

        assert Event.objects.filter(action="organization.merge_undone", reason="合并有误").count() == 2
        back = Event.objects.get(action="organization.row_moved_back")
        assert (back.before, back.after) == ({"employer_id": kept.pk}, {"employer_id": dropped.pk})

    def test_afterwards_the_two_can_be_merged_again(self, kept, dropped):
        employment = employed_at(dropped)
        undo(merge(kept, dropped))

        merge(kept, dropped)

        assert employers_of(employment) == [kept.pk]

    def test_twice_is_refused(self, kept, dropped):
        done = merge(kept, dropped)
        undo(done)

        with pytest.raises(Conflict, match="undone already"):
            undo(done)

    @pytest.mark.parametrize(("days", "refused"), [(UNDO_DAYS, False), (UNDO_DAYS + 1, True)])
    def test_is_possible_until_the_last_day(self, kept, dropped, days, refused):
        done = merge(kept, dropped)
        Merge.objects.update(merged_at=timezone.now() - datetime.timedelta(days=days))

        if refused:
            with pytest.raises(Conflict, match="It could be undone until"):
                undo(done)
        else:
            undo(done)

    def test_row_that_was_changed_since_stops_all_of_it(self, kept, dropped):
        moved, changed = employed_at(dropped), employed_at(dropped)
        done = merge(kept, dropped)
        Employment.objects.filter(pk=changed.pk).update(employer=EmployerFactory())

        with pytest.raises(Conflict, match="1 of the 2 rows that moved were changed since"):
            undo(done)

        assert employers_of(moved) == [kept.pk]
        dropped.refresh_from_db()
        assert dropped.merged_into_id == kept.pk

    def test_row_that_is_gone_stops_it_too(self, kept, dropped):
        employment = employed_at(dropped)
        done = merge(kept, dropped)
        employment.delete()

        with pytest.raises(Conflict, match="1 of the 1 rows"):
            undo(done)

    def test_ended_hat_that_was_lengthened_since_stops_it(self, kept, dropped):
        user = UserFactory()
        hats = [MembershipFactory(user=user, organization=each, role=Role.HR_CLERK) for each in (kept, dropped)]
        done = merge(kept, dropped)
        Membership.objects.filter(pk=hats[1].pk).update(ended_on=datetime.date(2030, 1, 1))

        with pytest.raises(Conflict, match="changed since"):
            undo(done)

    def test_later_merge_of_the_kept_one_is_undone_first(self, kept, dropped):
        first = merge(kept, dropped)
        second = merge(EmployerFactory(), kept)

        with pytest.raises(Conflict, match="Undo that merge first"):
            undo(first)
        undo(second)
        undo(first)

        assert Organization.objects.standing().count() == 3

    def test_name_that_was_given_to_another_one_since_stops_it(self, kept, dropped):
        done = merge(kept, dropped)
        EmployerFactory(name=dropped.name, place="440106")

        with pytest.raises(Conflict, match="was registered since"):
            undo(done)


class TestFindingDoubles:
    @pytest.fixture
    def actor(self, auditor):
        return auditor.actor

    def test_by_a_name_that_differs_in_form_only(self, actor):
        one = EmployerFactory(name="甲测试（广州）有限公司")
        other = EmployerFactory(name="甲测试(广州)有限责任公司", place="440106")
        EmployerFactory(name="乙测试有限公司")
        InstitutionFactory(name="甲测试（广州）有限公司")

        assert [each.pk for each in likely_doubles(one, actor)] == [other.pk]
        assert {each.pk for each in doubled_organizations(actor)} == {one.pk, other.pk}

    def test_by_the_same_body_behind_two_credit_codes(self, actor):
        """Registered first by one authority and then by another: only the first eight characters changed."""
        one = EmployerFactory(uscc="91440101MA59TE5T0H")
        other = EmployerFactory(uscc="12440101MA59TE5T0X")
        EmployerFactory(uscc="")

        assert [each.pk for each in likely_doubles(one, actor)] == [other.pk]
        assert {each.pk for each in doubled_organizations(actor)} == {one.pk, other.pk}

    def test_none_without_codes_and_with_other_names(self, actor):
        EmployerFactory.create_batch(3, uscc="")

        assert not doubled_organizations(actor).exists()

    def test_only_among_those_that_stand_and_are_seen(self, bureau_clerk):
        one = EmployerFactory(name="甲测试", place="440105")
        EmployerFactory(name="甲 测试", place="440511")
        EmployerFactory(name="甲-测试", place="440106", closed_on=SINCE)

        assert not likely_doubles(one, bureau_clerk.actor).exists()
        assert not doubled_organizations(bureau_clerk.actor).exists()


@pytest.mark.races
class TestRaces:
    """Each with connections of its own, started at the same moment."""

    @pytest.mark.parametrize("attempt", range(5))
    def test_two_merges_at_once_leave_one_organization_and_one_refusal(self, race, attempt):
        one, other = EmployerFactory(), EmployerFactory()
        employments = [employed_at(one), employed_at(other)]

        outcomes = race(lambda: merge(one, other), lambda: merge(other, one))

        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Merge"]
        left = Organization.objects.standing().get()
        assert employers_of(*employments) == [left.pk, left.pk]

    @pytest.mark.parametrize("attempt", range(5))
    def test_change_of_employer_against_a_merge_never_ends_at_the_dropped_one(self, race, attempt):
        kept, dropped, former = EmployerFactory(), EmployerFactory(), EmployerFactory()
        employment = employed_at(former)

        def change_employer():
            with transaction.atomic():
                lock_standing(dropped)
                Employment.objects.filter(pk=employment.pk).update(employer=dropped)

        changed, merged = race(change_employer, lambda: merge(kept, dropped))

        assert isinstance(merged, Merge)
        assert employers_of(employment) == ([former.pk] if isinstance(changed, Conflict) else [kept.pk])

    def test_merge_waits_for_an_employment_that_is_being_written_and_takes_it_along(self, race):
        kept, dropped = EmployerFactory(), EmployerFactory()
        professional = Professional.objects.create(user=UserFactory(), name="测试人")
        written = threading.Event()

        def write_slowly():
            with transaction.atomic():
                lock_standing(dropped)
                employment = Employment.objects.create(professional=professional, employer=dropped, started_on=SINCE)
                written.set()
                time.sleep(0.3)
            return employment

        def merge_meanwhile():
            written.wait(5)
            return merge(kept, dropped)

        employment, merged = race(write_slowly, merge_meanwhile)

        assert isinstance(merged, Merge)
        assert employers_of(employment) == [kept.pk]

    @pytest.mark.parametrize("attempt", range(3))
    def test_hat_granted_against_a_merge_is_never_worn_in_the_dropped_one(self, race, attempt):
        kept, dropped, user = EmployerFactory(), EmployerFactory(), UserFactory()

        granted, merged = race(
            lambda: grant_membership(user, dropped, Role.HR_CLERK, started_on=SINCE, actor=SYSTEM),
            lambda: merge(kept, dropped),
        )

        assert isinstance(merged, Merge)
        worn = [] if isinstance(granted, Conflict) else [kept.pk]
        assert list(user.memberships.values_list("organization_id", flat=True)) == worn

    def test_row_that_somebody_holds_is_not_waited_for(self, connect):
        """They may be waiting for the organization, which the merge holds: each would wait for the other."""
        kept, dropped = EmployerFactory(), EmployerFactory()
        employment = employed_at(dropped)
        somebody = connect()
        somebody.execute("SELECT * FROM people_employment WHERE id = %s FOR UPDATE", [employment.pk])

        with pytest.raises(Conflict, match="Try again in a moment"):
            merge(kept, dropped)

        somebody.rollback()
        merge(kept, dropped)
        assert employers_of(employment) == [kept.pk]

    @pytest.mark.parametrize("attempt", range(3))
    def test_undo_against_a_change_of_a_moved_row_is_all_or_nothing(self, race, attempt):
        kept, dropped, third = EmployerFactory(), EmployerFactory(), EmployerFactory()
        employments = [employed_at(dropped) for _ in range(3)]
        done = merge(kept, dropped)

        def change_one():
            with transaction.atomic():
                lock_standing(third)
                row = Employment.objects.select_for_update().get(pk=employments[1].pk)
                row.employer = third
                row.save(update_fields=["employer"])

        changed, undone = race(change_one, lambda: undo(done))

        assert changed is None
        assert isinstance(undone, Merge | Conflict)
        first, second, last = employers_of(*employments)
        assert second == third.pk
        assert first == last
        done.refresh_from_db()
        assert first == (dropped.pk if done.undone_at else kept.pk)
