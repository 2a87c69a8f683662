"""What becomes of the rows of a call."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Decision, Run, Step
from approvals.services import approve, reject, return_run
from audit.models import Event
from courses.enums import SubjectCategory
from people.models import Professional
from people.roles import Role
from records.access import is_registrant
from records.enums import FeedKind, RecordSource, RecordState
from records.models import FeedCall, FeedRow, FeedSource, LearningRecord, LedgerYear, RecordCorrection
from tests.cast import CastMember
from tests.factories import (
    BureauFactory,
    CatalogFactory,
    CourseFactory,
    EmployerFactory,
    FeedSourceFactory,
    IndustryAuthorityFactory,
    MembershipFactory,
    ProfessionalFactory,
    StudySiteFactory,
)
from tests.factories.professionals import invented_number
from tests.records.feeds.conftest import NUMBER, row, take, verdicts

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_feed(person: Professional) -> FeedSource:
    site = StudySiteFactory(categories=[SubjectCategory.SPECIALTY, SubjectCategory.ELECTIVE])
    feed: FeedSource = FeedSourceFactory(kind=FeedKind.SITE, area="4401", site=site)
    return feed


def of_site(external_id: str = "r-1", **other: object) -> dict[str, object]:
    return row(external_id, category="specialty", course_code=None, title="建筑节能新技术", **other)


def only_record() -> LearningRecord:
    return LearningRecord.objects.select_related("professional").get()


def run_of(record: LearningRecord) -> Run:
    return Run.objects.of_subject("record", record).order_by("-pk")[0]


# New


def test_public_subject_of_the_platform_is_recognized_at_once(feed: FeedSource, person: Professional) -> None:
    outcomes = take(feed, row())

    record, year = only_record(), LedgerYear.objects.get(professional=person, study_year=2026)
    assert verdicts(outcomes) == ["taken"]
    assert (record.state, record.source, record.external_id) == (RecordState.RECOGNIZED, RecordSource.PLATFORM, "r-1")
    assert (record.credited_hours, year.counted_public) == (Decimal(18), Decimal(18))
    assert run_of(record).state == "approved"
    step = Step.objects.get()
    assert (step.by, step.state, step.rule, step.cite) == ("system", "passed", "R-18-1", "GDQ18 四")
    assert list(Decision.objects.values_list("action", "hat")) == [("open", "feed"), ("approve", "system")]
    told = (
        Event.objects.filter(object_type="records.learningrecord").order_by("pk").values_list("action", "actor_label")
    )
    assert list(told) == [("record.submitted", feed.name), ("record.recognized", "system")]


def test_specialty_hours_of_a_site_wait_with_the_employer(
    site_feed: FeedSource, person: Professional, hr_clerk: CastMember
) -> None:
    outcomes = take(site_feed, of_site())

    record = only_record()
    assert verdicts(outcomes) == ["taken"]
    assert record.state == RecordState.SUBMITTED
    assert Step.objects.waiting_for(hr_clerk.actor).count() == 1

    approve(run_of(record), version=1, actor=hr_clerk.actor)

    assert LedgerYear.objects.get(professional=person, study_year=2026).counted_specialty == Decimal(18)


def test_older_years_go_through_the_chain_of_their_own_rules(feed: FeedSource, bureau_clerk: CastMember) -> None:
    """GD-2010: the employer checks, the bureau recognizes (GD10 十三)."""
    BureauFactory(place="440105")
    outcomes = take(feed, row(ended_on="2010-05-20"))

    assert verdicts(outcomes) == ["taken"]
    assert list(Step.objects.order_by("position").values_list("by", "state")) == [
        ("employer", "waiting"),
        ("district", "later"),
    ]


@pytest.mark.parametrize("kind", [FeedKind.EDUCATION, FeedKind.HEALTH])
def test_what_an_industry_recognized_in_its_own_system_is_recognized(kind: FeedKind, person: Professional) -> None:
    """GDQ18 五: no other step."""
    Professional.objects.update(industry=kind.value)
    feed = FeedSourceFactory(kind=kind, area="44")

    outcomes = take(feed, row(activity="meeting", hours=None, days=2, course_code=None))

    record = only_record()
    assert verdicts(outcomes) == ["taken"]
    assert (record.state, record.source, record.facts) == (RecordState.RECOGNIZED, RecordSource.FEED, {"days": 2})
    step = Step.objects.get()
    assert (step.by, step.act, step.rule, step.cite) == ("system", "recognition", "R-18-5", "GDQ18 五")
    assert record.credited_hours == Decimal(16)  # GD-2021: 8 hours a day


def test_before_2018_the_industry_decides_here(person: Professional) -> None:
    """GD10 knows no such system: its recognition is a step of the chain like any other."""
    Professional.objects.update(industry="health")
    IndustryAuthorityFactory(place="440105", industry="health")
    BureauFactory(place="440105")
    feed = FeedSourceFactory(kind=FeedKind.HEALTH, area="44")

    take(feed, row(activity="class", ended_on="2010-06-01", course_code=None))

    assert list(Step.objects.order_by("position").values_list("by", flat=True)) == ["employer", "industry", "district"]


def test_distance_learning_of_xuzhou_is_reviewed_in_real_time() -> None:
    """XZ16 二.4(3): neither the employer nor the bureau looks at it again."""
    employer = EmployerFactory(place="320311")
    person = ProfessionalFactory(name="林测试", employer=employer, number=NUMBER)
    feed = FeedSourceFactory(kind=FeedKind.DISTANCE, area="3203")

    outcomes = take(feed, row(category="public", hours=24))

    assert verdicts(outcomes) == ["taken"]
    assert LedgerYear.objects.get(professional=person, study_year=2026).counted_public == Decimal(24)
    step = Step.objects.get()
    assert (step.by, step.act, step.rule, step.cite) == ("system", "review", "D-19", "XZ16 二.4(3)")


def test_distance_course_without_proof_of_payment_counts_nothing() -> None:
    person = ProfessionalFactory(name="林测试", employer=EmployerFactory(place="320311"), number=NUMBER)
    feed = FeedSourceFactory(kind=FeedKind.DISTANCE, area="3203")

    take(feed, row(category="specialty", payment_proof=False))

    assert LedgerYear.objects.get(professional=person, study_year=2026).counted_total == 0


def test_failed_course_is_kept_and_counts_nothing(feed: FeedSource) -> None:
    take(feed, row(passed=False))

    record = only_record()
    assert record.facts == {"hours": "18", "passed": False}
    assert record.credited_hours == 0


def test_course_of_the_catalog_is_known_by_its_code(feed: FeedSource) -> None:
    course = CourseFactory(code="GX2026-01", hours=18, catalog=CatalogFactory(area="44"))

    take(feed, row(), row("r-2", hours=18.5), row("r-3", course_code="other"))

    assert list(LearningRecord.objects.order_by("pk").values_list("course", "course_key")) == [
        (course.pk, "GX2026-01"),
        (None, "other"),
    ]


def test_what_cannot_be_is_refused_and_keeps_no_other_row_back(feed: FeedSource) -> None:
    outcomes = take(feed, row("a", hours=-1), row("b"), row("b"), row("c", ended_on="2026-02-30"))

    assert verdicts(outcomes) == ["negative", "taken", "doubled", "no_such_day"]
    assert [outcome.row for outcome in outcomes] == [1, 2, 3, 4]
    assert outcomes[2].refusal.told == {"first": 2}
    call = FeedCall.objects.get()
    assert (call.taken, call.refused) == (1, 3)
    assert call.refusals == {"negative": 1, "doubled": 1, "no_such_day": 1}


# Whom it is about


def test_nobody_learns_who_is_registered_elsewhere(feed: FeedSource) -> None:
    elsewhere = ProfessionalFactory(name="马测试", employer=EmployerFactory(place="320311"))
    number = invented_number(elsewhere.pk)

    outcomes = take(
        feed,
        row("a", person={"number": invented_number(9), "name": "林测试"}),
        row("b", person={"number": number, "name": "马测试"}),
        row("c", person={"number": number, "name": "林测试"}),
    )

    assert verdicts(outcomes) == ["person_unknown"] * 3


def test_name_has_to_fit(feed: FeedSource) -> None:
    fitting = [row("a", person={"number": f" {NUMBER[:6]} {NUMBER[6:]}", "name": "林 测试"})]
    other = [row("b", person={"number": NUMBER, "name": "林试测"})]

    outcomes = take(feed, *fitting, *other)

    assert verdicts(outcomes) == ["taken", "name_differs"]
    assert outcomes[1].refusal.sentence(in_english=True).startswith("The name does not fit the number.")


def test_wrong_number_is_said_to_be_wrong(feed: FeedSource) -> None:
    wrong = NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")

    assert verdicts(take(feed, row(person={"number": wrong, "name": "林测试"}))) == ["document_wrong_check_character"]


def test_without_employer_nobody_decides(feed: FeedSource, person: Professional) -> None:
    person.employments.update(ended_on=datetime.date(2026, 1, 31))

    assert verdicts(take(feed, row())) == ["no_employer"]


def test_feed_of_an_industry_is_about_its_people() -> None:
    ProfessionalFactory(name="林测试", employer=EmployerFactory(), number=NUMBER, industry="accounting")
    feed = FeedSourceFactory(kind=FeedKind.EDUCATION, area="44")

    assert verdicts(take(feed, row(activity="class", course_code=None))) == ["other_industry"]


def test_site_sends_what_it_was_approved_for(site_feed: FeedSource) -> None:
    outcomes = take(
        site_feed,
        row("a", category="public"),
        of_site("b", ended_on="2025-12-31"),
        of_site("c", ended_on="2026-01-01"),
    )

    assert verdicts(outcomes) == ["category_not_approved", "not_approved_then", "taken"]


def test_refusal_of_the_rules_is_said_with_its_article(person: Professional) -> None:
    """Shantou 2014: public subjects are entered by institutions alone (ST14 五(一)2)."""
    employer = EmployerFactory(place="440511")
    ProfessionalFactory(name="吴测试", employer=employer, number=invented_number(99))
    feed = FeedSourceFactory(area="44")

    outcome = take(feed, row(person={"number": invented_number(99), "name": "吴测试"}, ended_on="2014-06-01"))[0]

    assert outcome.refusal.code == "may_not_register"
    assert "ST14 五(一)2" in outcome.refusal.sentence(in_english=False)


def test_place_or_year_without_rules_is_said(feed: FeedSource) -> None:
    assert verdicts(take(feed, row(ended_on="2005-05-20"))) == ["no_rules"]


def test_case_of_somebody_who_decides_there_goes_one_level_up(site_feed: FeedSource, person: Professional) -> None:
    employer = person.employments.get().employer
    MembershipFactory(user=person.user, role=Role.HR_HEAD, organization=employer)
    above = BureauFactory(place="440105")

    take(site_feed, of_site())

    assert Step.objects.get().organization_id == above.pk


# Again


def test_replay_changes_nothing(feed: FeedSource) -> None:
    take(feed, row(), row("r-2"))
    events, years = Event.objects.count(), list(LedgerYear.objects.values())

    outcomes = take(feed, row(hours=18.0), row("r-2", passed=True, held_by=""))

    assert verdicts(outcomes) == ["unchanged", "unchanged"]
    assert (Event.objects.count(), list(LedgerYear.objects.values())) == (events, years)
    assert LearningRecord.objects.count() == FeedRow.objects.count() == Run.objects.count() == 2


def test_replay_after_the_person_left_changes_nothing_either(feed: FeedSource, person: Professional) -> None:
    take(feed, row())
    person.employments.update(ended_on=datetime.date(2026, 6, 30))

    assert verdicts(take(feed, row())) == ["unchanged"]


def test_correction_of_what_the_system_recognized_counts_at_once(feed: FeedSource, person: Professional) -> None:
    take(feed, row())
    registered_at = only_record().registered_at

    outcomes = take(feed, row(hours=12, title="人工智能"))

    record = only_record()
    assert verdicts(outcomes) == ["corrected"]
    assert (record.state, record.version, record.title) == (RecordState.RECOGNIZED, 2, "人工智能")
    assert (record.credited_hours, record.registered_at) == (Decimal(12), registered_at)
    assert LedgerYear.objects.get(professional=person, study_year=2026).counted_public == Decimal(12)
    assert Run.objects.count() == 1
    event = Event.objects.get(action="record.amended")
    assert (event.before["facts"], event.after["facts"]) == ({"hours": "18"}, {"hours": "12"})
    assert verdicts(take(feed, row(hours=12, title="人工智能"))) == ["unchanged"]


def test_correction_into_another_year_moves_the_hours(feed: FeedSource, person: Professional) -> None:
    take(feed, row())

    take(feed, row(ended_on="2025-12-31"))

    years = LedgerYear.objects.filter(professional=person).order_by("study_year")
    assert list(years.values_list("study_year", "counted_public")) == [(2025, Decimal(18)), (2026, Decimal(0))]


def test_what_people_decided_is_decided_anew(site_feed: FeedSource, person: Professional, hr_clerk: CastMember) -> None:
    take(site_feed, of_site())
    approve(run_of(only_record()), version=1, actor=hr_clerk.actor)

    outcomes = take(site_feed, of_site(hours=24))

    record = only_record()
    assert verdicts(outcomes) == ["corrected"]
    assert (record.state, record.recognized_on, record.credited_hours) == (RecordState.SUBMITTED, None, None)
    assert LedgerYear.objects.get(professional=person, study_year=2026).counted_specialty == 0
    assert list(Run.objects.order_by("pk").values_list("state", "version")) == [("approved", 1), ("under_way", 2)]
    approve(run_of(record), version=2, actor=hr_clerk.actor)
    assert only_record().credited_hours == Decimal(24)


def test_what_was_returned_is_corrected_and_asked_again(site_feed: FeedSource, hr_clerk: CastMember) -> None:
    take(site_feed, of_site())
    return_run(run_of(only_record()), version=1, reasons=["other_dates"], actor=hr_clerk.actor)
    assert take(site_feed, of_site())[0].record.state == RecordState.RETURNED

    take(site_feed, of_site(hours=12))

    record = only_record()
    assert record.state == RecordState.SUBMITTED
    assert list(Run.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "under_way"]
    approve(run_of(record), version=2, actor=hr_clerk.actor)
    assert only_record().credited_hours == Decimal(12)


def test_what_was_refused_stays_refused(site_feed: FeedSource, hr_clerk: CastMember) -> None:
    take(site_feed, of_site())
    reject(run_of(only_record()), version=1, reasons=["unrelated"], actor=hr_clerk.actor)

    assert verdicts(take(site_feed, of_site(hours=12))) == ["closed"]
    assert verdicts(take(site_feed, {"external_id": "r-1", "withdrawn": True})) == ["closed"]


def test_correction_is_about_the_same_person(feed: FeedSource, person: Professional) -> None:
    employer = person.employments.get().employer
    ProfessionalFactory(name="吴测试", employer=employer, number=invented_number(99))
    take(feed, row())

    outcomes = take(feed, row(person={"number": invented_number(99), "name": "吴测试"}))

    assert verdicts(outcomes) == ["other_person"]
    assert only_record().professional == person


def test_nothing_changes_under_a_certificate_or_an_open_correction(feed: FeedSource) -> None:
    take(feed, row(), row("r-2"))
    first, second = LearningRecord.objects.order_by("pk")
    LearningRecord.objects.filter(pk=first.pk).update(frozen_at="2026-06-01T00:00:00Z", frozen_for="证书")
    RecordCorrection.objects.create(record=second, before={}, after={}, reason="x")

    changed = take(feed, row(hours=1), row("r-2", hours=1))
    withdrawn = take(feed, *({"external_id": each, "withdrawn": True} for each in ("r-1", "r-2")))

    assert verdicts(changed) == verdicts(withdrawn) == ["frozen", "correction_open"]
    assert set(LearningRecord.objects.values_list("version", "state")) == {(1, "recognized")}


# Taken back


def test_withdrawn_row_voids_its_record(feed: FeedSource, person: Professional) -> None:
    take(feed, row())

    outcomes = take(feed, {"external_id": "r-1", "withdrawn": True}, {"external_id": "r-9", "withdrawn": True})

    assert verdicts(outcomes) == ["voided", "never_taken"]
    assert outcomes[0].record.state == only_record().state == RecordState.VOID
    assert LedgerYear.objects.get(professional=person, study_year=2026).counted_public == 0
    assert verdicts(take(feed, {"external_id": "r-1", "withdrawn": True})) == ["unchanged"]
    assert verdicts(take(feed, row())) == ["closed"]
    assert verdicts(take(feed, row("r-1b"))) == ["taken"]


def test_withdrawn_row_waits_with_nobody(site_feed: FeedSource) -> None:
    take(site_feed, of_site())

    take(site_feed, {"external_id": "r-1", "withdrawn": True})

    assert not Step.objects.waiting().exists()
    assert Run.objects.get().state == "withdrawn"


# Whose it is


def test_the_person_sees_it_and_changes_nothing(
    site_feed: FeedSource, professional: CastMember, hr_clerk: CastMember
) -> None:
    own = professional.user.professional
    take(site_feed, of_site(person={"number": invented_number(own.pk), "name": "林测试"}))

    record = only_record()
    assert list(LearningRecord.objects.visible_to(professional.actor)) == [record]
    assert not is_registrant(professional.actor, record)
    assert not is_registrant(hr_clerk.actor, record)


# How many queries


@pytest.mark.parametrize("again", [False, True], ids=["new", "corrected"])
def test_as_many_queries_for_one_row_as_for_thirty(feed: FeedSource, person: Professional, again: bool) -> None:
    employer = person.employments.get().employer
    people = [ProfessionalFactory(name="吴测试", employer=employer, number=invented_number(n)) for n in range(31)]
    rows = [row(f"x-{n}", person={"number": invented_number(n), "name": "吴测试"}) for n in range(len(people))]
    take(feed, row("warm"))
    if again:
        take(feed, *rows)
        rows = [each | {"hours": 12} for each in rows]

    counts = []
    for part in (rows[:1], rows[1:]):
        with CaptureQueriesContext(connection) as captured:
            outcomes = take(feed, *part)
        assert set(verdicts(outcomes)) == {"corrected" if again else "taken"}
        counts.append(len(captured))

    assert counts[0] == counts[1] < 64
