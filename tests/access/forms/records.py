from __future__ import annotations

import uuid
from uuid import uuid4

from django.utils import timezone

from people.roles import Role
from records.logging.entries import seal_token
from tests.access.forms.sent import Body, Sent, named, today
from tests.access.world import World
from tests.factories import LearningRecordFactory
from tests.records.proofs import proof_file


def logged(world: World) -> Body:
    """A form of hers, as the page gives it out, filled in."""
    token = seal_token(uuid.uuid4(), world.first.person.user.pk)
    return {
        "token": token,
        "activity": "meeting",
        "title": "测试会议",
        "held_by": "",
        "e1": "2026-03-12",
        "d1": "3",
        "c1": "specialty",
        "keep": "1",
    }


def own_draft(world: World) -> int:
    person = world.first.person
    return int(LearningRecordFactory(professional=person, registered_by=person.user).pk)


def recognized_record(world: World) -> int:
    facts = {"title": "测试学习", "employer": world.first.employer, "recognized": True}
    return int(LearningRecordFactory(professional=world.first.person, **facts).pk)


WRITING: dict[str, Sent] = {
    "records.logging.forms.HeadForm": Sent("records/new/meeting/", Role.PROFESSIONAL, lambda world: logged(world)),
    "records.logging.forms.RecordedActivityForm": Sent(
        "records/new/meeting/", Role.PROFESSIONAL, lambda world: logged(world) | {"d1": "2"}
    ),
    "records.api.DraftSerializer": Sent(
        "api/v1/records/",
        Role.PROFESSIONAL,
        {
            "activity": "meeting",
            "category": "specialty",
            "title": "测试会议",
            "held_by": "",
            "started_on": None,
            "ended_on": "2026-03-12",
            "makeup_for": None,
            "facts": {"days": 3},
        },
    ),
    "records.api.SendingSerializer": Sent(
        lambda world: f"api/v1/records/{world.key('record', 'own', Role.PROFESSIONAL)}/withdrawal/",
        Role.PROFESSIONAL,
        {"comment": "记错了"},
    ),
    "records.api.ProofSerializer": Sent(
        lambda world: f"api/v1/records/{own_draft(world)}/proofs/",
        Role.PROFESSIONAL,
        lambda world: {"file": proof_file()},
    ),
    "records.corrections.views.ReasonForm": Sent(
        lambda world: f"records/{recognized_record(world)}/correction/",
        Role.PROFESSIONAL,
        {
            "activity": "class",
            "title": "测试学习",
            "held_by": "",
            "e1": "2026-03-12",
            "h1": "12",
            "c1": "specialty",
            "reason": "学时有误",
        },
    ),
    "records.review.forms.AgreementForm": Sent(
        lambda world: f"review/{world.runs['own record'].pk}/agreement/",
        Role.HR_CLERK,
        {"version": 1, "comment": "as seen"},
    ),
    "records.results.forms.ResultForm": Sent(
        lambda world: f"results/roster/{world.learning['roster_entry']['neighbour'].pk}/",
        Role.INSTITUTION_CLERK,
        {"attended": "18", "mark": "86", "confirmed": "on"},
    ),
    "records.results.forms.NewResultForm": Sent(
        lambda world: f"results/classes/{world.learning['training_class']['held'].pk}/new/",
        Role.INSTITUTION_CLERK,
        lambda world: named(world.first.colleague) | {"attended": "18", "mark": "86", "confirmed": "on"},
    ),
    "records.feeds.forms.FeedForm": Sent(
        "feeds/opening/",
        Role.BUREAU_HEAD,
        lambda world: {
            "name": "新测试平台",
            "kind": "province_public",
            "organization": world.first.bureau.pk,
            "area": world.first.district,
            "started_on": today(),
        },
    ),
    "records.feeds.forms.FeedEndForm": Sent(
        lambda world: f"feeds/{world.learning['feed']['own'].pk}/ending/",
        Role.BUREAU_HEAD,
        {"last_day": today(), "reason": "停用"},
    ),
    "records.sorting.forms.HandOverForm": Sent(
        "records/new/hr/",
        Role.PROFESSIONAL,
        lambda world: {"words": "听了两天会", "token": seal_token(uuid4(), world.first.person.user.pk)},
    ),
    "records.sorting.forms.SortingForm": Sent(
        lambda world: f"records/sorting/{world.handed['Quartz'].pk}/",
        Role.HR_CLERK,
        {"activity": "meeting", "category": "specialty", "title": "交流会", "answer": "请补通知", "act": "back"},
    ),
    "records.ledger.kinds.AreaForm": Sent("jobs/start/ledger_check/", Role.SYSTEM_ADMINISTRATOR),
    "records.ledger.kinds.RebuildForm": Sent("jobs/start/ledger_rebuild/", Role.SYSTEM_ADMINISTRATOR, {"year": "2026"}),
    "records.staff.forms.ReminderForm": Sent(
        "staff-year/reminders/",
        Role.HR_CLERK,
        lambda world: {"person": world.first.colleague.pk, "year": str(timezone.localdate().year)},
    ),
    "records.staff.forms.SpendForm": Sent(
        "staff-year/spend/", Role.HR_CLERK, {"year": "2024", "wages": "8000000", "spent": "110000"}
    ),
}
READING = {
    "records.filters.NamedRecordFilter",
    "records.filters.RecordFilter",
    "records.filters.RecordsOfProgramsFilter",
    "records.registering.views.SearchForm",
    "records.ledger.api.LedgerFilter",
    "records.staff.forms.StaffYearFilter",
    "records.review.filters.RecordsWaitingFilter",
    "records.results.forms.ProofCodeForm",
}
ANSWERING = {
    "records.api.AttachedSerializer",
    "records.api.RecordSerializer",
    "records.ledger.api.LedgerSerializer",
}
