"""A roster from Excel: what is wrong with each row, and what is written."""

from __future__ import annotations

import pytest

from courses.enrolment.services import enrol_oneself
from courses.models import RosterEntry, TrainingClass
from tests.courses.conftest import day
from tests.factories import ProfessionalFactory
from tests.factories.professionals import invented_number
from tests.jobs.conftest import work_until_idle
from tests.uploads.books import workbook
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import decide_upload, receive_upload
from uploads.words import sentence_of, short_words_for

pytestmark = pytest.mark.django_db

HEADER = ["姓名", "身份证号"]
A, B, C, D = (invented_number(910_000 + count) for count in range(4))


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def people(employer):
    names = {"吴测试": A, "郑测试": B, "王测试": C}
    return {name: ProfessionalFactory(name=name, number=number, employer=employer) for name, number in names.items()}


def uploaded(member, training_class, *rows) -> Upload:
    upload, _is_new = receive_upload(
        kind_of("roster"), "名册.xlsx", workbook([HEADER, *rows]), subject_id=training_class.pk, actor=member.actor
    )
    work_until_idle()
    upload.refresh_from_db()
    return upload


def written(upload, member, *, is_whole=False) -> Upload:
    decide_upload(upload, is_whole=is_whole, actor=member.actor)
    work_until_idle()
    upload.refresh_from_db()
    return upload


def found(upload) -> list[list[str]]:
    """The codes of each row."""
    return [[finding["code"] for finding in row.findings] for row in upload.rows.order_by("number")]


def test_enrols_whoever_is_registered(published, institution_clerk, people):
    upload = uploaded(institution_clerk, published, ["吴测试", A], ["郑 测试", B])
    assert found(upload) == [[], []]

    written(upload, institution_clerk)

    entries = RosterEntry.objects.filter(training_class=published)
    assert {entry.professional.name for entry in entries} == {"吴测试", "郑测试"}
    assert {entry.enrolled_by for entry in entries} == {"institution"}


def test_says_of_each_row_what_is_wrong(running, institution_clerk, people):
    upload = uploaded(
        institution_clerk,
        running,
        ["吴测试", A],
        ["郑某某", B],
        ["赵测试", D],
        ["吴测试", A],
        ["王测试", "4.40105E+17"],
    )

    assert found(upload)[0] == []
    assert found(upload)[1] == ["person_name_differs"]
    assert found(upload)[2] == ["person_not_found"]
    assert found(upload)[3] == ["twice"]
    assert found(upload)[4] == ["scientific"]
    written(upload, institution_clerk)
    assert [entry.professional.name for entry in RosterEntry.objects.all()] == ["吴测试"]


def test_counts_the_places_row_by_row(published, institution_clerk, people):
    upload = uploaded(institution_clerk, published, ["吴测试", A], ["郑测试", B], ["王测试", C])

    assert found(upload) == [[], [], ["class_full"]]


def test_who_has_a_place_already_needs_none(published, institution_clerk, people, client_of):
    own = people["王测试"]
    RosterEntry.objects.create(training_class=published, professional=own, enrolled_by="person")

    upload = uploaded(institution_clerk, published, ["王测试", C], ["吴测试", A])

    assert found(upload) == [["enrolled_already"], []]
    assert written(upload, institution_clerk).written == 1


def test_a_place_taken_meanwhile_is_not_given_twice(published, institution_clerk, people, professional):
    upload = uploaded(institution_clerk, published, ["吴测试", A], ["郑测试", B])
    enrol_oneself(published, professional.user.professional, actor=professional.actor)

    written(upload, institution_clerk)

    assert RosterEntry.objects.filter(training_class=published).count() == 2
    assert ["class_full"] in found(upload)


def test_all_or_nothing_writes_nothing_when_a_place_was_taken(published, institution_clerk, people, professional):
    upload = uploaded(institution_clerk, published, ["吴测试", A], ["郑测试", B])
    enrol_oneself(published, professional.user.professional, actor=professional.actor)

    written(upload, institution_clerk, is_whole=True)

    assert [entry.enrolled_by for entry in RosterEntry.objects.filter(training_class=published)] == ["person"]


def test_into_a_class_that_is_over_nobody_is_written(published, institution_clerk, people):
    TrainingClass.objects.filter(pk=published.pk).update(starts_on=day(-5), ends_on=day(-3))

    assert found(uploaded(institution_clerk, published, ["吴测试", A])) == [["class_closed"]]


@pytest.mark.parametrize(
    "code", ["person_not_found", "person_name_differs", "class_full", "class_closed", "enrolled_already"]
)
def test_every_finding_has_its_words(code):
    from uploads.enums import Level
    from uploads.kinds import Finding

    sentence = sentence_of(Finding("number", Level.ERROR, code, {"count": 2}))

    assert sentence.problem
    assert sentence.advice
    assert short_words_for(code)


def test_only_the_institution_of_a_published_class_may(
    published, draft, institution_clerk, other_institution_clerk, officer
):
    kind = kind_of("roster")

    assert kind.may_upload(institution_clerk.actor, published.pk)
    assert not kind.may_upload(institution_clerk.actor, draft.pk)
    assert not kind.may_upload(institution_clerk.actor, None)
    assert not kind.may_upload(other_institution_clerk.actor, published.pk)
    assert not kind.may_upload(officer.actor, published.pk)


def test_the_page_offers_template_and_upload(published, institution_clerk, client_of):
    client = client_of(institution_clerk)

    page = client.get(f"/uploads/new/roster/{published.pk}/")

    assert page.status_code == 200
    assert published.title in page.content.decode()
