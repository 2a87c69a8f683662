"""A hundred thousand records that wait at one desk: the queue opens, and a thousand of them are recognized at once.

The limit of recognizing is the bare statements of the same work, with nothing checked and nothing counted: lines,
steps, runs, records, the trail and one row of the ledger each. The limit of the page is the page with a single screen
of rows waiting at the desk: what is more is the price of the other 99,950.
"""

from __future__ import annotations

import datetime
import logging
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from approvals.chains import ChainStep
from approvals.enums import Act, Action, By
from approvals.models import Step
from approvals.services import decide_many, open_runs
from audit.actors import SYSTEM, Actor
from benchmarks.measure import WIDTHS, benchmark_database, print_head, seconds_of
from people.bulk import insert_all
from people.enums import Level, OrganizationKind
from people.hats import actor_wearing
from people.models import Division, Employer, Employment, Membership, Professional, User
from people.roles import Role
from records.enums import EvidenceState, RecordState
from records.models import RECORD, LearningRecord

WAITING = 100_000
RECORDS_A_PERSON = 20
AT_ONCE = 1_000
A_SCREEN = 50
ROUNDS = 5
MOST_SECONDS_TO_RECOGNIZE = 3.0
MOST_SECONDS_TO_OPEN = 0.3
OPENED_AT_ONCE = 5_000


def main() -> bool:
    logging.disable(logging.INFO)  # a line for each page that is opened would be most of what is read
    with benchmark_database():
        small, big = a_desk("小"), a_desk("大")
        wait_at(small, A_SCREEN)
        seconds = seconds_of(lambda: wait_at(big, WAITING))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(
            f"{WAITING:,} records sent in {seconds:.0f} s: {WAITING / seconds:,.0f} /s, with their rows and anomalies"
        )
        return all([opens(small, big), recognizes(big)])


# Opening the queue


def opens(small: Desk, big: Desk) -> bool:
    print_head(f"The queue with {WAITING:,} waiting. Limit: with {A_SCREEN} waiting. Time for one page")
    passed = True
    for name, query in (("all kinds", ""), ("one kind", "?procedure=record:specialty.meeting"),
                        ("one kind of one year", "?procedure=record:specialty.meeting&year=2026"),
                        ("the last page that can be turned to", "?page=200")):  # fmt: skip
        address = reverse("approvals:queue") + query
        limit, figure = page_of(small, address), page_of(big, address)
        times = [(seconds_of(limit), seconds_of(figure)) for _round in range(ROUNDS)]
        of_limit, of_figure = (statistics.median(each) for each in zip(*times, strict=True))
        met = of_figure <= MOST_SECONDS_TO_OPEN and queries_of(limit) == queries_of(figure)
        told(name, of_limit, of_figure, f"≤{MOST_SECONDS_TO_OPEN:g} s", met, f"{queries_of(figure)} queries")
        passed = passed and met
    return passed


def page_of(desk: Desk, address: str) -> Page:
    client = Client(headers={"host": "localhost"})
    client.force_login(desk.user)
    return Page(client, address)


class Page:
    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self()

    def __call__(self) -> None:
        answer = self.client.get(self.address)
        assert answer.status_code == 200, f"{self.address}: {answer.status_code}"


def queries_of(page: Page) -> int:
    with CaptureQueriesContext(connection) as captured:
        page()
    return len(captured)


# Recognizing


def recognizes(desk: Desk) -> bool:
    print_head(f"{AT_ONCE:,} records recognized at once. Limit: the bare statements. Time for all of them")
    waiting = Step.objects.waiting().filter(organization_id=desk.employer.pk).order_by("pk")
    numbers = list(waiting.values_list("run_id", flat=True)[: 2 * ROUNDS * AT_ONCE])
    times = []
    for share in range(0, len(numbers), 2 * AT_ONCE):
        bare, own = numbers[share : share + AT_ONCE], numbers[share + AT_ONCE : share + 2 * AT_ONCE]
        times.append((seconds_of(partial(recognize_bare, bare, desk)), seconds_of(partial(recognize, own, desk))))
    assert LearningRecord.objects.filter(state=RecordState.RECOGNIZED).count() == len(numbers)
    of_limit, of_figure = (statistics.median(each) for each in zip(*times, strict=True))
    met = of_figure <= MOST_SECONDS_TO_RECOGNIZE
    told("checked, written, counted in the ledger", of_limit, of_figure, f"≤{MOST_SECONDS_TO_RECOGNIZE:g} s", met)
    return met


def recognize(numbers: Sequence[int], desk: Desk) -> None:
    decide_many(dict.fromkeys(numbers, 1), Action.APPROVE, actor=desk.actor)


