from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.actors import SYSTEM, Actor
from audit.models import Event
from audit.paging import PAGE_SIZE
from audit.services import ObjectRef, record, record_many, seal, write_checkpoint
from people.enums import OrganizationKind
from people.models import Membership, Organization, User
from people.roles import Role
from tests.cast import prove_second_factor


@pytest.fixture
def english(client: Client) -> None:
    client.cookies["language"] = "en"


def signed_in(client: Client, username: str, role: Role, *, office: str = "审计处（测试）") -> User:
    user = User.objects.create_user(username, display_name=username)
    organization = Organization.objects.create(kind=OrganizationKind.BUREAU, name=office)
    Membership.objects.create(user=user, organization=organization, role=role, started_on=datetime.date(2020, 1, 1))
    client.force_login(user)
    prove_second_factor(client, user)
    return user


@pytest.fixture
def as_auditor(client: Client, english: None, db: None) -> Client:
    signed_in(client, "shenji", Role.AUDITOR)
    return client


@pytest.fixture
def as_clerk(client: Client, english: None, db: None) -> Client:
    signed_in(client, "banshiyuan", Role.BUREAU_CLERK)
    return client


def documents(count: int) -> list[tuple[ObjectRef, None, None]]:
    return [(ObjectRef("test.document", str(n), f"文件{n:03}"), None, None) for n in range(count)]


def shown(html: str) -> list[str]:
    """The documents in the table, in their order."""
    return re.findall(r"文件\d{3}", html)


LIST = "/audit/"

# Who may see what


def test_the_list_is_for_those_who_may_read_the_trail(as_clerk: Client, clerk: Actor, document: ObjectRef) -> None:
    event = record("test.done", document, actor=clerk)

    for address in (LIST, event.get_absolute_url(), "/audit/objects/test.document/42/"):
        assert as_clerk.get(address).status_code == 404


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(client: Client, clerk: Actor, document: ObjectRef) -> None:
    event = record("test.done", document, actor=clerk)

    for address in (LIST, event.get_absolute_url(), "/audit/objects/test.document/42/"):
        assert client.get(address).headers["Location"].startswith(reverse("account_login"))


def test_a_person_may_open_what_they_did_themselves(
    client: Client, english: None, db: None, document: ObjectRef
) -> None:
    user = signed_in(client, "wo", Role.PROFESSIONAL)
    event = record("test.done", document, actor=Actor(user_id=user.pk, label="wo"))

    page = client.get(event.get_absolute_url())

    assert page.status_code == 200
    assert LIST not in page.text.replace("/audit/events", "")


@pytest.mark.parametrize("address", [LIST, "/audit/checkpoints/", "/audit/checkpoints.txt", "/audit/events/1/"])
def test_nothing_can_be_sent_to_the_trail(address: str, as_auditor: Client) -> None:
    assert as_auditor.post(address).status_code == 405


def test_the_menu_leads_auditors_to_the_trail(as_auditor: Client) -> None:
    assert f'href="{LIST}"' in as_auditor.get("/").text


def test_the_menu_of_a_clerk_does_not(as_clerk: Client) -> None:
    assert f'href="{LIST}"' not in as_clerk.get("/").text


# The list


def test_each_row_says_when_who_as_what_did_what_to_what_and_why(as_auditor: Client, clerk: Actor) -> None:
    record("chain.head_signed", ObjectRef("audit.chainhead", "1", "链头"), actor=clerk, reason="搬家时丢了密钥")

    html = as_auditor.get(LIST).text

    row = html[html.index("<tbody>") : html.index("</tbody>")]
    for part in (
        f"{timezone.localdate().year}",
        "王测试",
        "测试市人社局",
        "Bureau clerk",
        "signed the head of the audit chain anew",
        "链头",
        "head of the audit chain",
        "搬家时丢了密钥",
    ):
        assert part in row


def test_the_list_is_newest_first_and_leads_to_older_and_back(as_auditor: Client, clerk: Actor) -> None:
    record_many("test.done", documents(PAGE_SIZE * 2 + 10), actor=clerk)
    everything = [f"文件{n:03}" for n in reversed(range(PAGE_SIZE * 2 + 10))]

    pages, address = [], LIST
    while address:
        html = as_auditor.get(address).text
        pages.append(html)
        address = link(html, "before")
    assert [len(shown(page)) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 10]
    assert [one for page in pages for one in shown(page)] == everything

    back = as_auditor.get(link(pages[-1], "after")).text
    assert shown(back) == shown(pages[1])
    first = as_auditor.get(link(back, "after")).text
    assert shown(first) == shown(pages[0])
    assert link(first, "after") == ""


def link(html: str, direction: str) -> str:
    found = re.search(rf'href="(\?[^"]*{direction}=\d+)"', html)
    return LIST + found[1].replace("&amp;", "&") if found else ""


