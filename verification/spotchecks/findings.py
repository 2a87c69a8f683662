"""What the look at a case brings, up to the second look that fraud needs, and what fraud costs (S-7, H30)."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.matters import database_day, database_time
from audit.actors import Actor
from audit.services import Values, record
from people.enums import FileType
from people.professionals.queries import present_employment
from people.proofs import removed_on_failure
from records.access import may_register_for_staff
from records.ledger.services import lock_people
from records.models import LearningRecord
from records.services import void_records
from ui.errors import Conflict
from ui.formatting import date_text
from verification.models import EligibilityCancellation, SpotCheckCase, SpotCheckFinding
from verification.services import void_for_fraud
from verification.spotchecks.enums import CheckState, FindingVerdict, FraudState
from verification.spotchecks.queries import has_decided
from verification.spotchecks.services import may_work, require_may_work, require_state

HEARING_DAYS = 7
"""Our own term; no text that we know of sets one. An answer ends it at once."""
RULE, CITE = "S-7", "XZ16 二.5"


def note_finding(
    case: SpotCheckCase,
    *,
    verdict: FindingVerdict,
    words: str = "",
    records: Collection[LearningRecord] = (),
    proof: File[Any] | None = None,
    proof_type: FileType | None = None,
    actor: Actor,
) -> SpotCheckFinding:
    """May be changed until the report, but not once somebody took it for fraud: that is for the second officer. Of
    fraud the person is told, and has some days to answer. Side effects, in order: the file; the row; audit."""
    kept = SpotCheckFinding()
    with removed_on_failure(kept.proof), transaction.atomic():
        locked = _locked_case(case, actor)
        finding = _changeable(locked)
        before = facts_of(finding) if finding.pk else None
        finding.verdict, finding.words = verdict, words
        finding.found_by_id, finding.found_at = actor.user_id, database_time()
        if verdict == FindingVerdict.FRAUD:
            _require_false_records(locked, records)
            finding.fraud_state = FraudState.HEARING
            finding.hear_until = database_day() + datetime.timedelta(days=HEARING_DAYS)
        if proof is not None and proof_type is not None:
            _put_proof(finding, kept, proof, proof_type)
        finding.save()
        finding.records.set(records if verdict == FindingVerdict.FRAUD else ())
        record("spot_check.found", finding, actor=actor, before=before, after=facts_of(finding), reason=words)
    return finding


def _locked_case(case: SpotCheckCase, actor: Actor) -> SpotCheckCase:
    locked = SpotCheckCase.objects.locked().select_related("spot_check__body", "professional").get(pk=case.pk)
    require_may_work(actor, locked.spot_check)
    _require_not_own(locked, actor)
    require_state(locked.spot_check, CheckState.DRAWN)
    return locked


def _changeable(case: SpotCheckCase) -> SpotCheckFinding:
    if not case.is_drawn and case.taken_in_at is None:
        raise Conflict(_("This case was not drawn."))
    finding = SpotCheckFinding.objects.locked().filter(case=case).first() or SpotCheckFinding(case=case)
    if finding.fraud_state:
        raise Conflict(_("It was taken for fraud; what becomes of that is for the second officer."))
    return finding


def _require_false_records(case: SpotCheckCase, records: Collection[LearningRecord]) -> None:
    if not records:
        raise Conflict(_("Name the records that are false."))
    if any(each.professional_id != case.professional_id for each in records):
        raise Conflict(_("These are records of somebody else."))


def _put_proof(finding: SpotCheckFinding, kept: SpotCheckFinding, proof: File[Any], proof_type: FileType) -> None:
    former, storage = finding.proof.name, finding.proof.storage
    kept.proof.save("", proof, save=False)
    finding.proof, finding.proof_type = kept.proof.name, proof_type
    if former:
        transaction.on_commit(lambda: storage.delete(former))


@transaction.atomic
def answer_finding(finding: SpotCheckFinding, words: str, *, actor: Actor) -> None:
    """The person is heard. May be said anew until the second officer decides. Side effects: the answer; audit."""
    locked = SpotCheckFinding.objects.locked().select_related("case__professional").get(pk=finding.pk)
    if actor.user_id is None or locked.case.professional.user_id != actor.user_id:
        raise PermissionDenied(_("Only the person concerned answers."))
    _require_hearing(locked)
    locked.answer, locked.answered_at = words, database_time()
    locked.save(update_fields=["answer", "answered_at"])
    record("spot_check.answered", locked, actor=actor, after={"answer": words})


@transaction.atomic
def confirm_fraud(finding: SpotCheckFinding, *, words: str = "", actor: Actor) -> EligibilityCancellation:
    """The second hand. Side effects, in order: the verification of the year is void, with its certificate; the named
    records are void, with the ledgers; this year's eligibility is cancelled, of which the employer is told (S-7); audit
    of each."""
    lock_people([finding.case.professional_id])
    locked = _locked_for_second(finding, actor)
    if locked.answered_at is None and locked.hear_until is not None and database_day() <= locked.hear_until:
        raise Conflict(
            _("The person may answer until %(day)s. Before that it is confirmed only after an answer.")
            % {"day": date_text(locked.hear_until)}
        )
    locked.fraud_state = FraudState.CONFIRMED
    _sign_second(locked, words, actor)
    record("spot_check.fraud_confirmed", locked, actor=actor, after=facts_of(locked), reason=words)
    person, year = locked.case.professional, locked.case.spot_check.year
    # First of all, because the records cannot change as long as a certificate rests on them.
    void_for_fraud(person, year, reason=locked.words, actor=actor)
    false = LearningRecord.objects.filter(pk__in=locked.records.values("pk")).standing()
    void_records(list(false), actor=actor, reason=locked.words)
    return _cancel_eligibility(locked, actor)


def _cancel_eligibility(finding: SpotCheckFinding, actor: Actor) -> EligibilityCancellation:
    """当年度: of the year in which the fraud is established, not of the one that was checked (H30)."""
    person = finding.case.professional
    employment = present_employment(person)
    cancellation = EligibilityCancellation.objects.create(
        professional=person,
        year=database_day().year,
        study_year=finding.case.spot_check.year,
        finding=finding,
        reason=finding.words,
        rule=RULE,
        cite=CITE,
        employer=employment.employer if employment else finding.case.employer,
        cancelled_by_id=actor.user_id,
    )
    told: Values = {"year": cancellation.year, "study_year": cancellation.study_year}
    record("eligibility.cancelled", cancellation, actor=actor, after=told, reason=finding.words)
    return cancellation


@transaction.atomic
def drop_fraud(finding: SpotCheckFinding, *, verdict: FindingVerdict, words: str, actor: Actor) -> None:
    """The second officer does not see fraud, and says what it is instead. Side effects: the finding; audit."""
    if verdict == FindingVerdict.FRAUD:
        raise ValueError("what is dropped is no fraud")
    locked = _locked_for_second(finding, actor)
    before = facts_of(locked)
    locked.verdict, locked.fraud_state = verdict, FraudState.DROPPED
    _sign_second(locked, words, actor)
    record("spot_check.fraud_dropped", locked, actor=actor, before=before, after=facts_of(locked), reason=words)


def _sign_second(finding: SpotCheckFinding, words: str, actor: Actor) -> None:
    finding.second_by_id, finding.second_at, finding.second_words = actor.user_id, database_time(), words
    finding.save()


def _locked_for_second(finding: SpotCheckFinding, actor: Actor) -> SpotCheckFinding:
    locked = (
        SpotCheckFinding.objects.locked()
        .select_related("case__spot_check__body", "case__professional", "case__employer")
        .get(pk=finding.pk)
    )
    require_may_work(actor, locked.case.spot_check)
    _require_not_own(locked.case, actor)
    if locked.found_by_id == actor.user_id:
        raise PermissionDenied(_("Whoever found it does not confirm it: a colleague looks a second time."))
    _require_hearing(locked)
    return locked


def _require_hearing(finding: SpotCheckFinding) -> None:
    if finding.fraud_state != FraudState.HEARING:
        raise Conflict(_("It was decided already."))


def _require_not_own(case: SpotCheckCase, actor: Actor) -> None:
    if case.professional.user_id == actor.user_id:
        raise PermissionDenied(_("Nobody decides on their own case. A colleague or the body above does."))
    if has_decided(actor, case):
        raise PermissionDenied(_("Nobody checks what they decided themselves. A colleague does."))


def may_find(actor: Actor, case: SpotCheckCase) -> bool:
    """Whether the form is shown at all; the verbs ask again."""
    if not may_work(actor, case.spot_check) or case.professional.user_id == actor.user_id:
        return False
    return case.spot_check.state == CheckState.DRAWN and not has_decided(actor, case)


@transaction.atomic
def note_cancellation(cancellation: EligibilityCancellation, *, actor: Actor) -> None:
    """The employer was told and says so. Side effects: the note; audit."""
    locked = EligibilityCancellation.objects.locked().select_related("professional").get(pk=cancellation.pk)
    if not may_note(actor, locked):
        raise PermissionDenied(_("The employer of the person notes it."))
    if locked.noted_at is None:
        locked.noted_by_id, locked.noted_at = actor.user_id, database_time()
        locked.save(update_fields=["noted_by", "noted_at"])
        record("eligibility.noted", locked, actor=actor)


def may_note(actor: Actor, cancellation: EligibilityCancellation) -> bool:
    own = actor.user_id is not None and cancellation.professional.user_id == actor.user_id
    return may_register_for_staff(actor) and actor.organization_id == cancellation.employer_id and not own


def facts_of(finding: SpotCheckFinding) -> Values:
    records = sorted(finding.records.values_list("pk", flat=True)) if finding.pk else []
    return {"verdict": str(finding.verdict), "fraud": str(finding.fraud_state), "records": records}
