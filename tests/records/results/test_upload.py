"""An institution reports who took part in a class, what they attended, and who passed."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.enums import RunState
from approvals.models import Run
from approvals.services import approve
from audit.models import Event
from courses.enums import EnrolledBy, SubjectCategory
from people.enums import Industry
from records import services
from records.enums import RecordSource, RecordState
from records.models import ClassResult, LearningRecord, LedgerYear, RecordCorrection, ResultRevision
from tests.factories import EmployerFactory, LearningRecordFactory, ProfessionalFactory, RosterEntryFactory
from tests.records.freezing import freeze
from tests.records.results.conftest import codes, enrolled, row_of
from uploads.enums import Outcome
from uploads.kinds import kind_of


def test_result_of_a_specialty_class_goes_to_the_employer(
    commit_results, training_class, person, employer, institution, institution_clerk
):
    enrolled(training_class, person)

    upload = commit_results(training_class, row_of(person))

    assert (upload.written, upload.refused) == (1, 0)
    result = ClassResult.objects.get()
    assert (result.attended_hours, result.exam_mark, result.hours, result.passed) == (18, "86", 18, True)
    record = result.record
    assert (record.professional, record.employer, record.source) == (person, employer, RecordSource.INSTITUTION)
    assert (record.registered_for_id, record.registered_by) == (institution.pk, institution_clerk.user)
    assert (record.state, record.study_year, record.ended_on) == (RecordState.SUBMITTED, 2026, training_class.ends_on)
    assert record.facts == {"hours": "18", "days": 3, "host": "base", "mandatory": "6.00"}
    run = Run.objects.get(subject_id=record.pk)
    assert [(step.by, step.organization_id) for step in run.steps.all()] == [("employer", employer.pk)]
    training_class.refresh_from_db()
    assert training_class.results_at is not None
    assert Event.objects.filter(action="class_result.entered").count() == 1


def test_result_of_a_public_class_counts_at_once(commit_results, public_class, person):
    enrolled(public_class, person)

    with CaptureQueriesContext(connection) as asked:
        commit_results(public_class, row_of(person))

    record = LearningRecord.objects.get()
    assert (record.state, record.credited_hours) == (RecordState.RECOGNIZED, 18)
    assert LedgerYear.objects.get(study_year=2026).counted_public == 18
    # The record was written once, in its last state.
    assert not [query for query in asked if query["sql"].lstrip().startswith("UPDATE records_learningrecord")]
    assert not [query for query in asked if query["sql"].startswith('UPDATE "records_learningrecord"')]


def test_failed_is_written_and_counts_nothing(commit_results, public_class, person):
    enrolled(public_class, person)

    upload = commit_results(public_class, row_of(person, mark=58, passed="不合格"))

    assert codes(upload) == [("passed", "failed_exam")]
    record = LearningRecord.objects.get()
    assert (record.facts["passed"], record.credited_hours) == (False, 0)
    assert LedgerYear.objects.get(study_year=2026).counted_public == 0


def test_mandatory_part_is_in_proportion_of_the_plan(commit_results, training_class, person):
    enrolled(training_class, person)

    commit_results(training_class, row_of(person, attended=10, hours=10))

    assert LearningRecord.objects.get().facts["mandatory"] == "3.33"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"hours": 21}, [("hours", "above_plan")]),
        ({"hours": "２０学时"}, [("hours", "full_width_read"), ("hours", "above_plan")]),
        ({"attended": 12}, [("attended", "attended_less")]),
        ({"attended": 30}, [("attended", "attended_above_plan")]),
        ({"mark": 58}, [("mark", "mark_against_passed")]),
        ({"mark": "缺考"}, [("mark", "mark_against_passed")]),
        ({"mark": 58, "passed": ""}, [("passed", "failed_exam")]),
        ({"employer": "别的测试单位"}, [("employer", "other_employer")]),
        ({"employer": "甲测试单位"}, []),
        ({"mark": "优秀", "passed": ""}, []),
        ({"hours": ""}, []),
    ],
)
def test_notices(upload_results, training_class, person, cells, found):
    enrolled(training_class, person)

    upload = upload_results(training_class, row_of(person, **cells))

    assert codes(upload) == found
    assert upload.rows.get().outcome == (Outcome.WARNED if found else Outcome.ACCEPTED)


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"name": "别人"}, ("name", "name_of_another")),
        ({"number": "440105199001010031"}, ("number", "document_wrong_check_character")),
        ({"number": "44010519900101001"}, ("number", "document_wrong_length")),
        ({"number": 4.40105199001010e17}, ("number", "scientific")),
        ({"number": "4.40105E+17"}, ("number", "scientific")),
        ({"number": "E1234567"}, ("number", "person_unknown")),
        ({"number": ""}, ("number", "missing")),
        ({"name": ""}, ("name", "missing")),
        ({"attended": ""}, ("attended", "missing")),
        ({"attended": "三天"}, ("attended", "not_a_quantity")),
        ({"attended": "3 / 3"}, ("attended", "not_a_quantity")),
        ({"hours": "十八"}, ("hours", "not_a_quantity")),
        ({"hours": -18}, ("hours", "quantity_out_of_range")),
        ({"hours": 1e9}, ("hours", "quantity_out_of_range")),
        ({"hours": 7.123}, ("hours", "too_many_decimals")),
        ({"hours": True}, ("hours", "not_a_quantity")),
        ({"hours": datetime.datetime(2026, 3, 12)}, ("hours", "not_a_quantity")),
        ({"passed": "大概"}, ("passed", "passed_unknown")),
        ({"passed": "不及"}, ("passed", "passed_unknown_near")),
        ({"passed": "", "mark": ""}, ("passed", "passed_unclear")),
        ({"mark": "x" * 21}, ("mark", "too_long")),
        ({"remark": "备" * 201}, ("remark", "too_long")),
    ],
)
def test_faulty_cells(upload_results, training_class, person, cells, found):
    enrolled(training_class, person)
    if isinstance(cells.get("hours"), datetime.datetime):
        cells = {"hours": "2026-03-12"}

    upload = upload_results(training_class, row_of(person, **cells))

    assert found in codes(upload)
    assert upload.rows.get().outcome == Outcome.REFUSED


def test_somebody_nobody_knows(upload_results, training_class, person):
    stranger = row_of(person, name="无此人", number="440105199012120016")

    upload = upload_results(training_class, stranger)

    assert upload.refused == 1
    assert codes(upload)[0][1] in ("person_unknown", "document_wrong_check_character")


def test_message_about_a_name_tells_nothing_of_whose_number_it_is(upload_results, training_class, person):
    upload = upload_results(training_class, row_of(person, name="别人"))

    row = upload.rows.get()
    assert person.name not in str(row.findings)
    assert str(row.findings).count("params': {}") == 1


def test_doubled_row_is_left_out(upload_results, training_class, person):
    enrolled(training_class, person)

    upload = upload_results(training_class, row_of(person), row_of(person, mark=90))

    assert (upload.accepted, upload.refused) == (1, 1)
    assert upload.rows.get(outcome=Outcome.REFUSED).findings[0]["code"] == "twice"


def test_whoever_is_not_on_the_roster_comes_onto_it(commit_results, training_class, person, employer):
    upload = commit_results(training_class, row_of(person))

    assert codes(upload) == [("name", "not_on_roster")]
    entry = training_class.roster.get()
    assert (entry.professional, entry.employer, entry.enrolled_by) == (person, employer, EnrolledBy.INSTITUTION)


def test_class_that_has_not_ended_takes_no_results(upload_results, training_class, person):
    training_class.starts_on = training_class.ends_on = datetime.date(2099, 1, 1)
    training_class.save()

    upload = upload_results(training_class, row_of(person))

    assert codes(upload) == [("name", "class_not_ended")]


def test_class_that_lost_its_status_takes_no_results(upload_results, training_class, person):
    training_class.lost_status_at = training_class.published_at
    training_class.save()

    upload = upload_results(training_class, row_of(person))

    assert codes(upload) == [("name", "class_without_status")]


@pytest.mark.parametrize("industry", [Industry.HEALTH, Industry.EDUCATION])
def test_specialty_of_health_and_education_comes_another_way(upload_results, training_class, person, industry):
    person.industry = industry
    person.save()

    upload = upload_results(training_class, row_of(person))

    finding = upload.rows.get().findings[0]
    assert finding["code"] == "goes_another_way"
    assert finding["params"] == {"rule": "R-18-5", "cite": "GDQ18 五"}


def test_elective_of_an_accountant_is_not_counted(upload_results, training_class, person):
    training_class.category, training_class.mandatory_hours = SubjectCategory.ELECTIVE, 0
    training_class.save()
    person.industry = Industry.ACCOUNTING
    person.save()

    upload = upload_results(training_class, row_of(person))

    assert codes(upload)[0] == ("name", "not_counted_here")


def test_somebody_between_two_employers_keeps_the_last(commit_results, public_class, employer):
    gone = ProfessionalFactory(employer=employer, employer__ended_on=datetime.date(2026, 5, 1))

    commit_results(public_class, row_of(gone))

    assert LearningRecord.objects.get().employer == employer


def test_somebody_who_never_had_an_employer(upload_results, public_class):
    free = ProfessionalFactory()

    upload = upload_results(public_class, row_of(free))

    assert codes(upload)[0][1] == "never_employed"


def test_nobody_enters_the_own_result(upload_results, training_class, institution_clerk, employer):
    clerk = ProfessionalFactory(user=institution_clerk.user, employer=employer)

    upload = upload_results(training_class, row_of(clerk))

    assert codes(upload)[0] == ("name", "own_result")


def test_own_record_under_review_gives_way(commit_results, training_class, person, professional):
    own = LearningRecordFactory(professional=person, training_class=training_class, facts={"hours": "18"})
    run = services.submit_record(own, actor=professional.actor)

    upload = commit_results(training_class, row_of(person))

    assert ("name", "own_record_gives_way") in codes(upload)
    own.refresh_from_db()
    run.refresh_from_db()
    assert (own.state, run.state) == (RecordState.WITHDRAWN, RunState.WITHDRAWN)
    assert LearningRecord.objects.standing().get().source == RecordSource.INSTITUTION


def test_own_recognized_record_gives_way_and_the_ledger_counts_once(commit_results, public_class, person):
    own = LearningRecordFactory(
        professional=person, recognized=True, category=SubjectCategory.PUBLIC, course_key=public_class.course_key
    )

    commit_results(public_class, row_of(person))

    own.refresh_from_db()
    assert own.state == RecordState.VOID
    assert LedgerYear.objects.get(study_year=2026).counted_public == 18


def test_own_record_behind_a_certificate_stays(upload_results, public_class, person, professional):
    own = LearningRecordFactory(professional=person, recognized=True, training_class=public_class)
    freeze(own, "证书 1")

    upload = upload_results(public_class, row_of(person))

    assert ("name", "own_record_frozen") in codes(upload)
    assert upload.rows.get().outcome == Outcome.REFUSED


# A second time


def test_same_file_again_changes_nothing(commit_results, upload_results, training_class, person):
    commit_results(training_class, row_of(person))
    events = Event.objects.exclude(action__startswith="upload.").exclude(action__startswith="job.").count()

    again = upload_results(training_class, row_of(person))

    assert (again.unchanged, again.writable) == (1, 0)
    assert Event.objects.exclude(action__startswith="upload.").exclude(action__startswith="job.").count() == events


def test_second_file_touches_corrected_rows_only(commit_results, training_class, person, employer):
    other = ProfessionalFactory(employer=employer)
    commit_results(training_class, row_of(person), row_of(other))

    again = commit_results(training_class, row_of(person), row_of(other, mark=91))

    assert (again.unchanged, again.written) == (1, 1)
    assert ClassResult.objects.get(professional=person).version == 1
    corrected = ClassResult.objects.get(professional=other)
    assert (corrected.version, corrected.exam_mark) == (2, "91")
    revision = ResultRevision.objects.get()
    assert (revision.result, revision.before["exam_mark"]) == (corrected, "86")


def test_correction_under_review_begins_the_chain_anew(commit_results, training_class, person, hr_clerk):
    commit_results(training_class, row_of(person))
    first = Run.objects.get()

    commit_results(training_class, row_of(person, hours=12))

    first.refresh_from_db()
    record = LearningRecord.objects.get()
    second = Run.objects.open().get(subject_id=record.pk)
    assert (first.state, record.version, record.facts["hours"]) == (RunState.WITHDRAWN, 2, "12")
    approve(second, version=2, actor=hr_clerk.actor)
    record.refresh_from_db()
    assert (record.state, record.credited_hours) == (RecordState.RECOGNIZED, 12)


def test_correction_after_recognition_counts_at_once_and_keeps_history(commit_results, public_class, person):
    commit_results(public_class, row_of(person))

    upload = commit_results(public_class, row_of(person, hours=12, attended=12))

    assert ("hours", "recognized_corrected") in codes(upload)
    record = LearningRecord.objects.get()
    assert (record.state, record.version, record.credited_hours) == (RecordState.RECOGNIZED, 2, 12)
    correction = RecordCorrection.objects.get()
    assert (correction.before["facts"]["hours"], correction.after["facts"]["hours"]) == ("18", "12")
    assert correction.carried_out_at is not None
    assert LedgerYear.objects.get(study_year=2026).counted_public == 12


def test_result_behind_a_certificate_is_not_corrected(
    commit_results, upload_results, public_class, person, institution_clerk
):
    commit_results(public_class, row_of(person))
    freeze(LearningRecord.objects.get(), "证书 1")

    upload = upload_results(public_class, row_of(person, hours=12))

    assert codes(upload) == [("hours", "result_frozen")]
    assert upload.rows.get().outcome == Outcome.REFUSED


def test_correction_of_a_refused_record_registers_it_anew(commit_results, training_class, person, hr_clerk):
    from approvals.services import reject

    commit_results(training_class, row_of(person))
    reject(Run.objects.get(), version=1, actor=hr_clerk.actor, reasons=["doubled"])

    commit_results(training_class, row_of(person, hours=12))

    result = ClassResult.objects.get()
    assert result.record.state == RecordState.SUBMITTED
    assert LearningRecord.objects.count() == 2


# Limits


def test_whose_class_it_is(institution_clerk, other_institution_clerk, hr_clerk, auditor, training_class):
    kind = kind_of("class_results")

    assert kind.may_upload(institution_clerk.actor, training_class.pk)
    for stranger in (other_institution_clerk, hr_clerk, auditor):
        assert not kind.may_upload(stranger.actor, training_class.pk)
    assert not kind.may_upload(institution_clerk.actor, None)


def test_check_takes_as_many_queries_for_one_row_as_for_twenty(training_class, institution_clerk, db):
    from records.results.checks import ResultCheck
    from uploads.kinds import CheckedRow

    def checked(count: int) -> int:
        employer = EmployerFactory(place="440105")
        rows = []
        for number in range(count):
            someone = ProfessionalFactory(employer=employer)
            RosterEntryFactory(training_class=training_class, professional=someone)
            LearningRecordFactory(professional=someone)
            values = dict(zip(("name", "number", "employer", "attended"), map(str, row_of(someone)[:4]), strict=True))
            values |= {"mark": "86", "hours": "18", "passed": "yes", "remark": ""}
            rows.append(CheckedRow(number + 2, "", values))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ResultCheck(training_class, actor=institution_clerk.actor).look_at(rows)
        assert not any(row.is_faulty for row in rows)
        return len(queries)

    checked(1)
    assert checked(1) == checked(20)


def test_all_or_nothing(commit_results, public_class, person, employer):
    people = [person, *(ProfessionalFactory(employer=employer) for _ in range(3))]

    upload = commit_results(public_class, *map(row_of, people), is_whole=True)

    assert upload.written == 4
    assert LedgerYear.objects.filter(counted_public=Decimal(18)).count() == 4


def test_several_slices_write_every_row_once(commit_results, public_class, person, employer, monkeypatch):
    monkeypatch.setattr(type(kind_of("class_results")), "rows_in_slice", 2)
    people = [person, *(ProfessionalFactory(employer=employer) for _ in range(4))]
    for each in people:
        enrolled(public_class, each)

    upload = commit_results(public_class, *map(row_of, people))

    assert (upload.written, upload.refused) == (5, 0)
    assert set(ClassResult.objects.values_list("professional", flat=True)) == {each.pk for each in people}