def test_events_of_the_same_moment_are_neither_lost_nor_shown_twice(as_auditor: Client, clerk: Actor) -> None:
    moment = datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC)
    Event.objects.bulk_create(
        Event(
            at=moment,
            actor_label="x",
            action="test.done",
            object_type="t",
            object_id=str(n),
            object_label=f"文件{n:03}",
        )
        for n in range(PAGE_SIZE + 20)
    )

    first = as_auditor.get(LIST).text
    second = as_auditor.get(link(first, "before")).text

    assert sorted(shown(first) + shown(second)) == [f"文件{n:03}" for n in range(PAGE_SIZE + 20)]


@pytest.mark.parametrize("place", ["before=x", "before=0", "after=99999999999999999999", "before=%00", "after="])
def test_a_place_in_the_list_that_does_not_exist_is_its_beginning(place: str, as_auditor: Client, clerk: Actor) -> None:
    record_many("test.done", documents(3), actor=clerk)

    assert shown(as_auditor.get(f"{LIST}?{place}").text) == ["文件002", "文件001", "文件000"]


@pytest.mark.parametrize("address", [LIST, f"{LIST}?action=test.done&actor=wang&since=2020-01-01"])
def test_the_list_takes_the_same_number_of_queries_for_one_event_and_for_three(
    address: str, as_auditor: Client, clerk: Actor, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    record_many("test.done", documents(1), actor=clerk)
    as_auditor.get(address)
    with django_assert_max_num_queries(12) as one:
        assert shown(as_auditor.get(address).text) == ["文件000"]
    record_many("test.done", documents(2), actor=clerk)

    with django_assert_num_queries(len(one)):
        assert len(shown(as_auditor.get(address).text)) == 3


def test_the_list_says_what_is_not_sealed_yet(as_auditor: Client, clerk: Actor) -> None:
    record_many("test.done", documents(2), actor=clerk)

    assert "2 events are not sealed yet, the oldest written" in as_auditor.get(LIST).text
    seal()
    assert "All events are sealed." in as_auditor.get(LIST).text


def test_without_a_match_the_page_says_what_to_do(as_auditor: Client) -> None:
    assert "No event matches" in as_auditor.get(LIST).text


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("since=soon", "since", "Enter a valid date/time."),
        ("until=0000-00-00", "until", "Enter a valid date/time."),
        ("since=9999-12-31", "since", "The year must be between 2000 and 2100."),
        ("until=0001-01-01", "until", "The year must be between 2000 and 2100."),
        ("since=2026-11-20&until=2026-11-19", "until", "This is before the beginning."),
        ("action=no.such", "action", "Select a valid choice."),
        ("actor=%00", "actor", "Null characters are not allowed."),
        ("object_id=" + "9" * 101, "object_id", "Ensure this value has at most 100 characters"),
    ],
)
def test_a_filter_that_cannot_be_read_is_told_in_the_error_summary(
    query: str, field: str, message: str, as_auditor: Client, clerk: Actor
) -> None:
    record_many("test.done", documents(1), actor=clerk)

    page = as_auditor.get(f"{LIST}?{query}")

    assert page.status_code == 200
    summary = page.text[page.text.index("error-summary") : page.text.index("filter-bar")]
    assert f'href="#id_{field}"' in summary
    assert message in summary
    assert shown(page.text) == []


# Export


def test_the_export_button_sends_the_filter_and_a_key(as_auditor: Client) -> None:
    html = as_auditor.get(f"{LIST}?object_id=4%222&actor=&since=2026-11-20&before=3&nonsense=1").text

    form = html[html.index('action="/jobs/start/audit_export/"') :]
    form = form[: form.index("</form>")]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert sent.pop("csrfmiddlewaretoken")
    assert re.fullmatch(r"[0-9a-f-]{36}", sent.pop("key"))
    assert sent == {"object_id": "4&quot;2", "since": "2026-11-20"}


def test_a_filter_that_cannot_be_read_cannot_be_exported(as_auditor: Client) -> None:
    assert "audit_export" not in as_auditor.get(f"{LIST}?since=soon").text


# One event


def test_an_event_shows_what_changed(as_auditor: Client, clerk: Actor, wang: User) -> None:
    event = record(
        "account.changed",
        wang,
        actor=clerk,
        before={"display_name": "王测", "is_active": True, "gone": 1, "theme": "dark"},
        after={"display_name": "王测试", "is_active": True, "new": None, "theme": "light"},
    )

    html = as_auditor.get(event.get_absolute_url()).text

    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</th>(.*?)</tr>", html, re.DOTALL)
    told = {
        name: [re.sub(r"<[^m/][^>]*>|</[^m][^>]*>", "", cell).strip() for cell in cells.split("</td>")[:2]]
        for name, cells in rows
    }
    assert told == {
        "name": ["王测", "<mark>王测试</mark>"],
        "active": ["yes", "yes"],
        "gone": ["1", ""],
        "theme": ["Dark", "<mark>Light</mark>"],
        "new": ["", "(empty)"],
    }


