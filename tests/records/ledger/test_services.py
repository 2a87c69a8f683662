from __future__ import annotations

import datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from jobs.models import Job
from jobs.services import start_job
from people.enums import TitleLevel, TitleSeries
from people.models import Professional
from people.organizations.merging import merge_organizations, undo_merge
from people.professionals.services import ObtainedTitle, add_title, change_employment
from records.ledger import services
from records.ledger.judging import rules_version
from records.ledger.services import differences, mend_ledger, refresh_ledger
from records.models import LearningRecord, LedgerYear
from tests.cast import CastMember
from tests.factories import (
    EmployerFactory,
    LearningRecordFactory,
    ProfessionalFactory,
    TitleFactory,
    TrainingClassFactory,
)
from tests.jobs.conftest import work_until_idle

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Professional:
    made: Professional = ProfessionalFactory(employer=EmployerFactory(place="440105"))
    return made


def at_work_in(place: str) -> Professional:
    employer = EmployerFactory(place=place)
    made: Professional = ProfessionalFactory(employer=employer, employer__started_on=datetime.date(2009, 1, 1))
    return made


def row(person: Professional, year: int = 2026) -> LedgerYear:
    return LedgerYear.objects.get(professional=person, study_year=year)


def test_the_same_public_course_counts_once_for_ever(person: Professional) -> None:
    first = LearningRecordFactory(
        professional=person, recognized=True, category="public", course_key="K1", ended_on=datetime.date(2024, 5, 1)
    )
    again = LearningRecordFactory(
        professional=person, recognized=True, category="public", course_key="K1", ended_on=datetime.date(2026, 5, 1)
    )

    refresh_ledger([person.pk])

    assert (row(person, 2024).counted_public, row(person, 2026).counted_public) == (18, 0)
    first.refresh_from_db()
    again.refresh_from_db()
    assert (first.credited_hours, again.credited_hours) == (18, 0)


def test_hours_of_xuzhou_reach_into_the_next_year_and_no_row_is_made_where_nothing_does() -> None:
    """H5: 160 hours of a university are two years of 72."""
    senior = ProfessionalFactory(
        employer=EmployerFactory(place="320303"), employer__started_on=datetime.date(2010, 1, 1)
    )
    TitleFactory(professional=senior, level=TitleLevel.SENIOR, obtained_on=datetime.date(2012, 1, 1))
    record = LearningRecordFactory(
        professional=senior,
        recognized=True,
        facts={"hours": "160", "host": "university", "days": 20},
        ended_on=datetime.date(2015, 6, 1),
    )

    refresh_ledger([senior.pk])

    counted = dict(LedgerYear.objects.filter(professional=senior).values_list("study_year", "counted_total"))
    assert counted == {2015: Decimal(72), 2016: Decimal(72)}
    record.refresh_from_db()
    assert record.credited_hours == 144


def test_a_year_made_up_in_shantou_is_judged_by_the_rules_that_offer_it() -> None:
    """E7, and only for that year."""
    person = ProfessionalFactory(
        employer=EmployerFactory(place="440511"), employer__started_on=datetime.date(2009, 1, 1)
    )
    for category, course, hours in (
        ("public", "广东文化强省建设", "20"),
        ("specialty", "专业技术人员心理健康与心理调适", "21"),
        ("specialty", "专业技术人员突发事件应急处理", "21"),
        ("elective", "潮汕文化解读", "12"),
    ):
        LearningRecordFactory(
            professional=person,
            recognized=True,
            category=category,
            course_key=course,
            facts={"hours": hours},
            makeup_for=2012,
            ended_on=datetime.date(2014, 8, 1),
        )

    refresh_ledger([person.pk], years=[2013])

    assert (row(person, 2012).ruleset, row(person, 2012).counted_total, row(person, 2012).outcome) == (
        "ST-2014",
        74,
        "pass",
    )
    assert row(person, 2013).ruleset == "GD-2010"
    assert row(person, 2014).counted_total == 0


