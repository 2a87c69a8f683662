"""The pages, as plain forms: who sees what, what they say, what they refuse."""

from __future__ import annotations

import io
import zipfile

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from jobs.services import cancel_job
from people.roles import Role
from tests.cast import CastMember
from tests.factories import MembershipFactory
from tests.jobs.conftest import work_until_idle
from tests.uploads import kinds
from tests.uploads.books import table, workbook
from tests.uploads.kinds import HEADER
from uploads.enums import UploadState
from uploads.kinds import kind_of
from uploads.models import Upload
from uploads.services import receive_upload

START = "/uploads/new/test_parcels/"


@pytest.fixture
def clerk(client_of, hr_clerk, monkeypatch):
    kinds.let_hr_upload(monkeypatch)
    return client_of(hr_clerk)


@pytest.fixture
def colleague(employer) -> CastMember:
    hat = MembershipFactory(organization=employer, role=Role.HR_HEAD)
    return CastMember(hat.user, hat)


def file(content: bytes, name: str = "list.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_whole_story_by_plain_forms(clerk):
    sent = clerk.post(START, {"file": file(workbook([HEADER, ["1"], ["2", "", "heavy"], ["x"]]))})
    page = clerk.get(sent.url)
    assert "Checking the rows" in page.content.decode()

    work_until_idle()
    preview = clerk.get(sent.url).content.decode()
    assert "2 rows to look at" in preview
    assert "<b>This is no number.</b> Enter digits." in preview
    assert "Write 2 rows (parcels)" in preview

    decided = clerk.post(f"{sent.url}commit/")
    assert decided.url == sent.url
    work_until_idle()
    assert "2 of 3 rows written" in clerk.get(sent.url).content.decode()
    assert kinds.written() == [1, 2]


def test_csv_of_gb18030_goes_the_same_way(clerk):
    sent = clerk.post(START, {"file": file(table([HEADER, ["1"]], encoding="gb18030"), "list.csv")})

    work_until_idle()

    assert "1 row checked" in clerk.get(sent.url).content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "found: PDF"),
        (b"<html></html>", "This is a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "Excel 97"),
    ],
)
def test_what_is_no_table_is_refused_at_once_and_kept_nowhere(clerk, content, words):
    answer = clerk.post(START, {"file": file(content)})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Upload.objects.exists()


def test_no_file_is_said_to_be_none(clerk):
    answer = clerk.post(START)

    assert answer.status_code == 422
    assert "Choose a file first." in answer.content.decode()


def test_too_large_file_is_refused(clerk, monkeypatch):
    monkeypatch.setattr("uploads.forms.LARGEST_FILE", 1000)

    answer = clerk.post(START, {"file": file(workbook([HEADER, ["1"]]))})

    assert answer.status_code == 422
    assert "at most 1000" in answer.content.decode()


def test_refused_file_has_a_page_that_says_why_and_what_to_do(clerk):
    sent = clerk.post(START, {"file": file(workbook([["编号", "编号", "卡号"], ["1", "2"]]))})

    work_until_idle()

    page = clerk.get(sent.url).content.decode()
    assert "The column “Number” stands in row 1 twice: in A and in B." in page
    assert "Delete one of them." in page


def test_pages_refuse_whoever_may_not_upload(client_of, professional, bureau_clerk, clerk):
    for stranger in (professional, bureau_clerk):
        assert client_of(stranger).get(START).status_code == 403
        assert client_of(stranger).get(f"{START}template/").status_code == 404
    # A bureau has uploads of its own kinds.
    assert client_of(professional).get("/uploads/").status_code == 403


def test_another_employers_clerk_finds_nothing(clerk, client_of, other_hr_clerk, parcels):
    upload = parcels(["1"])
    stranger = client_of(other_hr_clerk)

    for page in ("", "annotated/"):
        assert stranger.get(f"/uploads/{upload.pk}/{page}").status_code == 404
    for act in ("commit/", "withdrawal/", "resumption/"):
        assert stranger.post(f"/uploads/{upload.pk}/{act}").status_code == 404
    assert upload.file_name not in stranger.get("/uploads/").content.decode()
    assert Upload.objects.get(pk=upload.pk).state == UploadState.CHECKED


