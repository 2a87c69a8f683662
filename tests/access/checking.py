"""A spot check in each of two tenants: one case heard, one confirmed, and an anomaly."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from people.models import Professional
from people.roles import Role
from verification.models import Anomaly, EligibilityCancellation, SpotCheck, SpotCheckCase, SpotCheckFinding
from verification.spotchecks.enums import AnomalyKind, CheckState, FindingVerdict, FraudState

if TYPE_CHECKING:
    from tests.access.tenant import Tenant

Rows = dict[str, Model]


class Checking:
    def __init__(self, tenant: Tenant) -> None:
        self.tenant, self.word, self.today = tenant, tenant.word, timezone.localdate()
        self.check = self._check(self.today.year)
        self.case, self.confirmed_case = self._case(tenant.person, 1), self._case(tenant.colleague, 2)
        SpotCheckCase.objects.create(spot_check=self.check, professional=tenant.stranger, serial=3, stratum=2)
        self.open_case = self._case(tenant.colleague, 1, self._check(self.today.year - 1))
        self.finished = self._check(self.today.year - 2)
        self.finding = self._finding(self.case, FraudState.HEARING)
        self.finding.records.set(tenant.person.records.all())
        confirmed = self._finding(
            self.confirmed_case, FraudState.CONFIRMED, second_by=tenant.members[Role.BUREAU_CLERK].user
        )
        self.cancellation = EligibilityCancellation.objects.create(
            professional=tenant.colleague,
            year=self.today.year,
            study_year=self.today.year,
            finding=confirmed,
            reason=f"{self.word} reason",
            rule="S-7",
            cite="XZ16 二.5",
            employer=tenant.employer,
        )
        self.anomaly = Anomaly.objects.create(
            kind=AnomalyKind.IMPOSSIBLE_DAY,
            year=self.today.year,
            area=tenant.district,
            key=str(tenant.stranger.pk),
            professional=tenant.stranger,
            organization=tenant.neighbour,
            day=self.today,
            figure=30,
            seen_at=timezone.now(),
        )

    def _check(self, year: int) -> SpotCheck:
        """Of the employer's work, drawn."""
        return SpotCheck.objects.create(
            body=self.tenant.employer,
            area=self.tenant.employer.area,
            bureau=self.tenant.bureau,
            year=year,
            state=CheckState.DRAWN,
            listed_by=self.tenant.members[Role.BUREAU_HEAD].user,
            listed_on=self.today,
            listed=3,
            employers=2,
            size=2,
            seed="ab" * 32,
            seed_date=self.today,
            rule="S-8",
            cite="XZ16 二.3(4)",
        )

    def _case(self, person: Professional, serial: int, check: SpotCheck | None = None) -> SpotCheckCase:
        return SpotCheckCase.objects.create(
            spot_check=check or self.check,
            professional=person,
            employer=self.tenant.employer,
            serial=serial,
            stratum=1,
            draw_number=f"{serial:064x}",
        )

    def _finding(self, case: SpotCheckCase, state: FraudState, **facts: Any) -> SpotCheckFinding:
        return SpotCheckFinding.objects.create(
            case=case,
            verdict=FindingVerdict.FRAUD,
            words=f"{self.word} words",
            proof=ContentFile(b"%PDF-1.7\n%%EOF\n", name="x"),
            proof_type="pdf",
            found_by=self.tenant.members[Role.BUREAU_HEAD].user,
            fraud_state=state,
            hear_until=self.today - datetime.timedelta(days=1),
            **facts,
        )


def checking_of(first: Tenant, second: Tenant) -> dict[str, Rows]:
    here, there = Checking(first), Checking(second)

    def of_each(name: str) -> Rows:
        return {"own": getattr(here, name), "elsewhere": getattr(there, name)}

    return {
        "spot_check": of_each("check"),
        "spot_check_case": of_each("case"),
        # Without a finding; all looked at. For the forms.
        "open_spot_check_case": of_each("open_case"),
        "finished_spot_check": of_each("finished"),
        "spot_check_finding": of_each("finding"),
        "cancellation": of_each("cancellation"),
        "anomaly": of_each("anomaly"),
    }