def test_an_event_shows_its_place_in_the_chain(as_auditor: Client, clerk: Actor) -> None:
    record_many("test.done", documents(3), actor=clerk)
    events = Event.objects.order_by("id")

    assert "Not sealed yet" in as_auditor.get(events[1].get_absolute_url()).text
    seal()

    html = as_auditor.get(events[1].get_absolute_url()).text
    middle = events[1]
    assert middle.hash_hex in html
    assert middle.previous_hash_hex in html
    assert f'href="{events[0].get_absolute_url()}" rel="prev"' in html
    assert f'href="{events[2].get_absolute_url()}" rel="next"' in html


def test_an_act_on_no_single_object_is_told_without_a_link(as_auditor: Client, clerk: Actor) -> None:
    event = record("divisions.loaded", ObjectRef("people.division", "", "divisions.csv"), actor=clerk)

    for address in (reverse("audit:events"), event.get_absolute_url()):
        page = as_auditor.get(address).content.decode()
        assert "divisions.csv" in page
        assert "/audit/objects/people.division" not in page


def test_an_event_leads_to_what_else_the_request_did(as_auditor: Client, clerk: Actor) -> None:
    record_many("test.done", documents(2), actor=clerk)
    one, two = Event.objects.order_by("id")
    record("test.done", ObjectRef("test.document", "9", "文件009"), actor=SYSTEM)

    html = as_auditor.get(one.get_absolute_url()).text
    address = f"{LIST}?request_or_job={clerk.request_id}"
    assert address in html

    assert shown(as_auditor.get(address).text) == [two.object_label, one.object_label]


def test_an_event_that_is_not_there_is_not_found(as_auditor: Client) -> None:
    assert as_auditor.get("/audit/events/99999999999999999999999/").status_code == 404


# The life of an object


def test_the_life_of_an_object_is_told_from_the_beginning(as_auditor: Client, clerk: Actor) -> None:
    thing = ObjectRef("test.document", "7/a b", "文件007")
    for action in ("test.begun", "test.changed", "test.ended"):
        record(action, thing, actor=clerk)
    record("test.elsewhere", ObjectRef("test.document", "8", "文件008"), actor=clerk)

    html = as_auditor.get(LIST).text
    address = re.search(r'href="(/audit/objects/[^"]*7[^"]*)"', html)[1]
    life = as_auditor.get(address).text

    assert re.findall(r"test\.\w+(?=</a>)", life) == ["test.begun", "test.changed", "test.ended"]


def test_a_long_life_is_paged_through(as_auditor: Client, clerk: Actor, document: ObjectRef) -> None:
    record_many("test.done", [(document, None, None)] * (PAGE_SIZE + 5), actor=clerk, reason="x")
    address = "/audit/objects/test.document/42/"

    first = as_auditor.get(address).text
    further = re.search(r'href="(\?after=\d+)"', first)[1]
    second = as_auditor.get(address + further).text

    assert (first.count("timeline__what"), second.count("timeline__what")) == (PAGE_SIZE, 5)
    assert (
        as_auditor.get(address + re.search(r'href="(\?before=\d+)"', second)[1]).text.count("timeline__what")
        == PAGE_SIZE
    )


@pytest.mark.parametrize("address", ["test.document/none/", "no.such/1/", "test.document/%00/"])
def test_an_object_nobody_touched_is_not_found(address: str, as_auditor: Client) -> None:
    assert as_auditor.get(f"/audit/objects/{address}").status_code == 404


# Checkpoints


def test_checkpoints_are_there_for_everybody(client: Client, english: None, clerk: Actor) -> None:
    record_many("test.done", documents(3), actor=clerk)
    seal()
    days = [datetime.datetime(2026, 11, day, 4, tzinfo=datetime.UTC) for day in (19, 20)]
    older, newer = (write_checkpoint(now=day) for day in days)

    html = client.get("/audit/checkpoints/").text
    file = client.get("/audit/checkpoints.txt")

    assert html.index("20 November 2026") < html.index("19 November 2026")
    assert older.hash_hex in html
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert file.text == f"2026-11-19 3 {older.hash_hex}\n2026-11-20 3 {newer.hash_hex}\n"


def test_before_the_first_checkpoint_the_page_says_so(client: Client, english: None, db: None) -> None:
    assert "No checkpoint yet" in client.get("/audit/checkpoints/").text
    assert client.get("/audit/checkpoints.txt").text == ""