def test_a_colleague_may_take_it_over(clerk, client_of, colleague, parcels):
    upload = parcels(["1"])

    answer = client_of(colleague).post(f"/uploads/{upload.pk}/commit/")

    assert answer.status_code == 302
    upload.refresh_from_db()
    assert upload.state == UploadState.COMMITTING


def test_auditor_sees_the_page_and_neither_decides_nor_gets_the_file(clerk, client_of, auditor, parcels):
    upload = parcels(["1", "440105199001010015"])
    reader = client_of(auditor)

    page = reader.get(f"/uploads/{upload.pk}/")

    assert page.status_code == 200
    assert "440105199001010015" not in page.content.decode()
    assert "Write 1 row" not in page.content.decode()
    assert reader.post(f"/uploads/{upload.pk}/commit/").status_code == 403
    assert reader.get(f"/uploads/{upload.pk}/annotated/").status_code == 403


@pytest.mark.parametrize("act", ["commit", "withdrawal", "resumption"])
def test_acts_take_forms_only(clerk, parcels, act):
    upload = parcels(["1"])

    assert clerk.get(f"/uploads/{upload.pk}/{act}/").status_code == 405


def test_deciding_twice_is_too_late_the_second_time(clerk, parcels):
    upload = parcels(["1"])
    clerk.post(f"/uploads/{upload.pk}/commit/")

    answer = clerk.post(f"/uploads/{upload.pk}/commit/")

    assert answer.status_code == 409
    work_until_idle()
    assert kinds.written() == [1]


def test_all_or_nothing_can_be_chosen(clerk, parcels):
    upload = parcels(["1"], ["2"])

    clerk.post(f"/uploads/{upload.pk}/commit/", {"whole": "on"})
    assert "All 2 rows are written in one go" in clerk.get(f"/uploads/{upload.pk}/").content.decode()
    work_until_idle()

    upload.refresh_from_db()
    assert (upload.is_whole, upload.written) == (True, 2)


def test_discarding_says_that_nothing_was_written(clerk, parcels):
    upload = parcels(["1"])

    answer = clerk.post(f"/uploads/{upload.pk}/withdrawal/", follow=True)

    assert "Nothing was written." in answer.content.decode()
    assert "This upload was discarded" in clerk.get(f"/uploads/{upload.pk}/").content.decode()


def test_the_same_file_sent_twice_leads_to_the_same_page(clerk):
    content = workbook([HEADER, ["1"]])
    first = clerk.post(START, {"file": file(content)})

    second = clerk.post(START, {"file": file(content)}, follow=True)

    assert second.redirect_chain[-1][0] == first.url
    assert "it was not taken a second time" in second.content.decode()


@pytest.mark.parametrize(
    ("show", "rows"), [("look-at", 2), ("accepted", 2), ("warned", 1), ("refused", 1), ("all", 4), ("nonsense", 2)]
)
def test_rows_can_be_filtered(clerk, parcels, show, rows):
    upload = parcels(["1"], ["2", "", "heavy"], ["x"], ["4"])

    page = clerk.get(f"/uploads/{upload.pk}/?show={show}").content.decode()

    assert page.count('<th scope="row" class="nowrap">Row ') == rows


def test_preview_takes_the_same_queries_for_few_and_many_rows(clerk, parcels, django_assert_num_queries):
    few, many = parcels(["x"]), parcels(*[[f"x{number}"] for number in range(40)])
    clerk.get(f"/uploads/{few.pk}/")
    with CaptureQueriesContext(connection) as taken:
        clerk.get(f"/uploads/{few.pk}/")

    with django_assert_num_queries(len(taken)):
        clerk.get(f"/uploads/{many.pk}/")


