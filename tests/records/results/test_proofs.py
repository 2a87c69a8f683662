"""The 《证明》 as a PDF with a code, the page on which it is looked up, and the 名册表."""

from __future__ import annotations

import io
import re
import subprocess
import sys

import pytest
import python_calamine
from django.utils.html import strip_tags

from jobs.models import Job
from people.professionals.numbers import number_in
from records.enums import RecordState
from records.models import ClassResult, LearningRecord
from records.results.proofs import masked_name, pdf_of, proof_under, sheets_of, text_of
from records.results.services import enter_result
from tests.cast import english_client
from tests.factories import ProfessionalFactory
from tests.jobs.conftest import work_until_idle
from tests.records.results.conftest import enrolled, row_of

ADDRESS = "https://xueshi.example/proofs/"


@pytest.fixture
def reported(commit_results, public_class, person) -> ClassResult:
    enrolled(public_class, person)
    commit_results(public_class, row_of(person))
    return ClassResult.objects.get()


def pages_in(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("who", ["professional", "hr_clerk", "institution_clerk"])
def test_person_hr_and_institution_have_it_printed(client_of, request, reported, who):
    member = request.getfixturevalue(who)
    client = client_of(member)

    answer = client.post(f"/results/{reported.pk}/proof/")
    work_until_idle()

    job = Job.objects.filter(kind="class_proofs").get()
    assert answer.headers["Location"] == f"/jobs/{job.pk}/"
    file = client.get(f"/jobs/{job.pk}/result/")
    content = b"".join(file.streaming_content) if file.streaming else file.content
    assert content.startswith(b"%PDF-")


@pytest.mark.parametrize("who", ["other_hr_clerk", "other_institution_clerk"])
def test_strangers_have_none(client_of, request, reported, who):
    client = client_of(request.getfixturevalue(who))

    assert client.post(f"/results/{reported.pk}/proof/").status_code == 404
    assert not Job.objects.filter(kind="class_proofs").exists()


def test_who_watches_has_none_printed(client_of, reported, bureau_clerk, auditor):
    for member in (bureau_clerk, auditor):
        assert client_of(member).post(f"/results/{reported.pk}/proof/").status_code == 403


def test_nobody_who_failed_has_one(client_of, institution_clerk, commit_results, public_class, person):
    commit_results(public_class, row_of(person, mark=40, passed="不合格"))
    client = client_of(institution_clerk)

    assert client.post(f"/results/{ClassResult.objects.get().pk}/proof/").status_code == 409
    assert client.post(f"/results/classes/{public_class.pk}/proofs/").status_code == 409
    assert proof_under(ClassResult.objects.get().check_code) is None


def test_sheet_says_what_the_form_asks_for(reported, person, institution):
    reported.training_class.institution = institution
    (sheet,) = sheets_of([reported], address=ADDRESS)
    text = strip_tags(text_of([sheet])).replace(" ", "").replace("\xa0", "")

    number = number_in(person.documents.get())
    assert "广东省专业技术人员继续教育证明" in text
    for said in (
        person.name,
        f"****{number[-4:]}",
        "测试公需",
        "公需科目",
        "18学时",
        "合格",
        "甲测试学校",
        "甲测试单位",
    ):
        assert said in text
    assert reported.check_code in text
    assert number not in text


def test_whatever_stands_in_a_field_fetches_nothing_and_is_no_markup(reported, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("GEHEIM")
    each = reported.training_class
    each.title = f'<img src="file://{secret}"><link rel="attachment" href="file://{secret}">'
    each.content = f"@import url(file://{secret}); <object data='http://169.254.169.254/'></object>"
    (sheet,) = sheets_of([reported], address=ADDRESS)

    pdf = pdf_of([sheet])

    assert b"/EmbeddedFile" not in pdf
    assert pages_in(pdf) == 1
    assert "<img" not in text_of([sheet])
    assert "&lt;img" in text_of([sheet])


def test_pdf_bears_chinese_letters(reported):
    pdf = pdf_of(sheets_of([reported], address=ADDRESS))

    assert b"Noto-Serif-CJK" in pdf


def test_serving_pages_never_loads_weasyprint():
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; django.setup();"
        "import config.urls, records.results.proof_views; print('weasyprint' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip().splitlines()[-1] == "False"


def test_all_of_a_class_in_one_file(client_of, institution_clerk, commit_results, public_class, employer):
    people = [ProfessionalFactory(employer=employer) for _ in range(3)]
    commit_results(public_class, *map(row_of, people))
    client = client_of(institution_clerk)

    client.post(f"/results/classes/{public_class.pk}/proofs/")
    work_until_idle()

    job = Job.objects.get(kind="class_proofs")
    file = client.get(f"/jobs/{job.pk}/result/")
    assert pages_in(b"".join(file.streaming_content) if file.streaming else file.content) == 3


# Looked up


def test_code_leads_to_what_holds_now_with_the_name_masked(reported, person):
    answer = english_client().get(f"/proofs/{reported.check_code}/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "This certificate holds" in page
    assert "林＊＊" in page
    assert person.name not in page
    assert "18 hours" in page.replace("\xa0", " ")


def test_correction_is_told_on_the_page(reported, person, institution_clerk):
    values = {"name": "", "number": "", "employer": "", "remark": "", "passed": "yes", "mark": "86"}
    enter_result(
        reported.training_class,
        values | {"attended": "12", "hours": "12"},
        professional=person,
        is_confirmed=True,
        actor=institution_clerk.actor,
    )

    page = english_client().get(f"/proofs/{reported.check_code}/").content.decode().replace("\xa0", " ")
    assert "12 hours" in page
    assert "A sheet that says otherwise does not hold any more." in page


@pytest.mark.parametrize("ending", ["rejected", "void", "lost", "unknown"])
def test_whatever_does_not_hold_has_the_same_answer(reported, ending):
    code = reported.check_code
    if ending in ("rejected", "void"):
        LearningRecord.objects.update(state=RecordState(ending))
    elif ending == "lost":
        reported.training_class.lost_status_at = reported.entered_at
        reported.training_class.save()
    else:
        code = "AAAAAAAAAAAAAAAA"

    answer = english_client().get(f"/proofs/{code}/")

    assert answer.status_code == 404
    assert "No certificate holds under this code" in answer.content.decode()


@pytest.mark.usefixtures("one_stretch_of_time")
def test_guessing_is_stopped_and_a_right_code_is_not(reported, settings):
    client = english_client()
    right = f"/proofs/{reported.check_code}/"

    for _turn in range(70):
        assert client.get(right).status_code == 200
    statuses = [client.get(f"/proofs/guess{turn}/").status_code for turn in range(65)]
    assert statuses[:60] == [404] * 60
    assert statuses[60:] == [429] * 5


def test_form_leads_to_the_page(reported):
    answer = english_client().get("/proofs/", {"code": f" {reported.check_code} "})

    assert answer.headers["Location"] == f"/proofs/{reported.check_code}/"


def test_name_is_masked_whatever_its_length():
    assert [masked_name(name) for name in ("林", "林测", "欧阳测试甲乙丙")] == ["林＊", "林＊", "欧＊＊＊"]


# 名册表


def test_roster_with_results_as_a_workbook(client_of, institution_clerk, reported, person):
    reported.remark = "=1+1"
    reported.exam_mark = "=cmd|' /C calc'!A0"
    reported.save()

    answer = client_of(institution_clerk).get(f"/results/classes/{reported.training_class_id}/roster.xlsx")

    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][0] == "继续教育名册表"
    number = number_in(person.documents.get())
    assert rows[3][:9] == [
        "1",
        person.name,
        f"****{number[-4:]}",
        "甲测试单位",
        "",
        "18",
        "=cmd|' /C calc'!A0",
        "18",
        "合格",
    ]
    assert b"<f>" not in answer.content


def test_roster_is_printed(client_of, institution_clerk, bureau_clerk, reported, person):
    for member in (institution_clerk, bureau_clerk):
        page = client_of(member).get(f"/results/classes/{reported.training_class_id}/print/").content.decode()
        assert person.name in page


@pytest.mark.parametrize("rest", ["roster.xlsx", "print/"])
def test_roster_as_a_whole_is_not_for_everybody(client_of, hr_clerk, professional, other_bureau_clerk, reported, rest):
    for member in (hr_clerk, professional, other_bureau_clerk):
        assert client_of(member).get(f"/results/classes/{reported.training_class_id}/{rest}").status_code == 403