def test_a_record_that_lacks_a_fact_under_other_rules_is_named_and_the_rest_counts() -> None:
    person = ProfessionalFactory(
        employer=EmployerFactory(place="320303"), employer__started_on=datetime.date(2010, 1, 1)
    )
    lacking = LearningRecordFactory(
        professional=person, recognized=True, activity="meeting", facts={"days": 2}, ended_on=datetime.date(2018, 5, 1)
    )
    LearningRecordFactory(professional=person, recognized=True, ended_on=datetime.date(2018, 5, 1))

    refresh_ledger([person.pk])

    assert row(person, 2018).unjudged == [lacking.pk]
    assert row(person, 2018).counted_total == 18


def test_what_is_no_number_is_named_and_breaks_nothing(person: Professional) -> None:
    broken = LearningRecordFactory(professional=person, recognized=True, facts={"hours": "many"})

    refresh_ledger([person.pk])

    assert row(person).unjudged == [broken.pk]


def test_courses_of_any_name_are_read_as_they_are(person: Professional) -> None:
    name = "a\tb\\c\nd\x1e“"
    for ended_on in (datetime.date(2025, 5, 1), datetime.date(2026, 5, 1)):
        LearningRecordFactory(
            professional=person, recognized=True, category="public", course_key=name, ended_on=ended_on
        )

    refresh_ledger([person.pk])

    assert (row(person, 2025).counted_public, row(person, 2026).counted_public) == (18, 0)


def test_what_is_no_longer_recognized_is_worth_nothing(person: Professional) -> None:
    record = LearningRecordFactory(professional=person, recognized=True)
    refresh_ledger([person.pk])
    LearningRecord.objects.filter(pk=record.pk).update(state="void")

    refresh_ledger([person.pk])

    record.refresh_from_db()
    assert record.credited_hours is None
    assert row(person).counted_total == 0


def test_many_people_take_as_many_statements_as_two(django_assert_max_num_queries) -> None:
    employer = EmployerFactory(place="440105")
    people = [ProfessionalFactory(employer=employer) for _count in range(12)]
    for each in people:
        LearningRecordFactory(professional=each, recognized=True)

    with django_assert_max_num_queries(15):
        refresh_ledger([each.pk for each in people])


# What else moves a ledger


def test_a_move_to_another_place_is_judged_by_the_rules_there(person: Professional, auditor: CastMember) -> None:
    LearningRecordFactory(professional=person, recognized=True)
    refresh_ledger([person.pk])
    xuzhou = EmployerFactory(place="320303")

    change_employment(person, xuzhou, datetime.date(2026, 6, 1), actor=auditor.actor)

    assert row(person).ruleset == "XZ-2016"
    assert row(person).employer_id == xuzhou.pk
    assert differences([person.pk]) == []


def test_a_title_gained_asks_for_more_in_xuzhou(auditor: CastMember) -> None:
    person = ProfessionalFactory(employer=EmployerFactory(place="320303"))
    refresh_ledger([person.pk], years=[2026])
    assert row(person).required_total == 40
    gained = ObtainedTitle(
        series=TitleSeries.ENGINEERING,
        level=TitleLevel.INTERMEDIATE,
        name="工程师",
        obtained_on=datetime.date(2026, 5, 1),
    )

    add_title(person, gained, actor=auditor.actor)

    assert row(person).required_total == 72


def test_a_merged_employer_takes_the_ledgers_along_and_gives_them_back(bureau_clerk: CastMember) -> None:
    kept, dropped = EmployerFactory(place="440105"), EmployerFactory(place="440106")
    person = ProfessionalFactory(employer=dropped)
    refresh_ledger([person.pk], years=[2026])

    merge = merge_organizations(kept, dropped, reason="x", actor=bureau_clerk.actor)

    assert (row(person).employer_id, row(person).place) == (kept.pk, "440105")
    assert differences([person.pk]) == []

    undo_merge(merge, reason="x", actor=bureau_clerk.actor)

    assert (row(person).employer_id, row(person).place) == (dropped.pk, "440106")


