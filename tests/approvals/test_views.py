from __future__ import annotations

import datetime
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from approvals.chains import ChainStep
from approvals.enums import Act, By
from approvals.models import Decision, Run, Step
from approvals.services import approve, return_run
from people.roles import Role
from tests.approvals.conftest import FIRST_VERSION, change_subject
from tests.cast import _cast, english_client
from tests.factories import ProfessionalFactory

PAGES = ["detail", "return", "rejection", "withdrawal"]
ACTS = ["approval", "return", "rejection", "withdrawal", "reminder", "takeover", "undoing"]


def url(name: str, run: Run) -> str:
    return reverse(f"approvals:{name}", args=[run.pk])


def state_of(run: Run) -> str:
    return Run.objects.get(pk=run.pk).state


def body(answer) -> str:
    return answer.content.decode()


def unescaped(answer) -> str:
    return html.unescape(body(answer))


SENT = {"version": FIRST_VERSION, "comment": "words"}


# Who sees it


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_gets_not_found(page, run, other_hr_clerk, client_of):
    assert client_of(other_hr_clerk).get(url(page, run)).status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_can_do_nothing(act, run, other_hr_clerk, client_of):
    assert client_of(other_hr_clerk).post(url(act, run), SENT).status_code == 404
    assert state_of(run) == "under_way"


@pytest.mark.parametrize("page", [*PAGES, "approval", "reminder", "takeover"])
def test_a_visitor_is_sent_to_the_sign_in_page(page, run):
    answer = english_client().get(url(page, run))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("act", ["approval", "reminder", "takeover"])
def test_what_changes_something_takes_only_a_form(act, run, hr_clerk, client_of):
    assert client_of(hr_clerk).get(url(act, run)).status_code == 405


def seen_by(member, client_of, run) -> bool:
    return client_of(member).get(url("detail", run)).status_code == 200


def test_it_is_seen_by_those_it_concerns(
    run, professional, hr_clerk, district_clerk, bureau_clerk, other_bureau_clerk, auditor, administrator, client_of
):
    watching = [professional, hr_clerk, district_clerk, bureau_clerk, auditor]
    others = [other_bureau_clerk, administrator]

    assert [seen_by(member, client_of, run) for member in watching] == [True] * 5
    assert [seen_by(member, client_of, run) for member in others] == [False] * 2


def test_a_body_of_a_later_step_sees_it_when_its_turn_comes(
    open_matter, other_employer, other_hr_clerk, hr_clerk, chain, client_of
):
    later = ChainStep(by=By.EMPLOYER, act=Act.RECHECK, organization=other_employer)
    run = open_matter(steps=[chain[0], later])
    assert not seen_by(other_hr_clerk, client_of, run)

    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)

    assert seen_by(other_hr_clerk, client_of, run)
    assert seen_by(hr_clerk, client_of, run)  # it lay there


def test_a_colleague_without_a_deciding_hat_does_not_see_it(run, employer, client_of):
    colleague = _cast("同事测试", "tong.test", Role.PROFESSIONAL, employer)

    assert not seen_by(colleague, client_of, run)


def test_rights_end_with_the_hat(run, hr_clerk, client_of):
    client = client_of(hr_clerk)
    assert client.get(url("detail", run)).status_code == 200
    hr_clerk.membership.ended_on = datetime.date(2026, 1, 1)
    hr_clerk.membership.save()

    assert client.get(url("detail", run)).status_code == 404
    assert client.post(url("approval", run), SENT).status_code == 404


# The queue


def test_the_queue_says_how_many_wait_and_since_when(open_matter, hr_clerk, client_of):
    open_matter(name="a")
    open_matter(name="b")

    text = body(client_of(hr_clerk).get(reverse("approvals:queue")))

    assert "2 matters wait for you" in text
    assert "since today" in text
    assert "林测试" in text


def test_the_queue_is_for_officers(professional, auditor, client_of):
    assert client_of(professional).get(reverse("approvals:queue")).status_code == 403
    assert client_of(auditor).get(reverse("approvals:queue")).status_code == 403


def test_the_queue_does_not_show_what_waits_elsewhere(open_matter, other_employer, hr_clerk, client_of):
    stranger = ProfessionalFactory(name="别处测试人")
    open_matter(person=stranger, steps=[ChainStep(by=By.EMPLOYER, act=Act.REVIEW, organization=other_employer)])

    assert "别处测试人" not in body(client_of(hr_clerk).get(reverse("approvals:queue")))


def test_ones_own_request_is_in_nobodys_own_queue(open_matter, hr_clerk, client_of):
    open_matter(actor=hr_clerk.actor)

    assert "Nothing waits for you" in body(client_of(hr_clerk).get(reverse("approvals:queue")))


