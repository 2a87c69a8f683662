from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from jobs.services import start_job
from people.roles import Role
from tests.access.forms.sent import Sent
from tests.access.world import World
from tests.factories.professionals import invented_number
from tests.uploads.books import workbook


def started_job(world: World) -> int:
    clerk = world.first.members[Role.HR_CLERK].actor
    return start_job("my_data_export", {"file_format": "json", "language": "en"}, actor=clerk).pk


def staff_list() -> SimpleUploadedFile:
    rows = [["姓名", "身份证号"], ["新测试", invented_number(9003)]]
    return SimpleUploadedFile("list.xlsx", workbook(rows))


WRITING: dict[str, Sent] = {
    "jobs.forms.CancellationForm": Sent(
        lambda world: f"jobs/{started_job(world)}/cancellation/", Role.HR_CLERK, {"reason": "not needed"}
    ),
    "jobs.api.CancellationSerializer": Sent(
        lambda world: f"api/v1/jobs/{started_job(world)}/cancellation/", Role.HR_CLERK, {"reason": "not needed"}
    ),
    "jobs.kinds.StartForm": Sent("jobs/start/audit_verification/", Role.AUDITOR),
    "jobs.rehearsal.RehearsalForm": Sent(
        "jobs/start/rehearsal/", Role.SYSTEM_ADMINISTRATOR, {"slices": 1, "items": 1, "milliseconds": 0}
    ),
    "ops.kinds.AuditExportForm": Sent("jobs/start/audit_export/", Role.AUDITOR),
    "rules.calendar.forms.EditionForm": Sent(
        "rules/calendar/2030/editions/", Role.SYSTEM_ADMINISTRATOR, {"state": "provisional", "replaces": 0}
    ),
    "uploads.forms.UploadForm": Sent("uploads/new/staff/", Role.HR_CLERK, lambda world: {"file": staff_list()}),
    "uploads.forms.DecisionForm": Sent(lambda world: f"uploads/{world.uploads['Quartz'].pk}/commit/", Role.HR_CLERK),
}
READING = {
    "ui.styleguide.ExampleFilter",
    "ui.styleguide.ExampleForm",
    "ui.styleguide.ExampleReason",
    "audit.filters.EventFilter",
    "audit.filters.EventFilterForm",
    "jobs.filters.JobFilter",
    "rules.reading.forms.ComparisonForm",
    *(
        f"rules.calculator.forms.{name}Form"
        for name in (
            "Activity",
            "AppointmentCycle",
            "Asked",
            "Deadline",
            "Number",
            "Person",
            "Placed",
            "Route",
            "Sample",
            "TitleCycle",
            "WholeNumber",
            "Year",
        )
    ),
}
ANSWERING = {
    "audit.api.EventSerializer",
    "jobs.api.JobSerializer",
}