# Proof


def spoil(person: Professional) -> None:
    LedgerYear.objects.filter(professional=person).update(counted_total=999)


def test_check_ledger_names_what_differs_and_ends_with_1(person: Professional) -> None:
    LearningRecordFactory(professional=person, recognized=True)
    refresh_ledger([person.pk])
    spoil(person)
    told = StringIO()

    with pytest.raises(SystemExit) as ending:
        call_command("check_ledger", stdout=told)

    assert ending.value.code == 1
    assert f"person {person.pk}, 2026: counted_total (counted_total: 999" in told.getvalue()


def test_check_ledger_names_rows_that_are_missing_and_records_that_say_otherwise(person: Professional) -> None:
    record = LearningRecordFactory(professional=person, recognized=True)
    refresh_ledger([person.pk])
    LedgerYear.objects.all().delete()
    LearningRecord.objects.update(credited_hours=3)

    found = {str(each) for each in differences([person.pk])}

    assert f"person {person.pk}, 2026: missing" in found
    assert any(f"record {record.pk}: credited_hours" in each for each in found)


def test_rebuild_ledger_corrects_and_tells(person: Professional) -> None:
    LearningRecordFactory(professional=person, recognized=True)
    refresh_ledger([person.pk])
    spoil(person)
    told = StringIO()

    call_command("rebuild_ledger", area="4401", stdout=told, verbosity=0)

    assert "1 people, 1 differences, corrected." in told.getvalue()
    assert row(person).counted_total == 18
    assert differences([person.pk]) == []


def test_mending_locks_those_alone_of_whom_something_is_to_be_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(services, "PEOPLE_AT_ONCE", 3)
    employer = EmployerFactory(place="440105")
    people = [ProfessionalFactory(employer=employer) for _count in range(9)]
    numbers = [each.pk for each in people]
    for each in people:
        LearningRecordFactory(professional=each, recognized=True)
    locked: list[int] = []
    lock_people = services.lock_people
    monkeypatch.setattr(services, "lock_people", lambda some: (locked.extend(some), lock_people(some)))

    assert {each.professional_id for each in mend_ledger(numbers)} == set(numbers)
    assert locked == numbers

    locked.clear()
    assert mend_ledger(numbers) == []
    assert locked == []

    spoil(people[4])
    LedgerYear.objects.filter(professional=people[7]).update(rules_version="of yore")
    assert {each.professional_id for each in mend_ledger(numbers)} == {numbers[4]}
    assert locked == [numbers[4], numbers[7]]
    assert differences(numbers) == []
    assert row(people[7]).rules_version == rules_version()


def test_rebuild_of_an_area_leaves_others_alone(person: Professional) -> None:
    refresh_ledger([person.pk], years=[2026])
    spoil(person)

    call_command("rebuild_ledger", area="3203", stdout=StringIO(), verbosity=0)

    assert row(person).counted_total == 999


def test_the_opening_gives_everybody_at_work_a_row_of_the_year(person: Professional, auditor: CastMember) -> None:
    gone = ProfessionalFactory(employer=EmployerFactory(), employer__ended_on=datetime.date(2021, 1, 1))

    job = start_job("ledger_opening", {}, actor=auditor.actor)
    work_until_idle()

    assert Job.objects.get(pk=job.pk).result["people"] == 1
    assert LedgerYear.objects.filter(professional=person).count() == 1
    assert not LedgerYear.objects.filter(professional=gone).exists()


def test_a_class_of_somebody_else_is_no_part_of_it(person: Professional) -> None:
    training_class = TrainingClassFactory()
    LearningRecordFactory(recognized=True, training_class=training_class)

    refresh_ledger([person.pk], years=[2026])

    assert row(person).counted_total == 0