BARE = (
    """INSERT INTO approvals_decision (run_id, step_id, action, person_id, hat, organization_id, body_id, reasons,
                                      comment, version)
       SELECT run_id, id, 'approve', %(user)s, 'hr_clerk', organization_id, organization_id, '{}', '', 1
       FROM approvals_step WHERE run_id = ANY(%(runs)s)""",
    "UPDATE approvals_step SET state = 'passed' WHERE run_id = ANY(%(runs)s)",
    "UPDATE approvals_run SET state = 'approved', closed_at = now() WHERE id = ANY(%(runs)s)",
    """UPDATE records_learningrecord SET state = 'recognized', recognized_on = current_date, credited_hours = 8
       WHERE id IN (SELECT subject_id FROM approvals_run WHERE id = ANY(%(runs)s))""",
    """INSERT INTO audit_event (actor_id, actor_label, hat, organization_label, action, reason, request_id, object_type,
                                object_id, object_label, before, after)
       SELECT %(user)s, 'x', 'hr_clerk', 'x', 'approval.approved', '', '', kind, id, 'x', '{}', '{}'
       FROM approvals_run, unnest(ARRAY['approvals.run', 'records.learningrecord']) AS kind
       WHERE id = ANY(%(runs)s)""",
    """INSERT INTO records_ledgeryear (professional_id, study_year, employer_id, area, place, industry, title_level,
           ruleset, rules_version, counted_total, counted_public, counted_specialty, counted_mandatory,
           counted_elective, short_total, short_public, short_specialty, short_mandatory, short_elective, outcome,
           credits, unjudged)
       SELECT DISTINCT ON (professional_id) professional_id, 2026, %(employer)s, '', '', '', 'none', '', '', 8, 0, 8, 0,
           0, 0, 0, 0, 0, 0, 'fail', '{}'::jsonb, '[]'::jsonb
       FROM approvals_run WHERE id = ANY(%(runs)s)
       ON CONFLICT (professional_id, study_year) DO UPDATE SET counted_total = 8""",
)


def recognize_bare(numbers: Sequence[int], desk: Desk) -> None:
    told_to = {"runs": list(numbers), "user": desk.user.pk, "employer": desk.employer.pk}
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in BARE:
            cursor.execute(statement, told_to)


def told(name: str, limit: float, seconds: float, goal: str, met: bool, note: str = "") -> None:
    verdict = " ".join(filter(None, ["met" if met else "MISSED", note]))
    shown = (f"{limit * 1000:,.0f} ms", f"{seconds * 1000:,.0f} ms")
    print(WIDTHS.format(name, *shown, f"{seconds / limit:.1f}", goal, verdict))


# What waits


@dataclass(frozen=True)
class Desk:
    employer: Employer
    user: User
    actor: Actor


def a_desk(name: str) -> Desk:
    user = User.objects.create_user(f"clerk.{name}", display_name="陈测试")
    division, _is_new = Division.objects.get_or_create(
        code="440105", name="海珠区", level=Level.COUNTY, parent_code="440100", valid_from=datetime.date(1988, 12, 31)
    )
    employer = Employer.objects.create(
        kind=OrganizationKind.EMPLOYER,
        name=f"测试单位{name}",
        ownership="public",
        division=division,
        area=division.area,
    )
    hat = Membership.objects.create(
        user=user, organization=employer, role=Role.HR_CLERK, started_on=datetime.date(2020, 1, 1)
    )
    return Desk(employer, user, actor_wearing(user, hat))


def wait_at(desk: Desk, count: int) -> None:
    """Of each person records on days of their own, one of a hundred without a proof."""
    step = ChainStep(
        by=By.EMPLOYER, act=Act.RECOGNITION, organization=desk.employer, rule="R-18-7", cite="粤人社规 三(三)"
    )
    owners = staff(desk, max(1, count // RECORDS_A_PERSON))
    today = timezone.now()
    for first in range(0, count, OPENED_AT_ONCE):
        records = [
            LearningRecord(
                professional=owners[number % len(owners)],
                employer=desk.employer,
                activity=("meeting", "practice")[number // len(owners) % 2],
                category=("specialty", "elective")[number // len(owners) % 4 // 2],
                title=f"测试讲座{number}",
                started_on=day_of(number // len(owners)),
                ended_on=day_of(number // len(owners)),
                study_year=2026,
                facts={"days": 1},
                evidence_state=EvidenceState.COMPLETE if number % 100 else EvidenceState.MISSING,
                state=RecordState.SUBMITTED,
                submitted_at=today,
            )
            for number in range(first, min(count, first + OPENED_AT_ONCE))
        ]
        insert_all(records)
        asked = [(each, [step], each.professional, desk.employer) for each in records]
        open_runs(RECORD, asked, actor=SYSTEM)


def day_of(number: int) -> datetime.date:
    return datetime.date(2026, 1, 5) + datetime.timedelta(days=number)


def staff(desk: Desk, count: int) -> list[Professional]:
    users = insert_all(
        User(username=f"{desk.employer.pk}.{number}", display_name=f"测试{number}") for number in range(count)
    )
    found = insert_all(
        Professional(user=user, name=user.display_name, name_search=[user.username], industry="construction")
        for user in users
    )
    insert_all(
        Employment(professional=person, employer=desk.employer, started_on=datetime.date(2020, 1, 1))
        for person in found
    )
    return found


if __name__ == "__main__":
    sys.exit(not main())