def test_what_a_cell_says_is_text_and_never_markup(clerk, parcels):
    upload = parcels(["<script>alert(1)</script>"], ["=cmd|' /C calc'!A0"])

    page = clerk.get(f"/uploads/{upload.pk}/").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def annotated(clerk, upload) -> list[list]:
    answer = clerk.get(f"/uploads/{upload.pk}/annotated/")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_annotated_file_is_the_table_as_it_came_with_a_column_more(clerk, hr_clerk, monkeypatch):
    content = workbook([["Parcels of March"], HEADER, ["1", "440105199001010015", "heavy"], [], ["x"]], sheet="三月")
    sent = clerk.post(START, {"file": file(content)})
    work_until_idle()

    rows = annotated(clerk, Upload.objects.get())

    assert rows[0][0] == "Parcels of March"
    assert rows[1] == [*HEADER, "Result of the check"]
    assert rows[2][:3] == ["1", "440105199001010015", "heavy"]
    assert rows[2][4] == "Can be written, with a notice\nWeight (C3): Heavy. It will be carried."
    assert rows[4][4] == "Not written\nNumber (A5): This is no number. Enter digits."
    assert sent.url


def test_annotated_file_says_after_the_commit_what_was_written(clerk, parcels):
    upload = parcels(["1"], ["x"])
    clerk.post(f"/uploads/{upload.pk}/commit/")
    work_until_idle()

    rows = annotated(clerk, upload)

    assert [row[-1].split("\n")[0] for row in rows[1:]] == ["Written", "Not written"]


def test_annotated_file_can_be_corrected_and_uploaded_again(clerk, parcels):
    upload = parcels(["1"], ["x"])
    clerk.post(f"/uploads/{upload.pk}/commit/")
    work_until_idle()
    rows = annotated(clerk, upload)
    rows[2][0] = "2"

    again = parcels(content=workbook(rows))

    assert (again.accepted, again.unchanged, again.refused) == (1, 1, 0)
    assert len(annotated(clerk, again)[0]) == len(HEADER) + 1


def test_formulas_in_cells_go_back_as_text(clerk, parcels):
    upload = parcels(['=HYPERLINK("http://x")'], ["@SUM(1)"], ["+1+1"])

    content = clerk.get(f"/uploads/{upload.pk}/annotated/").content

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_taking_the_annotated_file_is_recorded(clerk, hr_clerk, parcels):
    upload = parcels(["1"])

    annotated(clerk, upload)

    event = Event.objects.get(action="upload.downloaded")
    assert (event.actor_id, event.object_id) == (hr_clerk.user.pk, str(upload.pk))


def test_template_can_be_filled_in_and_uploaded(clerk):
    answer = clerk.get(f"{START}template/")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Table", "Explanation"]
    header = book.get_sheet_by_index(0).to_python()[0]
    assert header == ["Number *", "Card", "Weight", "Day"]

    sent = clerk.post(START, {"file": file(workbook([header, ["1"]]))})
    work_until_idle()

    assert Upload.objects.get().accepted == 1
    assert sent.status_code == 302


def test_unknown_kind_is_no_page(clerk):
    assert clerk.get("/uploads/new/nothing/").status_code == 404


def test_stopped_check_offers_to_go_on(clerk, hr_clerk):
    upload, _is_new = receive_upload(kind_of("test_parcels"), "a.xlsx", workbook([HEADER, ["1"]]), actor=hr_clerk.actor)
    cancel_job(upload.check_job, actor=hr_clerk.actor)
    assert "The work on this upload has stopped." in clerk.get(f"/uploads/{upload.pk}/").content.decode()

    clerk.post(f"/uploads/{upload.pk}/resumption/")
    work_until_idle()

    assert Upload.objects.get().state == UploadState.CHECKED


def test_home_page_names_the_upload_that_waits(clerk, parcels):
    parcels(["1"], ["x"])

    home = clerk.get("/").content.decode()

    assert "Parcels: 包裹.xlsx" in home
    assert "1 row can be written, 1 cannot." in home


def test_among_faults_only_the_columns_with_faults_are_shown(clerk, parcels):
    upload = parcels(["1", "17", "3", "yesterday"])

    faults = clerk.get(f"/uploads/{upload.pk}/?show=look-at").content.decode()
    everything = clerk.get(f"/uploads/{upload.pk}/?show=all").content.decode()

    assert '<th scope="col">Day <span class="column-letter">D</span></th>' in faults
    assert '<th scope="col">Weight ' not in faults
    assert '<th scope="col">Weight ' in everything
