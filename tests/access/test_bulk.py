"""One foreign row among many refuses the whole request, and nothing has changed (A5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from approvals.models import Decision, Run
from audit.models import Event
from changes.services import ask_employer
from courses.models import RosterEntry
from people.models import AccessLink, Employment, User
from people.roles import Role
from records.models import Reminder
from tests.access.forms import ROOMS
from tests.access.world import World
from tests.cast import CastMember
from tests.factories import ProfessionalFactory, UserFactory
from tests.factories.professionals import invented_number
from tests.jobs.conftest import work_until_idle
from tests.uploads.books import workbook
from ui.errors import Conflict
from uploads.kinds import kind_of
from uploads.services import receive_upload
from verification.days.services import digest_of, require_bookable
from verification.models import BookingLine

pytestmark = pytest.mark.django_db

MANY = 20
# Where a request names several rows; each has its test below.
BULK_ACTIONS = {
    "approvals/several.py: matter",
    "people/access_links/views.py: account",
    "courses/enrolment/views.py: person",
    "records/registering/views.py: person",
    "records/staff/forms.py: person",
    "verification/days/forms.py: line",
}
# Of rows; a form may bring several files, too.
GETLIST = re.compile(r"""(?<!FILES\.)getlist\(["'](\w+)["']\)""")


def test_every_bulk_action_is_known() -> None:
    found = {
        f"{path.relative_to(settings.BASE_DIR)}: {name}"
        for room in ROOMS
        for path in (settings.BASE_DIR / room).rglob("*.py")
        for name in GETLIST.findall(path.read_text())
    }

    assert found == BULK_ACTIONS, "Try in this module that one foreign row refuses the whole request, and add it here."


@pytest.fixture
def waiting(world: World) -> list[Run]:
    """As many people ask the first employer to be taken on."""
    today = timezone.localdate()
    people = [
        ProfessionalFactory(employer=world.first.neighbour, employer__started_on=today.replace(year=2020))
        for _ in range(MANY)
    ]
    return [
        ask_employer(
            person,
            world.first.employer,
            starts_on=today,
            actor=CastMember(person.user, person.user.memberships.get()).actor,
        )
        for person in people
    ]


def state() -> tuple[int, int, int]:
    return Decision.objects.count(), Event.objects.count(), Run.objects.filter(closed_at=None).count()


def by_page(act: str) -> Callable[[Client, list[Run]], int]:
    def send(client: Client, runs: list[Run]) -> int:
        chosen = [f"{run.pk}:1" for run in runs]
        return client.post("/approvals/decisions/", {"matter": chosen, "act": act, "comment": "seen"}).status_code

    return send


def by_program(action: str) -> Callable[[Client, list[Run]], int]:
    def send(client: Client, runs: list[Run]) -> int:
        body = {"action": action, "comment": "seen", "matters": [{"id": run.pk, "version": 1} for run in runs]}
        return client.post("/api/v1/approvals/decisions/", body, content_type="application/json").status_code

    return send


DECISIONS = {
    "agreed on the page": by_page("approve"),
    "returned on the page": by_page("return"),
    "agreed by a program": by_program("approve"),
    "returned by a program": by_program("return"),
    "refused by a program": by_program("reject"),
}


@pytest.mark.parametrize("foreign", ["elsewhere", "elsewhere change", "own"])
@pytest.mark.parametrize("way", DECISIONS)
def test_one_foreign_matter_among_many_is_none_decided(
    way: str, foreign: str, world: World, waiting: list[Run]
) -> None:
    """Of another tenant, or of the own person but with another body."""
    client = world.client(world.first.members[Role.HR_CLERK])
    before = state()

    status = DECISIONS[way](client, [*waiting, world.runs[foreign]])

    assert status in (403, 404)
    assert state() == before


@pytest.mark.parametrize("way", DECISIONS)
def test_without_it_all_are_decided(way: str, world: World, waiting: list[Run]) -> None:
    client = world.client(world.first.members[Role.HR_CLERK])

    status = DECISIONS[way](client, waiting)

    assert status in (200, 302)
    assert Decision.objects.filter(run__in=waiting).count() == 2 * MANY


def test_a_number_of_nothing_among_many_is_none_decided(world: World, waiting: list[Run]) -> None:
    client = world.client(world.first.members[Role.HR_CLERK])
    before = state()

    statuses = [send(client, [*waiting, Run(pk=2**31 - 1)]) for send in DECISIONS.values()]

    assert set(statuses) <= {403, 404}
    assert state() == before


# One-time links


def newcomers(world: World) -> list[User]:
    """Entered by the first employer, without a way in."""
    people = [ProfessionalFactory(employer=world.first.employer).user for _ in range(MANY)]
    User.objects.filter(pk__in=[user.pk for user in people]).update(password="!")
    return people


def ask_links(world: World, users: list[Any]) -> tuple[int, int]:
    client = world.client(world.first.members[Role.HR_CLERK])
    answer = client.post("/accounts/access/", {"account": [user.pk for user in users]})
    return answer.status_code, AccessLink.objects.count()


def test_one_foreign_account_among_many_gets_nobody_a_link(world: World) -> None:
    own = newcomers(world)
    foreign = ProfessionalFactory(employer=world.second.employer).user
    User.objects.filter(pk=foreign.pk).update(password="!")

    assert ask_links(world, [*own, foreign]) == (302, 0)
    assert ask_links(world, [*own, UserFactory()]) == (302, 0)
    assert ask_links(world, own) == (200, MANY)


# Hours registered for several


def test_one_foreign_person_among_many_opens_no_form(world: World) -> None:
    own = [ProfessionalFactory(employer=world.first.employer) for _ in range(3)]
    client = world.client(world.first.members[Role.HR_CLERK])

    def status(*people: Any) -> int:
        asked = {"kind": "meeting", "person": [person.pk for person in people]}
        return client.get("/records/register/form/", asked).status_code

    assert status(*own) == 200
    assert status(*own, world.first.stranger) == 404
    assert status(*own, world.second.person) == 404


# Staff lists


def test_somebody_employed_elsewhere_in_a_list_of_all_or_nothing_enters_nobody(world: World) -> None:
    """Nobody is moved from another employer by a list; written whole, nothing of it is written."""
    foreign = ProfessionalFactory(name="外测试", number=invented_number(9100), employer=world.second.employer)
    rows = [["姓名", "身份证号"], *([f"新测试{count}", invented_number(9101 + count)] for count in range(MANY))]
    rows.append(["外测试", invented_number(9100)])
    clerk = world.first.members[Role.HR_CLERK]
    upload, _is_new = receive_upload(kind_of("staff"), "list.xlsx", workbook(rows), actor=clerk.actor)
    work_until_idle()
    before = Employment.objects.count()

    answer = world.client(clerk).post(f"/uploads/{upload.pk}/commit/", {"whole": "on"})
    work_until_idle()

    assert answer.status_code == 409
    assert Employment.objects.count() == before
    assert foreign.employments.get().employer_id == world.second.employer.pk


def test_a_stranger_among_those_to_be_enrolled_refuses_all(world: World) -> None:
    clerk, number = world.client(world.actor("hr_clerk")), world.key("training_class", "published", "hr_clerk")
    before = RosterEntry.objects.count()

    answer = clerk.post(f"/classes/{number}/staff/", {"person": [world.first.colleague.pk, world.first.stranger.pk]})

    assert answer.status_code == 422
    assert RosterEntry.objects.count() == before


def test_a_stranger_among_those_to_be_reminded_refuses_all(world: World) -> None:
    clerk, before = world.client(world.actor("hr_clerk")), Reminder.objects.count()
    chosen = [world.first.colleague.pk, world.first.stranger.pk]

    answer = clerk.post("/staff-year/reminders/", {"person": chosen, "year": timezone.localdate().year})

    assert answer.status_code == 403
    assert Reminder.objects.count() == before


def test_a_foreign_line_among_those_to_be_verified_on_a_day_refuses_all(world: World) -> None:
    """Of another booking; and one books nobody but the own people."""
    own, foreign = (world.day_bookings[word] for word in ("Quartz", "Basalt"))
    lines = [own.lines.get().pk, foreign.lines.get().pk]
    clerk = world.client(world.actor("bureau_clerk"))

    answer = clerk.post(f"/verification-days/{own.pk}/acceptance/", {"line": lines, "seen": digest_of([])})

    assert answer.status_code == 409
    assert not BookingLine.objects.exclude(state="waiting").exists()
    people = [(world.first.colleague.pk, 2014), (world.first.stranger.pk, 2014)]
    with pytest.raises(Conflict, match=r"work for you|不在"):
        require_bookable(world.first.employer, people, timezone.localdate())
