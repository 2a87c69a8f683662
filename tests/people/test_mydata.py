import datetime
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.conf import settings
from python_calamine import CalamineWorkbook

from audit.actors import SYSTEM
from audit.models import Event
from jobs.models import Job
from jobs.worker import work_once
from people.models import Membership, Professional, User
from people.mydata.queries import acts_about, held_about, looks_at
from people.mydata.registry import all_holdings
from people.professionals.numbers import number_in
from people.professionals.services import change_phone, note_view, register_professional, reveal_number
from tests.factories import TitleFactory
from tests.factories.professionals import checked

pytestmark = pytest.mark.django_db

PAGE = "/my-data/"
NUMBER, PHONE = "44051119900307008X", "13800138000"

# What refers to a person and is told in another way, or belongs to a library whose rows hold nothing of its own.
TOLD_OTHERWISE = {
    "audit.Event",  # who looked, what others did, what one did
}


def export(client, file_format):
    answer = client.post("/jobs/start/my_data_export/", {"file_format": file_format})
    job = Job.objects.get(kind="my_data_export")
    while work_once("test", job_id=job.pk):
        pass
    assert answer.url == f"/jobs/{job.pk}/"
    return job


def content_of(answer):
    return b"".join(answer.streaming_content)


# The page


def test_the_page_tells_all_that_is_held(she, professional, client_of):
    TitleFactory(professional=she, name="高级工程师")

    body = client_of(professional).get(PAGE).content.decode()

    tail = she.documents.get().number_tail
    assert all(told in body for told in ("lin.test", "林测试", "甲测试单位", "高级工程师", f"****{tail}"))
    assert "Nobody else has looked at your details." in body


def test_the_page_tells_who_looked_and_why(she, hr_clerk, bureau_clerk, professional, client_of):
    note_view(she, actor=hr_clerk.actor)
    reveal_number(she.documents.get(), reason="核对社保", actor=bureau_clerk.actor)

    body = client_of(professional).get(PAGE).content.decode()

    assert "Others have looked at your details 2 times." in body
    assert all(told in body for told in ("陈测试", "甲测试单位", "梁测试", "甲市测试人社局", "Reason: 核对社保"))


def test_the_page_tells_what_others_changed_and_not_what_one_did(professional, client_of):
    change_phone(professional.user, PHONE, actor=SYSTEM)
    change_phone(professional.user, "", actor=professional.actor)

    assert [event.actor for event in acts_about(professional.user)] == [None]
    assert "the system changed the telephone number" in client_of(professional).get(PAGE).content.decode()


def test_nothing_of_others_is_on_the_page(she, hr_clerk, other_hr_clerk, professional, client_of):
    other = register_professional("别的测试", document=checked(NUMBER), actor=SYSTEM)
    note_view(other, actor=other_hr_clerk.actor)

    body = client_of(professional).get(PAGE).content.decode()

    assert not any(told in body for told in ("别的测试", "郑测试", "008X"))
    assert list(looks_at(professional.user)) == []


@pytest.mark.parametrize("who", ["hr_clerk", "bureau_clerk", "auditor", "administrator"])
def test_everybody_has_such_a_page(request, who, client_of):
    answer = client_of(request.getfixturevalue(who)).get(PAGE)

    assert answer.status_code == 200
    assert "Nothing is held." in answer.content.decode()


def test_the_page_asks_to_sign_in_and_takes_no_form(professional, client, client_of):
    assert client.get(PAGE).url == f"/accounts/login/?next={PAGE}"
    assert client_of(professional).post(PAGE).status_code == 405


def test_a_person_without_a_hat_keeps_the_page(professional, client_of):
    Membership.objects.update(ended_on=datetime.date(2021, 1, 1))

    assert "甲测试单位" in client_of(professional).get(PAGE).content.decode()


def test_the_page_costs_the_same_however_much_is_held(
    she, hr_clerk, professional, client_of, django_assert_max_num_queries
):
    client = client_of(professional)
    client.get(PAGE)
    before = len(all_holdings())
    with django_assert_max_num_queries(9 + 4 * before) as counted:
        client.get(PAGE)

    for year in range(2000, 2030):
        TitleFactory(professional=she, obtained_on=datetime.date(year, 1, 1))
    with django_assert_max_num_queries(len(counted.captured_queries) + 1):  # the count of a table that is cut
        answer = client.get(PAGE)

    assert "10 more rows are in the export." in answer.content.decode()


# The exports