def test_what_to_look_at_first_stands_first_and_unticked(open_matter, hr_clerk, client_of, procedure):
    plain, odd = open_matter(name="plain"), open_matter(name="odd")

    text = unescaped(client_of(hr_clerk).get(reverse("approvals:queue"), {"procedure": procedure.name}))

    assert text.index("Look here first") < text.index("plain 2018")
    assert f'value="{plain.pk}:2018" aria-label="林测试, plain 2018" checked' in text
    assert f'value="{odd.pk}:2018" aria-label="林测试, odd 2018" data-person' in text
    assert "Selected: <strong>" in text


def test_without_one_kind_chosen_nothing_is_ticked_or_decided_together(open_matter, hr_clerk, client_of):
    open_matter()

    assert 'name="matter"' not in body(client_of(hr_clerk).get(reverse("approvals:queue")))


@pytest.mark.parametrize("sort", ["due", "-due", "since", "-since", "who", "nonsense"])
def test_the_queue_can_be_sorted(sort, open_matter, hr_clerk, client_of):
    open_matter()

    assert client_of(hr_clerk).get(reverse("approvals:queue"), {"sort": sort}).status_code == 200


def test_the_queue_is_found_by_pinyin(open_matter, hr_clerk, client_of):
    open_matter(person=ProfessionalFactory(name="欧阳志远"))

    client = client_of(hr_clerk)

    assert "欧阳志远" in body(client.get(reverse("approvals:queue"), {"name": "ouyang"}))
    assert "Nothing is like that" in body(client.get(reverse("approvals:queue"), {"name": "zhang"}))


