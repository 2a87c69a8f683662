"""Two tenants with a row of everything that has an address. Each writes its own word into all that it may choose.

Seen from the first tenant a row is `own` (of whoever looks), a `colleague`'s, of the `neighbour` in the same district,
from `above` (of the city, though it stands in the district), from `elsewhere` (the second tenant), or about somebody
who has left (`former`). `nothing` has no row at all.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Model
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from approvals.models import Run
from changes.models import Correction, Departure, EmployerChange
from changes.rescues.models import Rescue
from changes.services import ask_employer
from jobs.models import Job
from jobs.services import start_job
from people.enums import OrganizationKind
from people.models import Professional
from people.roles import Role
from tests.access.certificates import certificate_of, link_to, program_of, seal_of
from tests.access.certifying import issue_run_of, waiting_year_of
from tests.access.checking import checking_of
from tests.access.learning import learning_of, run_of
from tests.access.reviewing import appointment_of, run_of_cycle, run_of_review, wish_of
from tests.access.rows import (
    actor_of,
    booked_day,
    departure_from,
    departure_of,
    document_correction,
    draft_of,
    event_of,
    finished_export,
    handed_over_by,
    merge_of,
    name_correction,
    passkey_of,
    signed_in,
    staff_list,
    tried_year,
)
from tests.access.tenant import Tenant
from tests.cast import CastMember, english_client
from tests.changes.rescues import asked
from tests.factories import (
    EmploymentFactory,
    MembershipFactory,
    OrganizationFactory,
    ProfessionalFactory,
)
from tests.jobs.conftest import work_until_idle
from verification.models import CycleCase, ReviewCase

NOWHERE = 2**31 - 1
ANONYMOUS, ENDED = "anonymous", "ended"
OF_A_TENANT = (
    Role.PROFESSIONAL,
    Role.HR_CLERK,
    Role.HR_HEAD,
    Role.INSTITUTION_CLERK,
    Role.AUTHORITY_REVIEWER,
    Role.BUREAU_CLERK,
    Role.BUREAU_HEAD,
)
OF_THE_SYSTEM = (Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR)
ROLES = (ANONYMOUS, *(role.value for role in (*OF_A_TENANT, *OF_THE_SYSTEM)), ENDED)


class World:
    def __init__(self) -> None:
        self._handler = ClientHandler(enforce_csrf_checks=False)
        self.first = Tenant("Quartz", "440105", "甲区测试人社局")
        self.second = Tenant("Basalt", "440511", "乙区测试人社局")
        self.system = {role: self._of_the_system(role) for role in OF_THE_SYSTEM}
        self.ended = self._ended()
        self.former = self._former()
        self.mover = self._mover()
        self.uploads = {tenant.word: staff_list(tenant) for tenant in (self.first, self.second)}
        self.learning = learning_of(self.first, self.second)
        self.batches = {tenant.word: tried_year(tenant) for tenant in (self.first, self.second)}
        self.drafts = {tenant.word: draft_of(tenant) for tenant in (self.first, self.second)}
        self.checking = checking_of(self.first, self.second)
        self.reviews = {
            "own": run_of_review(self.first.person, self.first),
            "neighbour": run_of_review(self.first.stranger, self.first),
            "elsewhere": run_of_review(self.second.person, self.second),
        }
        self.cycles = {
            "own": run_of_cycle(self.first.person, self.first),
            "neighbour": run_of_cycle(self.first.stranger, self.first),
            "elsewhere": run_of_cycle(self.second.person, self.second),
        }
        people = {"own": self.first, "elsewhere": self.second}
        self.appointments = {name: appointment_of(tenant.person, tenant) for name, tenant in people.items()}
        self.wishes = {name: wish_of(tenant.person) for name, tenant in people.items()}
        self.certificates = {
            "own": certificate_of(self.first.person, self.first),
            "colleague": certificate_of(self.first.colleague, self.first),
            "neighbour": certificate_of(self.first.stranger, self.first),
            "elsewhere": certificate_of(self.second.person, self.second),
        }
        tenants = (self.first, self.second)
        self.years_to_confirm = {tenant.word: waiting_year_of(tenant) for tenant in tenants}
        self.issue_runs = {tenant.word: issue_run_of(tenant) for tenant in tenants}
        self.share_links = {name: link_to(each) for name, each in self.certificates.items()}
        self.check_programs = {name: program_of(tenant) for name, tenant in people.items()}
        self.seals = {
            "employer": seal_of(self.first.employer, self.first),
            "bureau": seal_of(self.first.bureau, self.first),
            "elsewhere": seal_of(self.second.employer, self.second),
        }
        self.handed = {tenant.word: handed_over_by(tenant) for tenant in (self.first, self.second)}
        self.day_bookings = {tenant.word: booked_day(tenant) for tenant in (self.first, self.second)}
        self.runs = self._runs()
        self.rescues = self._rescues()
        self.jobs = {person.user.pk: finished_export(person, word) for person, word in self._everybody()}
        self.passkeys = {person.user.pk: passkey_of(person) for person, _word in self._everybody()}
        self.events = {person.user.pk: event_of(person, word) for person, word in self._everybody()}
        self.merges = {tenant.word: merge_of(tenant) for tenant in (self.first, self.second)}
        self.sessions = {person.user.pk: signed_in(person) for person, _word in self._everybody()}

    # Who looks

    def actor(self, role: str) -> CastMember:
        """Of the first tenant, or of the system."""
        if role == ENDED:
            return self.ended
        return {**self.first.members, **self.system}[Role(role)]

    def client(self, person: CastMember | None) -> Client:
        """A fresh browser each time, signed in once; the middleware behind them is set up once, too."""
        client = english_client()
        client.defaults["REMOTE_ADDR"] = "203.0.113.9"
        client.raise_request_exception = False
        client.handler = self._handler
        if person is not None:
            client.cookies["sessionid"] = self.sessions.get(person.user.pk) or signed_in(person)
        return client

    def order_export(self, person: CastMember) -> Job:
        """Through the worker, which writes the file."""
        job = start_job("my_data_export", {"file_format": "xlsx", "language": "en"}, actor=person.actor)
        work_until_idle()
        job.refresh_from_db()
        return job

    # What is looked at

    def key(self, kind: str, relation: str, role: str, column: str = "pk") -> int:
        """The number of such a row, as the role sees it."""
        if relation == "nothing":
            return NOWHERE
        return int(getattr(self._rows(kind, role)[relation], column))

    def relations(self, kind: str, role: str) -> list[str]:
        return [*self._rows(kind, role), "nothing"]

    def _rows(self, kind: str, role: str) -> dict[str, Model]:
        """Those of `courses` and `records` stand in tests/access/learning.py, of spot checks in checking.py."""
        rows: dict[str, Model] = (
            self.learning.get(kind) or self.checking.get(kind) or getattr(self, f"_{kind}_for")(role)
        )
        return rows

    def _professional_for(self, _role: str) -> dict[str, Model]:
        return {
            "own": self.first.person,
            "colleague": self.first.colleague,
            "neighbour": self.first.stranger,
            "elsewhere": self.second.person,
            "former": self.former,
        }

    def _organization_for(self, _role: str) -> dict[str, Model]:
        first, second = self.first, self.second
        return {
            "own": first.employer,
            "neighbour": first.neighbour,
            "institution": first.institution,
            "authority": first.authority,
            "bureau": first.bureau,
            "above": first.above,
            "elsewhere": second.employer,
        }

    def _employer_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.first.employer, "neighbour": self.first.neighbour, "elsewhere": self.second.employer}

    def _hat_for(self, _role: str) -> dict[str, Model]:
        first = self.first
        return {
            "own": first.members[Role.HR_HEAD].membership,
            "colleague": first.members[Role.HR_CLERK].membership,
            "former": self.ended.membership,
            "neighbour": first.neighbours_head.membership,
            "bureau": first.members[Role.BUREAU_CLERK].membership,
            "professional": first.members[Role.PROFESSIONAL].membership,
            "elsewhere": self.second.members[Role.HR_CLERK].membership,
            "system": self.system[Role.AUDITOR].membership,
        }

    def _run_for(self, _role: str) -> dict[str, Model]:
        return dict(self.runs)

    def _record_run_for(self, _role: str) -> dict[str, Model]:
        return {name: run for name, run in self.runs.items() if run.procedure == "record"}

    def _change_for(self, _role: str) -> dict[str, Model]:
        changes = {name: run for name, run in self.runs.items() if run.procedure == "employer_change"}
        return {name: EmployerChange.objects.get(pk=run.subject_id) for name, run in changes.items()}

    def _correction_for(self, _role: str) -> dict[str, Model]:
        corrections = {name: run for name, run in self.runs.items() if run.procedure == "correction"}
        return {name: Correction.objects.get(pk=run.subject_id) for name, run in corrections.items()}

    def _departure_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.mover, "elsewhere": departure_of(self.second)}

    def _rescue_for(self, _role: str) -> dict[str, Model]:
        return dict(self.rescues)

    def _account_for(self, _role: str) -> dict[str, Model]:
        return {
            "own": self.first.person.user,
            "colleague": self.first.colleague.user,
            "neighbour": self.first.stranger.user,
            "head": self.first.neighbours_head.user,
            "elsewhere": self.second.person.user,
            "former": self.former.user,
        }

    def _job_for(self, role: str) -> dict[str, Model]:
        others = self.first.members[Role.HR_HEAD if role == Role.HR_CLERK else Role.HR_CLERK]
        return self._by_owner(self.jobs, role) | {"colleague": self.jobs[others.user.pk]}

    def _passkey_for(self, role: str) -> dict[str, Model]:
        return self._by_owner(self.passkeys, role)

    def _event_for(self, role: str) -> dict[str, Model]:
        return self._by_owner(self.events, role)

    def _upload_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.uploads["Quartz"], "elsewhere": self.uploads["Basalt"]}

    def _merge_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.merges["Quartz"], "elsewhere": self.merges["Basalt"]}

    def _batch_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.batches["Quartz"], "elsewhere": self.batches["Basalt"]}

    def _rule_draft_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.drafts["Quartz"], "elsewhere": self.drafts["Basalt"]}

    def _impact_run_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.drafts["Quartz"].runs.get(), "elsewhere": self.drafts["Basalt"].runs.get()}

    def _review_run_for(self, _role: str) -> dict[str, Model]:
        return dict(self.reviews)

    def _review_case_for(self, _role: str) -> dict[str, Model]:
        return {name: ReviewCase.objects.get(pk=run.subject_id) for name, run in self.reviews.items()}

    def _cycle_run_for(self, _role: str) -> dict[str, Model]:
        return dict(self.cycles)

    def _cycle_case_for(self, _role: str) -> dict[str, Model]:
        return {name: CycleCase.objects.get(pk=run.subject_id) for name, run in self.cycles.items()}

    def _appointment_for(self, _role: str) -> dict[str, Model]:
        return dict(self.appointments)

    def _issue_run_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.issue_runs["Quartz"], "elsewhere": self.issue_runs["Basalt"]}

    def _wish_for(self, _role: str) -> dict[str, Model]:
        return dict(self.wishes)

    def _certificate_for(self, _role: str) -> dict[str, Model]:
        return dict(self.certificates)

    def _share_link_for(self, _role: str) -> dict[str, Model]:
        return dict(self.share_links)

    def _check_program_for(self, _role: str) -> dict[str, Model]:
        return dict(self.check_programs)

    def _seal_for(self, _role: str) -> dict[str, Model]:
        return dict(self.seals)

    def _handed_over_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.handed["Quartz"], "elsewhere": self.handed["Basalt"]}

    def _day_booking_for(self, _role: str) -> dict[str, Model]:
        return {"own": self.day_bookings["Quartz"], "elsewhere": self.day_bookings["Basalt"]}

    def _by_owner(self, rows: dict[int, Any], role: str) -> dict[str, Model]:
        elsewhere = rows[self.second.members[Role.HR_CLERK].user.pk]
        return (
            {"elsewhere": elsewhere}
            if role == ANONYMOUS
            else {
                "own": rows[self.actor(role).user.pk],
                "elsewhere": elsewhere,
            }
        )

    # How it comes about

    def _everybody(self) -> list[tuple[CastMember, str]]:
        of_tenants = [(one, tenant.word) for tenant in (self.first, self.second) for one in tenant.members.values()]
        return [*of_tenants, *((one, "Feldspar") for one in self.system.values()), (self.ended, "Quartz")]

    def _of_the_system(self, role: Role) -> CastMember:
        """An auditor belongs to no organization, the administrator to the operator."""
        operator = OrganizationFactory(name=f"Feldspar {role}", kind=OrganizationKind.OPERATOR)
        hat = MembershipFactory(
            user__display_name=f"Feldspar {role}",
            role=role,
            organization=operator if role == Role.SYSTEM_ADMINISTRATOR else None,
        )
        return CastMember(hat.user, hat)

    def _ended(self) -> CastMember:
        """Was the employer's clerk until yesterday, and is nothing since."""
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        return self.first.member(Role.HR_CLERK, self.first.employer, ended_on=yesterday)

    def _former(self) -> Professional:
        """Left the first employer and works for the second; named like neither."""
        year = timezone.localdate().year
        left, began = datetime.date(year - 1, 5, 31), datetime.date(year - 1, 6, 1)
        person: Professional = ProfessionalFactory(name="马测试", employer=self.first.employer, employer__ended_on=left)
        EmploymentFactory(
            professional=person, employer=self.second.employer, started_on=began, position="Basalt position"
        )
        return person

    def _mover(self) -> Departure:
        """Taken on by the second employer; the first is told that he left."""
        person = ProfessionalFactory(name="毛测试", employer=self.second.employer)
        return departure_from(self.first.employer, person, self.second)

    def _runs(self) -> dict[str, Run]:
        first, second = self.first, self.second
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        return {
            "own": name_correction(first.person, first.word),
            "own change": ask_employer(
                first.person, first.neighbour, starts_on=tomorrow, words=first.word, actor=actor_of(first.person)
            ),
            "colleague": document_correction(first.colleague, first.word, 7001),
            "neighbour": ask_employer(
                first.stranger, first.employer, starts_on=tomorrow, words=first.word, actor=actor_of(first.stranger)
            ),
            "elsewhere": document_correction(second.person, second.word, 7002),
            "elsewhere change": ask_employer(
                second.stranger,
                second.employer,
                starts_on=tomorrow,
                words=second.word,
                actor=actor_of(second.stranger),
            ),
            "former": name_correction(self.former, second.word),
            "own record": run_of(self.learning["record"]["own"]),
        }

    def _rescues(self) -> dict[str, Rescue]:
        """The employer has asked for the person; nobody has agreed yet."""
        first, second = self.first, self.second
        return {
            "own": asked(first.person.user, first.members[Role.HR_CLERK], words=first.word),
            "neighbour": asked(first.stranger.user, first.neighbours_head, words=first.word),
            "elsewhere": asked(second.person.user, second.members[Role.HR_CLERK], words=second.word),
        }
