"""`audit_verifications` finds nothing where all is well, and each of ten faults that somebody planted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from audit.actors import SYSTEM
from audit.services import record
from people.models import Professional
from records.models import LearningRecord
from tests.cast import CastMember
from tests.verification.conftest import YEAR, work_all
from verification.auditing import differences
from verification.batch.services import run_year
from verification.models import Verification

Person = Callable[..., Professional]

FAULTS = {
    "a verification counts more hours": "UPDATE verification_verification SET counted_total = 91",
    "a category counts less": "UPDATE verification_verification SET counted_public = 29",
    "mandatory hours are made up": "UPDATE verification_verification SET counted_mandatory = 5",
    "a floor was lowered": "UPDATE verification_verification SET required_specialty = 40",
    "a floor was taken away": "UPDATE verification_verification SET required_elective = NULL",
    "other reasons were written": "UPDATE verification_verification SET credits = '{}'",
    "it was moved under another rule set": "UPDATE verification_verification SET ruleset = 'GD-2018'",
    "it was moved to another year": "UPDATE verification_verification SET first_year = 2024, last_year = 2024",
    "a record behind it lost hours": """
        UPDATE records_learningrecord SET facts = '{"hours": "41"}' WHERE category = 'specialty'
    """,
    "a record behind it is no longer recognized": """
        UPDATE records_learningrecord SET state = 'rejected' WHERE category = 'elective'
    """,
}


@pytest.fixture
def verified(done: Person, city_head: CastMember) -> Verification:
    done()
    run_year(YEAR, area="4401", actor=city_head.actor)
    work_all()
    return Verification.objects.get()


def planted(statement: str) -> None:
    """By somebody who may switch triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def found() -> list[str]:
    return [str(difference) for year in (YEAR - 1, YEAR) for difference in differences(year)]


def test_nothing_is_found_where_all_is_well(verified: Verification, capsys: pytest.CaptureFixture[str]) -> None:
    assert found() == []
    call_command("audit_verifications", str(YEAR))
    assert "1 verifications of 2025: no difference." in capsys.readouterr().out


@pytest.mark.parametrize("fault", FAULTS)
def test_planted_fault_is_found(fault: str, verified: Verification) -> None:
    planted(FAULTS[fault])

    assert found(), fault
    assert all(f"verification {verified.pk} " in difference for difference in found())


def test_command_ends_with_an_error_and_names_what_differs(
    verified: Verification, capsys: pytest.CaptureFixture[str]
) -> None:
    planted(FAULTS["a category counts less"])

    with pytest.raises(CommandError, match="1 differences in 1 verifications"):
        call_command("audit_verifications", str(YEAR))
    assert "public: the rules count 30, the verification says 29" in capsys.readouterr().out


def test_records_recognized_after_the_verification_make_no_difference(verified: Verification) -> None:
    later = LearningRecord.objects.filter(category="elective").get()
    later.pk, later._state.adding = None, True
    later.recognized_on = verified.verified_at.date().replace(year=verified.verified_at.year + 1)
    later.save()

    assert found() == []


def test_records_recognized_later_on_the_same_day_make_no_difference(verified: Verification) -> None:
    later = LearningRecord.objects.filter(category="elective").get()
    later.pk, later._state.adding = None, True
    later.recognized_on = timezone.localdate(verified.verified_at)
    later.save()
    assert len(found()) > 0

    record("record.recognized", later, actor=SYSTEM)

    assert found() == []
