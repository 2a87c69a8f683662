"""Everything that happens to a learning record. Each verb locks the person, checks the move and the actor, writes,
leaves an audit row, and brings the ledger up to date, in one transaction.

"You may not" is PermissionDenied, "it is too late" and "that way is not open" are Conflict, with the right way in
words. Pages, the interface, uploads and feeds call these verbs; deciding is `approvals`', and comes back through
`records.procedures`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from approvals import services as approvals
from approvals.chains import ChainStep, chain_of_route
from approvals.closing import close_runs
from approvals.enums import By
from approvals.looking import look_again
from approvals.matters import database_day, database_time, lock_person
from approvals.models import Run
from audit.actors import Actor
from audit.services import Values, record, record_many
from courses.enums import SubjectCategory
from people.bulk import draw_numbers, insert_all
from people.lookups import Numbers
from people.models import Employer, Professional
from people.professionals.queries import present_employment
from records.access import is_registrant, may_log, may_register_for_staff
from records.enums import RECORD_MOVES, UNDER_REVIEW, EvidenceState, RecordSource, RecordState
from records.ledger.services import lock_people, refresh_ledger
from records.makeups import refusal_of_record
from records.models import RECORD, LearningRecord
from records.questions import kept_facts, route_of, route_question
from rules.places import is_chinese
from ui.errors import Conflict

# What a form or a file may say of a record.
SAID = (
    *("activity", "category", "title", "held_by", "started_on", "ended_on", "makeup_for", "facts"),
    *("course_key", "course", "training_class"),
)
NEEDS_NO_PROOF = (RecordSource.INSTITUTION, RecordSource.PLATFORM, RecordSource.FEED)


# Registering


def draft_record(professional: Professional, said: Mapping[str, Any], *, actor: Actor) -> LearningRecord:
    """A record that nobody but who registers it sees yet. Side effects, in order: the row; audit."""
    require_may_register(actor, professional)
    draft = LearningRecord(professional=professional, registered_by_id=actor.user_id)
    if professional.user_id != actor.user_id:
        draft.source = RecordSource.EMPLOYER
        draft.registered_for_id = actor.organization_id
    put(draft, said)
    with transaction.atomic():
        draft.save()
        record("record.drafted", draft, actor=actor, after=facts_of(draft))
    return draft


def amend_record(learning_record: LearningRecord, said: Mapping[str, Any], *, actor: Actor) -> LearningRecord:
    """Change a draft, or what was returned; whoever decides sees the new version. Side effects: the row; audit."""
    with transaction.atomic():
        locked = lock_record(learning_record)
        require_registrant(actor, locked)
        require_state(locked, RecordState.DRAFT, RecordState.RETURNED)
        before = facts_of(locked)
        put(locked, said)
        locked.version += 1
        locked.save()
        record("record.amended", locked, actor=actor, before=before, after=facts_of(locked))
    return locked


def discard_draft(learning_record: LearningRecord, *, actor: Actor) -> None:
    """A draft was never sent: it is taken away, and the trail says so."""
    with transaction.atomic():
        locked = lock_record(learning_record)
        require_registrant(actor, locked)
        require_state(locked, RecordState.DRAFT)
        record("record.discarded", locked, actor=actor, before=facts_of(locked))
        files = [(each.file.storage, str(each.file.name)) for each in locked.evidence.all()]
        locked.evidence.all().delete()
        locked.delete()
        transaction.on_commit(lambda: _delete_files(files))


def _delete_files(files: Iterable[tuple[Any, str]]) -> None:
    for storage, name in files:
        storage.delete(name)


def submit_record(learning_record: LearningRecord, *, actor: Actor, comment: str = "") -> Run:
    """Send it to those who decide. Refused in words where this side may not register it (`route`), with the right way.

    Side effects, in order: employer, proof and state; audit; the run with its first step. Where the system itself
    recognizes, the record is recognized at once, with its ledger.
    """
    try:
        with transaction.atomic():
            lock_person(learning_record.professional)
            locked = lock_record(learning_record)
            require_registrant(actor, locked)
            require_may_be_made_up(locked)
            employer = employer_of(locked.professional)
            chain = chain_for(locked, employer, on=database_day())
            locked.employer = employer
            locked.evidence_state = evidence_state_of(locked)
            locked.submitted_at = database_time()
            locked.save(update_fields=["employer", "evidence_state", "submitted_at"])
            move(locked, "submit", actor=actor)
            run = approvals.open_run(
                RECORD,
                locked,
                chain,
                actor=actor,
                professional=locked.professional,
                employer=employer,
                area=employer.area,
                comment=comment,
            )
            look_again(RECORD, others_under_review(locked))
            return run
    except IntegrityError as error:
        if "record_of_class_once" not in str(error):
            raise
        raise Conflict(
            _("This class stands on your record already: the institution has registered it. Nothing is to be sent.")
        ) from error


def resubmit_record(learning_record: LearningRecord, *, actor: Actor, comment: str = "") -> Run:
    """Send it again after a return."""
    with transaction.atomic():
        lock_person(learning_record.professional)
        locked = lock_record(learning_record)
        require_registrant(actor, locked)
        require_may_be_made_up(locked)
        locked.evidence_state = evidence_state_of(locked)
        locked.save(update_fields=["evidence_state"])
        move(locked, "resubmit", actor=actor)
        run = approvals.resubmit(run_of(locked), actor=actor, comment=comment)
        look_again(RECORD, others_under_review(locked))
        return run


def withdraw_record(learning_record: LearningRecord, *, actor: Actor, comment: str = "") -> Run:
    """Whoever registered it no longer wants it; possible until it is decided."""
    return approvals.withdraw(run_of(learning_record), actor=actor, comment=comment)


# What follows a decision (records.procedures)


def recognize_records(records: Collection[LearningRecord], *, actor: Actor) -> None:
    """认定: those who decide have agreed at the last step. Side effects, in order: state and day; audit; ledgers. What
    has only a number so far (`enter_records`) is written with its ledger."""
    today = database_day()
    for each in records:
        each.recognized_on = today
    move_many(records, "recognize", actor=actor, recognized_on=today)
    unwritten = [each for each in records if each._state.adding]
    refresh_ledger({each.professional_id for each in records}, unwritten=unwritten)


def return_records(records: Collection[LearningRecord], *, actor: Actor, reason: str = "") -> None:
    move_many(records, "return", actor=actor, reason=reason)


def reject_records(records: Collection[LearningRecord], *, actor: Actor, reason: str = "") -> None:
    move_many(records, "reject", actor=actor, reason=reason)


def take_back_decisions(records: Collection[LearningRecord], *, actor: Actor) -> None:
    """The reviewer takes back the own decision: the records are under review as before. Side effects, in order: state,
    day and hours; audit; ledgers."""
    for each in records:
        require_not_frozen(each)
    recognized = [each for each in records if each.state == RecordState.RECOGNIZED]
    move_many(records, "undo", actor=actor)
    for each in recognized:
        each.recognized_on = each.credited_hours = None
    LearningRecord.objects.filter(pk__in=[each.pk for each in recognized]).update(
        recognized_on=None, credited_hours=None
    )
    refresh_ledger({each.professional_id for each in recognized})


def close_withdrawn(records: Collection[LearningRecord], *, actor: Actor) -> None:
    move_many(records, "withdraw", actor=actor)


def void_records(records: Collection[LearningRecord], *, actor: Actor, reason: str) -> None:
    """What should never have counted. A frozen record stands as it is: a certificate rests on it, and that is voided
    first. Side effects, in order: runs still open; state; audit; ledgers."""
    with transaction.atomic():
        lock_people({each.professional_id for each in records})
        close_runs(RECORD, records, actor=actor, comment=reason)
        chosen = LearningRecord.objects.locked().filter(pk__in=[each.pk for each in records])
        locked = list(chosen.select_related("professional").order_by("pk"))
        for each in locked:
            require_not_frozen(each)
        move_many(locked, "void", actor=actor, reason=reason)
        refresh_ledger({each.professional_id for each in locked})


# What the verbs share


def chain_for(learning_record: LearningRecord, employer: Employer, *, on: datetime.date) -> list[ChainStep]:
    question = route_question(
        professional=learning_record.professional,
        employer=employer,
        category=learning_record.category,
        source=learning_record.source,
        study_year=learning_record.study_year,
        on=on,
    )
    answer = route_of(question)
    if "error" in answer:
        raise Conflict(_("No rule set of your place covers the year %(year)s.") % {"year": learning_record.study_year})
    if "steps" not in answer:
        raise Conflict(refusal_words(answer, learning_record.category))
    if learning_record.source not in NEEDS_NO_PROOF and all(step["by"] == By.SYSTEM for step in answer["steps"]):
        raise Conflict(_of_the_system(answer))
    return chain_of_route(answer, employer=employer, industry=learning_record.professional.industry, on=on)


def require_may_be_made_up(learning_record: LearningRecord) -> None:
    """What is meant for a past year must be offered for it: year, category, course and time (ST14 四(六), GDQ18 四)."""
    refusal = refusal_of_record(learning_record)
    if refusal is not None:
        raise Conflict(refusal.plain)


def refusal_words(answer: Mapping[str, Any], category: str = "") -> str:
    """Why this side may not register it, with the right way and the sentence that says so."""
    quoted = answer["because"][0]
    way = (
        _("The institution that held it enters everybody who passed; nothing is to be sent.")
        if category == SubjectCategory.PUBLIC
        else _("They come by themselves from the system of your industry; nothing is to be sent.")
    )
    source = f"({quoted['rule']}, {quoted['cite']})"
    if is_chinese():
        return f"{answer['reason']}。{way}{source}"
    return f"{_('This side may not register these hours.')} {way} {source}"


def _of_the_system(answer: Mapping[str, Any]) -> str:
    """What the system recognizes by itself must come from a system: nobody recognizes the own word for it."""
    quoted = answer["because"][0]
    way = _("Hours of public subjects come by themselves from the platform of the province; nothing is to be sent.")
    return f"{way} ({quoted['rule']}, {quoted['cite']})"


def employer_of(professional: Professional) -> Employer:
    employment = present_employment(professional)
    if employment is None:
        raise Conflict(
            _("Who decides follows from your employer, and you have none here. Ask one to take you on, then send this.")
        )
    return employment.employer


def others_under_review(learning_record: LearningRecord) -> list[int]:
    """Of the same person: days and proofs that were beyond doubt may no longer be."""
    of_person = LearningRecord.objects.filter(professional=learning_record.professional, state__in=UNDER_REVIEW)
    return list(of_person.exclude(pk=learning_record.pk).values_list("pk", flat=True))


def evidence_state_of(learning_record: LearningRecord) -> EvidenceState:
    """What an institution or an approved platform registers is its own proof."""
    if learning_record.source in NEEDS_NO_PROOF or learning_record.evidence.standing().exists():
        return EvidenceState.COMPLETE
    return EvidenceState.MISSING


def run_of(learning_record: LearningRecord) -> Run:
    run = Run.objects.of_subject(RECORD, learning_record).order_by("-pk").first()
    if run is None:
        raise Conflict(_("This record was not sent yet."))
    return run


def put(learning_record: LearningRecord, said: Mapping[str, Any]) -> None:
    unknown = said.keys() - {*SAID}
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: nobody says this of a record")
    for name, value in said.items():
        setattr(learning_record, name, kept_facts(value) if name == "facts" else value)
    learning_record.study_year = learning_record.makeup_for or learning_record.ended_on.year


def lock_record(learning_record: LearningRecord) -> LearningRecord:
    return LearningRecord.objects.locked().select_related("professional").get(pk=learning_record.pk)


def move(learning_record: LearningRecord, action: str, *, actor: Actor, reason: str = "") -> None:
    move_many([learning_record], action, actor=actor, reason=reason)


def enter_records(entered: Iterable[tuple[LearningRecord, Sequence[ChainStep]]]) -> None:
    """New records that are sent at once, each with its chain, before their runs are opened in the same transaction.

    What only the system decides gets a number alone: opening its run recognizes it, and only then is it written. A row
    of a dozen indexes is written once and not three times, which was a third of the commit of a file of results.
    """
    new = list(entered)
    draw_numbers([each for each, _chain in new])
    insert_all(each for each, chain in new if any(step.by != By.SYSTEM for step in chain))


def move_many(
    records: Collection[LearningRecord], action: str, *, actor: Actor, reason: str = "", **besides: Any
) -> None:
    """Apply one row of RECORD_MOVES to locked records, all or none; `besides` is written with the state."""
    rule = RECORD_MOVES[action]
    changes: list[tuple[LearningRecord, Values, Values]] = []
    for each in records:
        require_state(each, *rule.allowed_from)
        before = {"state": str(each.state)}
        each.state = rule.to
        changes.append((each, before, facts_of(each)))
    written = [each.pk for each in records if not each._state.adding]
    if written:
        LearningRecord.objects.filter(pk__among=Numbers(written)).update(state=rule.to, **besides)
    record_many(rule.recorded_as, changes, actor=actor, reason=reason)


def require_state(learning_record: LearningRecord, *states: RecordState) -> None:
    if learning_record.state not in states:
        raise Conflict(
            _("“%(record)s” is %(state)s by now. Its page shows what happened.")
            % {"record": learning_record.title, "state": learning_record.get_state_display()}
        )


def require_not_frozen(learning_record: LearningRecord) -> None:
    words = frozen_words(learning_record)
    if words:
        raise Conflict(words)


def frozen_words(learning_record: LearningRecord) -> str:
    """Why nothing changes the record any more; nothing where it is not frozen."""
    if not learning_record.is_frozen:
        return ""
    told = {"record": learning_record.title, "what": learning_record.frozen_for}
    return _("A certificate rests on “%(record)s” (%(what)s); it cannot be changed.") % told


def require_may_register(actor: Actor, professional: Professional) -> None:
    """Oneself, in the hat of a professional; or one's people, in that of their employer."""
    if may_log(actor) and professional.user_id == actor.user_id:
        return
    if may_register_for_staff(actor) and professional.user_id != actor.user_id:
        employment = present_employment(professional)
        if employment is not None and _keeps(actor, employment.employer):
            return
    raise PermissionDenied(_("You may log your own hours, or as HR those of your people."))


def _keeps(actor: Actor, employer: Employer) -> bool:
    """The employer itself, or the agency that holds its files."""
    return actor.organization_id in (employer.pk, employer.files_held_by_id)


def require_registrant(actor: Actor, learning_record: LearningRecord) -> None:
    if not is_registrant(actor, learning_record):
        raise PermissionDenied(_("Only who registered a record changes it."))


def facts_of(learning_record: LearningRecord) -> Values:
    """What the trail keeps."""
    return {
        "state": str(learning_record.state),
        "activity": learning_record.activity,
        "category": str(learning_record.category),
        "title": learning_record.title,
        "ended_on": learning_record.ended_on,
        "study_year": learning_record.study_year,
        "facts": learning_record.facts,
        "source": str(learning_record.source),
        "version": learning_record.version,
    }
