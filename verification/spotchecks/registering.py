"""What spot checks make known to the rooms below."""

from __future__ import annotations

import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit import actions, objects
from jobs import schedules
from jobs.schedules import Daily, ScheduleEntry
from people.organizations.references import Reference, leave_alone, register_reference
from records.year import notices
from ui import navigation, tasks_waiting
from verification.access import may_see_spot_checks
from verification.spotchecks.holdings import register_holdings
from verification.spotchecks.kinds import AnomalySearch, SpotCheckDraw
from verification.spotchecks.waiting import waiting_spot_checks, year_notices

ACTION_NAMES = {
    "spot_check.listed": _("closed the list of a spot check"),
    "spot_check.drawn": _("drew a spot check"),
    "spot_check.taken_in": _("took a case into a spot check"),
    "spot_check.found": _("noted what a spot check found"),
    "spot_check.answered": _("answered a finding"),
    "spot_check.fraud_confirmed": _("confirmed fraud"),
    "spot_check.fraud_dropped": _("did not confirm fraud"),
    "spot_check.reported": _("reported a spot check"),
    "spot_check.exported": _("exported a spot check"),
    "spot_check.proof_taken": _("opened the proof of a finding"),
    "eligibility.cancelled": _("cancelled the eligibility of a year"),
    "eligibility.noted": _("noted a cancelled eligibility"),
    "anomaly.exported": _("exported anomalies"),
}
OBJECT_NAMES = {
    "verification.spotcheck": _("spot check"),
    "verification.spotcheckcase": _("case of a spot check"),
    "verification.spotcheckfinding": _("finding of a spot check"),
    "verification.eligibilitycancellation": _("cancelled eligibility"),
    "verification.anomalies": _("list of anomalies"),
}


def register_spot_checks() -> None:
    navigation.register(
        navigation.NavigationEntry(
            label=_("Spot checks"),
            url_name="spot_checks:bodies",
            order=39,
            shown_to=may_see_spot_checks,
            summary=_("Look again at a share of what each body decided, drawn so that nobody chooses."),
        ),
        navigation.NavigationEntry(
            label=_("Spot checks, published"),
            url_name="spot_checks:published",
            order=71,
            shown_to=lambda actor: actor.user_id is None,
            summary=_("Draw any spot check again by yourself: its list, its seed and the method are public."),
        ),
    )
    actions.name_actions(ACTION_NAMES)
    objects.name_objects(OBJECT_NAMES)
    # After the checkpoint of 0:05, which is the seed; the search before anybody is at work.
    schedules.register(
        ScheduleEntry(name="spot_check_draw", rhythm=Daily(datetime.time(0, 20)), kind=SpotCheckDraw.name)
    )
    schedules.register(
        ScheduleEntry(name="anomaly_search", rhythm=Daily(datetime.time(3, 30)), kind=AnomalySearch.name)
    )
    tasks_waiting.register(waiting_spot_checks)
    notices.register(year_notices)
    _register_references()
    register_holdings()


def _register_references() -> None:
    register_reference(
        Reference(
            model="verification.EligibilityCancellation",
            field="employer",
            label=_("Cancelled eligibilities to be noted"),
            where=Q(noted_at=None),
            related=("professional",),
        )
    )
    # A published list and what came of it stay as they were; anomalies are found anew every night.
    leave_alone("verification.SpotCheck", "body")
    leave_alone("verification.SpotCheck", "bureau")
    leave_alone("verification.SpotCheckCase", "employer")
    leave_alone("verification.Anomaly", "organization")