@pytest.mark.parametrize("page", ["approvals:queue", "approvals:runs"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(page, open_matter, hr_clerk, client_of, procedure):
    client = client_of(hr_clerk)
    address = reverse(page) + f"?procedure={procedure.name}"
    open_matter(name="first")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for name in ("odd", "third"):
        open_matter(person=ProfessionalFactory(), name=name)

    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


# Deciding


def test_agreeing_leads_back_to_the_queue(run, hr_clerk, client_of):
    answer = client_of(hr_clerk).post(url("approval", run), SENT, follow=True)

    assert answer.redirect_chain == [(reverse("approvals:queue"), 302)]
    assert "You agreed: Test matter · 林测试." in body(answer)
    assert run.decisions.last().comment == "words"


def test_returning_asks_why(run, hr_clerk, client_of):
    client = client_of(hr_clerk)

    refused = client.post(url("return", run), {"version": FIRST_VERSION})
    assert refused.status_code == 422
    assert "Say why" in body(refused)

    client.post(url("return", run), {"version": FIRST_VERSION, "reasons": ["unclear"]})
    assert state_of(run) == "returned"
    assert run.decisions.last().reasons == ["unclear"]


def test_an_unknown_reason_is_no_reason(run, hr_clerk, client_of):
    answer = client_of(hr_clerk).post(url("return", run), {"version": FIRST_VERSION, "reasons": ["because"]})

    assert answer.status_code == 422
    assert state_of(run) == "under_way"


def test_refusing_ends_it(run, hr_clerk, client_of):
    client_of(hr_clerk).post(url("rejection", run), SENT)

    assert state_of(run) == "rejected"


@pytest.mark.parametrize("act", ["approval", "return", "rejection"])
def test_what_was_changed_meanwhile_asks_again(act, run, hr_clerk, client_of):
    change_subject(run)

    answer = client_of(hr_clerk).post(url(act, run), SENT)

    assert answer.status_code == 409
    assert "Look at it again" in body(answer)


@pytest.mark.parametrize("page", ["return", "rejection"])
def test_a_page_for_deciding_what_is_decided_already_says_what_happened(
    page, run, hr_clerk, second_hr_clerk, client_of
):
    approve(run, version=FIRST_VERSION, actor=hr_clerk.actor)

    answer = client_of(second_hr_clerk).get(url(page, run))

    assert answer.status_code == 409
    assert "陈测试 agreed" in body(answer)


@pytest.mark.parametrize("sent", [{}, {"version": "x"}, {"version": "-1"}, {"version": "9" * 30}])
def test_a_form_without_a_sound_version_decides_nothing(sent, run, hr_clerk, client_of):
    answer = client_of(hr_clerk).post(url("approval", run), sent)

    assert answer.status_code in (400, 409)
    assert state_of(run) == "under_way"


def test_the_person_concerned_may_not_decide(run, professional, client_of):
    client = client_of(professional)

    assert client.post(url("approval", run), SENT).status_code == 403
    assert client.get(url("return", run)).status_code == 403
    assert 'id="decision-title"' not in body(client.get(url("detail", run)))


def test_an_auditor_reads_and_changes_nothing(run, auditor, client_of):
    client = client_of(auditor)

    assert [client.post(url(act, run), SENT).status_code for act in ACTS] == [403] * 7
    assert state_of(run) == "under_way"


# Several at once


def choose(*runs: Run) -> list[str]:
    return [f"{run.pk}:{FIRST_VERSION}" for run in runs]


def test_several_are_agreed_to_at_once(open_matter, hr_clerk, client_of):
    runs = [open_matter(name=str(number)) for number in range(3)]

    answer = client_of(hr_clerk).post(
        reverse("approvals:decisions"), {"matter": choose(*runs), "act": "approve"}, follow=True
    )

    assert "You agreed to 3 matters of 1 person" in unescaped(answer)
    assert Step.objects.filter(state="passed").count() == 3


def test_the_result_lists_what_was_decided_and_what_was_skipped_and_takes_it_back(open_matter, hr_clerk, client_of):
    plain, odd = open_matter(name="plain"), open_matter(name="odd")
    client = client_of(hr_clerk)

    sent = {"matter": choose(plain), "flagged": choose(odd), "act": "approve", "query": "procedure=test_matter"}
    text = body(client.post(reverse("approvals:decisions"), sent, follow=True))
    assert "1 was skipped" in text
    assert "Look here first" in text
    assert "Take back 1 decision" in text
    assert "procedure=test_matter" in text

    text = body(client.post(reverse("approvals:undoing_several", args=[1]), follow=True))
    assert "You took back 1 decision" in text
    assert "Nothing of this can be taken back any more" in text
    assert state_of(plain) == "under_way"
    assert plain.steps.get(position=1).state == "waiting"


def test_what_has_come_to_be_looked_at_since_the_page_was_drawn_is_skipped(open_matter, hr_clerk, client_of):
    odd = open_matter(name="odd")

    text = body(
        client_of(hr_clerk).post(reverse("approvals:decisions"), {"matter": choose(odd), "act": "approve"}, follow=True)
    )

    assert "Nothing was decided" in text
    assert "1 was skipped" in text
    assert odd.steps.get(position=1).state == "waiting"


def test_what_was_shown_with_something_to_look_at_and_ticked_all_the_same_is_decided(open_matter, hr_clerk, client_of):
    odd = open_matter(name="odd")
    sent = {"matter": choose(odd), "flagged": choose(odd), "act": "approve"}

    client_of(hr_clerk).post(reverse("approvals:decisions"), sent)

    assert odd.steps.get(position=1).state == "passed"


def test_all_of_a_filter_are_agreed_to_after_a_page_has_said_how_many(open_matter, hr_clerk, client_of, employer):
    for number in range(3):
        open_matter(person=ProfessionalFactory(employer=employer), name=str(number))
    odd = open_matter(name="odd")
    client = client_of(hr_clerk)
    address = reverse("approvals:decisions")

    text = body(client.post(address, {"act": "approve_all", "query": "procedure=test_matter"}))
    assert "Agree to 3 matters of 3 people" in text
    assert "1 is skipped" in text
    chosen = re.search(r'name="matter" value="([^"]+)"', text).group(1)
    flagged = re.search(r'name="flagged" value="([^"]+)"', text).group(1)
    text = body(client.post(address, {"act": "approve", "matter": chosen, "flagged": flagged}, follow=True))

    assert "You agreed to 3 matters of 3 people" in text
    assert "1 was skipped" in text
    assert Step.objects.filter(state="passed").count() == 3
    assert odd.steps.get(position=1).state == "waiting"


@pytest.mark.parametrize("query", ["", "procedure=nonsense", "name=x"])
def test_all_of_no_single_kind_is_a_bad_request(query, open_matter, hr_clerk, client_of):
    open_matter()

    answer = client_of(hr_clerk).post(reverse("approvals:decisions"), {"act": "approve_all", "query": query})

    assert answer.status_code == 400


def test_the_result_of_another_session_is_not_found(hr_clerk, professional, client_of):
    assert client_of(hr_clerk).get(reverse("approvals:decided", args=[1])).status_code == 404
    assert client_of(hr_clerk).post(reverse("approvals:undoing_several", args=[1])).status_code == 404
    assert client_of(professional).get(reverse("approvals:decided", args=[1])).status_code == 403


def test_a_decision_is_taken_back_on_the_page_of_the_matter(run, hr_clerk, second_hr_clerk, client_of):
    client = client_of(hr_clerk)
    client.post(url("approval", run), SENT)
    assert "Take back your decision" in body(client.get(url("detail", run)))
    assert "Take back your decision" not in body(client_of(second_hr_clerk).get(url("detail", run)))

    answer = client.post(url("undoing", run), follow=True)

    assert "You took back 1 decision" in body(answer)
    assert run.decisions.last().action == "undo"
    assert run.steps.get(position=1).state == "waiting"


def test_several_are_returned_after_a_page_has_asked_why(open_matter, hr_clerk, client_of):
    runs = [open_matter(name=str(number)) for number in range(2)]
    client, address = client_of(hr_clerk), reverse("approvals:decisions")

    asked = client.post(address, {"matter": choose(*runs), "act": "return"})
    assert "Return 2 matters" in body(asked)
    assert Run.objects.filter(state="under_way").count() == 2
    client.post(address, {"matter": choose(*runs), "act": "return", "comment": "", "reasons": ["wrong"]})

    assert Run.objects.filter(state="returned").count() == 2


@pytest.mark.parametrize("act", ["approve", "return"])
def test_one_foreign_number_refuses_all(act, open_matter, other_employer, hr_clerk, client_of):
    own = open_matter()
    foreign = open_matter(
        name="f", person=ProfessionalFactory(),
        steps=[ChainStep(by=By.EMPLOYER, act=Act.REVIEW, organization=other_employer)],
    )  # fmt: skip

    answer = client_of(hr_clerk).post(
        reverse("approvals:decisions"), {"matter": choose(own, foreign), "act": act, "comment": "words"}
    )

    assert answer.status_code == 403
    assert not Decision.objects.exclude(action="open").exists()


@pytest.mark.parametrize("matter", [["x"], ["1"], ["1:2:3"], ["9" * 40 + ":1"], ["-1:1"], ["1:1,1:1"] * 501])
def test_what_is_no_choice_is_a_bad_request(matter, run, hr_clerk, client_of):
    answer = client_of(hr_clerk).post(reverse("approvals:decisions"), {"matter": matter, "act": "approve"})

    assert answer.status_code == 400


def test_nothing_ticked_is_said_so(hr_clerk, client_of):
    answer = client_of(hr_clerk).post(reverse("approvals:decisions"), {"act": "approve"}, follow=True)

    assert "Nothing was ticked" in body(answer)


# Whoever asked


def test_who_asked_reads_who_has_it_since_when_until_when(run, professional, client_of):
    text = body(client_of(professional).get(url("detail", run)))

    assert "First check, with 甲测试单位" in text
    assert "since today, due by" in text
    assert "甲区测试人社局" in text


def test_who_asked_withdraws_after_a_page_has_said_what_follows(run, professional, client_of):
    client = client_of(professional)

    assert "nothing is changed" in body(client.get(url("withdrawal", run)))
    client.post(url("withdrawal", run), {"comment": ""})

    assert state_of(run) == "withdrawn"


def test_who_asked_reminds_once_a_day(run, professional, client_of):
    client = client_of(professional)

    assert client.post(url("reminder", run)).status_code == 302
    assert client.post(url("reminder", run)).status_code == 409


# The home page


def test_the_home_page_says_how_many_people_wait(open_matter, hr_clerk, client_of):
    for person in (None, ProfessionalFactory(), ProfessionalFactory()):
        open_matter(person=person)

    text = body(client_of(hr_clerk).get("/"))

    assert "3 people wait for you; the oldest since today" in text
    assert f'href="{reverse("approvals:queue")}"' in text


def test_the_home_page_tells_who_asked_what_came_back(run, professional, hr_clerk, client_of):
    client = client_of(professional)
    assert "With 甲测试单位" in body(client.get("/"))

    return_run(run, version=FIRST_VERSION, actor=hr_clerk.actor, comment="?")

    assert "It was returned to you" in body(client.get("/"))


def test_heads_are_told_what_lies_too_long(run, hr_head, district_bureau, client_of):
    Step.objects.filter(run=run, position=1).update(alarm=4, escalated_to=district_bureau)
    head_above = _cast("区长测试", "qu.test", Role.BUREAU_HEAD, district_bureau)

    assert "1 matter lies too long with us" in body(client_of(hr_head).get("/"))
    assert "1 matter lies too long with a body below us" in body(client_of(head_above).get("/"))


def test_the_body_above_takes_over(run, district_bureau, district_clerk, client_of):
    Step.objects.filter(run=run, position=1).update(escalated_to=district_bureau)
    client = client_of(district_clerk)

    assert "Decide in their place" in body(client.get(url("detail", run)))
    client.post(url("takeover", run))

    assert run.steps.get(position=1).organization.pk == district_bureau.pk


def test_the_list_filters(run, bureau_clerk, client_of):
    client = client_of(bureau_clerk)
    listed = url("detail", run)

    assert listed in body(client.get(reverse("approvals:runs"), {"state": "under_way"}))
    assert listed not in body(client.get(reverse("approvals:runs"), {"state": "approved"}))
    assert listed not in body(client.get(reverse("approvals:runs"), {"late": "1"}))


def test_a_matter_of_another_area_is_not_on_the_bureaus_list(run, other_bureau_clerk, client_of):
    assert url("detail", run) not in body(client_of(other_bureau_clerk).get(reverse("approvals:runs")))
