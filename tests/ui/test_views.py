import re

import pytest

from people.models import User
from ui import tasks_waiting
from ui.tasks_waiting import WaitingTask

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    user = User.objects.create_user("lin", "correct horse", display_name="林晓岚", language="en")
    client.force_login(user)
    return client


@pytest.fixture
def no_tasks(monkeypatch):
    monkeypatch.setattr(tasks_waiting, "_providers", [])


def text_of(response):
    return response.content.decode()


def test_visitor_sees_what_this_is_and_where_to_sign_in(client):
    client.cookies["language"] = "en"

    page = text_of(client.get("/"))

    assert "counted in hours" in page
    assert 'class="button button--primary" href="/accounts/login/"' in page


def test_signed_in_person_sees_first_what_waits_most_urgent_first(signed_in, monkeypatch):
    later = WaitingTask(name="Look at a report", url="/later/", order=90)
    soon = WaitingTask(name="98 records", url="/soon/", state="warned", state_label="12 days", order=10)
    monkeypatch.setattr(tasks_waiting, "_providers", [lambda actor: [later], lambda actor: [soon]])

    page = text_of(signed_in.get("/"))

    assert "<h1>2 things wait for you</h1>" in page
    assert page.index("/soon/") < page.index("/later/")
    assert 'status-badge--warned">12 days' in page


def test_signed_in_person_without_work_is_told_so(signed_in, no_tasks):
    page = text_of(signed_in.get("/"))

    assert "<h1>Nothing waits for you</h1>" in page
    assert "task-list__item" not in page


def test_hat_and_signing_out_are_on_the_page_of_who_is_signed_in_only(client, signed_in, no_tasks):
    signed_in_page = text_of(signed_in.get("/help/"))
    signed_in.logout()
    visitors_page = text_of(client.get("/help/"))

    assert 'class="site-tools__hat">林晓岚</span>' in signed_in_page
    assert "/accounts/logout/" in signed_in_page
    assert "site-tools__hat" not in visitors_page
    assert "/accounts/logout/" not in visitors_page


def test_signing_in_leads_back_to_the_page_one_was_on(client):
    assert 'href="/accounts/login/?next=%2Fstyleguide%2F%3Fsort%3Dname"' in text_of(
        client.get("/styleguide/?sort=name")
    )
    assert "?next=" not in text_of(client.get("/"))
    assert "?next=" not in text_of(client.get("/accounts/login/"))


@pytest.mark.parametrize("path", ["/", "/help/", "/accessibility/", "/styleguide/"])
def test_every_link_of_the_frame_leads_somewhere(client, path):
    targets = set(re.findall(r'href="(/[^"#?]*)', text_of(client.get(path)))) - {"/"}
    pages = {target for target in targets if not target.startswith("/static/")}

    assert pages
    assert {target: client.get(target).status_code for target in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_style_guide_shows_every_component(client, language):
    page = text_of(client.get(f"/styleguide/?language={language}"))

    components = [
        *("task-list", "table--cards", "filter-bar", "selection-bar", "pagination", "key-hints", "empty-state"),
        *("error-summary", "field", "file-drop", "file-list", "stepper", "timeline", "facts", "progress", "seal-slot"),
        *("ring", "meter", "bar", "legend", "chart--plot", "heat", "multiples", "callout", "verdict", "notice"),
        *("toast", "dialog", "print-head", "status-badge", "category-mark", "citation", "halt", "button--danger"),
    ]
    assert [name for name in components if not re.search(rf'class="[^"]*\b{name}\b', page)] == []


def test_style_guide_has_no_id_twice_and_no_broken_reference(client):
    page = text_of(client.get("/styleguide/?language=en"))
    ids = re.findall(r'\sid="([^"]+)"', page)
    references = [
        name
        for names in re.findall(r'(?:aria-labelledby|aria-describedby|for|popovertarget)="([^"]+)"', page)
        for name in names.split()
    ]

    assert sorted(ids) == sorted(set(ids))
    assert [name for name in [*references, *re.findall(r'href="#([^"]+)"', page)] if name not in ids] == []


def test_style_guide_is_seen_as_its_address_says_and_nothing_is_kept(client):
    page = text_of(client.get("/styleguide/?language=en&theme=dark&type_size=large"))

    assert '<html lang="en" data-theme="dark" class="type-large">' in page
    assert not {"language", "theme", "type_size"} & set(client.cookies)
    assert '<html lang="zh-hans">' in text_of(client.get("/help/?language=en&theme=dark"))


def test_style_guide_refuses_a_face_it_does_not_have(client):
    assert client.get("/styleguide/?theme=pink").status_code == 400


def test_example_table_sorts_and_pages_like_any_list(client):
    page = text_of(client.get("/styleguide/?language=en&sort=hours&page=2"))

    assert 'aria-sort="ascending"' in page
    assert "Rows 6 to 7 of 7" in page
    assert page.index("邓伟文") < page.index("周敏")