def test_the_json_export_holds_all_of_it(she, hr_clerk, professional, client_of, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    TitleFactory(professional=she, name="高级工程师")
    note_view(she, actor=hr_clerk.actor)
    client = client_of(professional)

    job = export(client, "json")
    answer = client.get(f"/jobs/{job.pk}/result/")

    held = json.loads(content_of(answer))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert held["account"][0]["username"] == "lin.test"
    assert held["titles"][0] == {
        "title": "高级工程师",
        "level": "intermediate",
        "series": "engineering",
        "obtained": "2018-12-01",
    }
    assert held["documents"][0]["number"] == f"****{she.documents.get().number_tail}"
    assert [(look["who"], look["action"]) for look in held["looks"]] == [("陈测试", "professional.viewed")]
    assert held["own_acts"][-1]["action"] in ("job.started", "job.completed")


def test_the_excel_export_holds_all_of_it_as_text(she, professional, client_of, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    TitleFactory(professional=she, name='=HYPERLINK("http://example.com")')
    client = client_of(professional)

    job = export(client, "xlsx")
    content = content_of(client.get(f"/jobs/{job.pk}/result/"))

    sheets = {
        name: CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()
        for name in ("Titles", "Employments", "Who looked")
    }
    assert sheets["Titles"][1][0] == '=HYPERLINK("http://example.com")'
    assert sheets["Employments"][1][0] == "甲测试单位"
    assert sheets["Who looked"] == [["Time", "Who", "Hat", "Organization", "Act", "Object", "Reason"]]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())


@pytest.mark.parametrize("file_format", ["", "pdf", "../../json"])
def test_an_unknown_form_of_export_is_refused(professional, client_of, file_format):
    answer = client_of(professional).post("/jobs/start/my_data_export/", {"file_format": file_format})

    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_the_export_asks_to_sign_in(client):
    assert "/accounts/login/" in client.post("/jobs/start/my_data_export/", {"file_format": "json"}).url


@pytest.mark.parametrize("who", ["auditor", "administrator"])
def test_the_file_is_for_its_owner_alone_though_others_see_the_job(
    request, who, professional, client_of, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    job = export(client_of(professional), "json")
    client = client_of(request.getfixturevalue(who))

    body = client.get(f"/jobs/{job.pk}/").content.decode()

    assert "Export of my data" in body
    assert "/result/" not in body
    assert client.get(f"/jobs/{job.pk}/result/").status_code == 404
    assert client_of(professional).get(f"/jobs/{job.pk}/result/").status_code == 200


# Nothing is forgotten, nothing leaks


def refers_to_people(model):
    return any(
        field.is_relation and field.concrete and field.related_model in (User, Professional)
        for field in model._meta.get_fields()
    )


def test_every_model_that_refers_to_people_is_told_in_my_data(professional):
    rooms = {path.parent.name for path in settings.BASE_DIR.glob("*/apps.py")}
    told = {holding.rows(professional.user).model._meta.label for holding in all_holdings()} | TOLD_OTHERWISE

    models = [model for model in apps.get_models() if model._meta.app_label in rooms and refers_to_people(model)]

    assert {model._meta.label for model in models} - told == set()


def test_each_kind_of_data_has_a_key_of_its_own():
    keys = [holding.key for holding in all_holdings()]

    assert len(keys) == len(set(keys))
    assert not {"looks", "acts_of_others", "own_acts"} & set(keys)


def test_no_number_in_full_stands_on_the_page_in_the_files_or_with_the_job(
    employer, hr_head, client_of, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    one = register_professional("单测试", document=checked(NUMBER), phone=PHONE, employer=employer, actor=SYSTEM)
    reveal_number(one.documents.get(), reason=f"核对 {NUMBER}", actor=hr_head.actor)
    client = client_of(one.user)
    assert number_in(one.documents.get()) == NUMBER  # it could leak

    page = client.get(PAGE).content
    as_json = export(client, "json")
    texts = [page, content_of(client.get(f"/jobs/{as_json.pk}/result/")), repr(vars(as_json)).encode()]
    Job.objects.all().delete()
    as_xlsx = export(client, "xlsx")
    with zipfile.ZipFile(io.BytesIO(content_of(client.get(f"/jobs/{as_xlsx.pk}/result/")))) as book:
        texts += [book.read(name) for name in book.namelist()]
    texts += [str(path).encode() for path in tmp_path.rglob("*")]
    texts.append(repr(list(Event.objects.values())).encode())

    assert b"008X" in page
    assert not any(number.encode() in text for number in (NUMBER, PHONE) for text in texts)


def test_held_tables_are_cut_where_asked(she, professional):
    for year in (2001, 2002, 2003):
        TitleFactory(professional=she, obtained_on=datetime.date(year, 1, 1))

    titles = next(table for table in held_about(professional.user, at_most=2) if table.key == "titles")

    assert (len(titles.rows), titles.count, titles.hidden) == (2, 3, 1)
