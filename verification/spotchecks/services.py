"""A spot check from the closed list to the report. Nobody discards one, nobody chooses, nobody looks at what they
decided themselves (S-8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from approvals.matters import database_day, database_time
from audit.actors import Actor
from audit.models import Checkpoint, Event
from audit.services import record
from people.models import Organization, Professional
from policies import ask
from ui.errors import Conflict
from verification.access import SPOT_CHECKS
from verification.models import SpotCheck, SpotCheckCase, SpotCheckFinding
from verification.models.spotchecks import case_number, serial_of
from verification.spotchecks.drawing import ListedCase, draw, hash_of, published_list
from verification.spotchecks.enums import CHECK_MOVES, CheckState, FraudState
from verification.spotchecks.queries import LOTS, LOTS_OF_CLEAN, clean_employers, people_decided_by
from verification.spotchecks.subjects import people_decided

RULESET = "XZ-2016"


def may_check(actor: Actor, body: Organization) -> bool:
    """The bureau for the bodies of its area, itself not among them: that is for the bureau above."""
    if not actor.can(SPOT_CHECKS) or not actor.area or actor.organization_id is None:
        return False
    return body.area.startswith(actor.area) and body.pk != actor.organization_id


@transaction.atomic
def close_list(body: Organization, year: int, *, actor: Actor) -> SpotCheck:
    """List whom the body decided about, each under a number without a name. From now on the list stands, and waits for
    a seed that nobody knows yet. Side effects, in order: the check with its cases; audit, with the hash of the list."""
    require_may_check(actor, body)
    if not 0 <= database_day().year - year <= 20:
        raise Conflict(_("%(year)s cannot be checked.") % {"year": year})
    earlier = SpotCheck.objects.filter(body=body, year=year)
    if earlier.open().exists():
        raise _under_way_already()
    known = SpotCheckCase.objects.listed().filter(spot_check__in=earlier).values_list("professional_id", flat=True)
    listed_before = {*known}
    people = [each for each in people_decided_by(body, year) if each[0] not in listed_before]
    if not people:
        raise Conflict(_("The body decided nothing about %(year)s that is on no list yet.") % {"year": year})
    check = _new_check(body, year, earlier.aggregate(last=Max("round"))["last"], actor)
    cases = _list_cases(check, people)
    check.list_hash = hash_of(published_list(cases))
    check.listed, check.employers = len(cases), len({each.employer for each in cases})
    check.size = sample_size(len(cases))
    told = {"cases": check.listed, "sample": check.size, "list": check.list_hash}
    check.listing_event = record("spot_check.listed", check, actor=actor, after=told).pk
    check.save()
    return check


def _new_check(body: Organization, year: int, last_round: int | None, actor: Actor) -> SpotCheck:
    rule, cite = sampling_rule()
    assert actor.organization_id is not None  # require_may_check
    try:
        with transaction.atomic():
            return SpotCheck.objects.create(
                body=body,
                area=body.area,
                bureau_id=actor.organization_id,
                year=year,
                round=0 if last_round is None else last_round + 1,
                listed_by_id=actor.user_id,
                listed_on=database_day(),
                rule=rule,
                cite=cite,
            )
    except IntegrityError as error:
        raise _under_way_already() from error


def _under_way_already() -> Conflict:
    return Conflict(_("A spot check of this body and year is under way already."))


# A hundred thousand rows of a model would take longer than everything else.
WRITE_CASES = """
    INSERT INTO verification_spotcheckcase
        (spot_check_id, professional_id, employer_id, serial, stratum, lots, draw_number, reason)
    SELECT %(check)s, listed.*, '', ''
    FROM unnest(%(people)s::bigint[], %(employers)s::bigint[], %(serials)s::int[], %(strata)s::int[], %(lots)s::int[])
        AS listed
"""
WRITE_NUMBERS = """
    UPDATE verification_spotcheckcase AS own SET draw_number = drawn.number
    FROM unnest(%(serials)s::int[], %(numbers)s::text[]) AS drawn (serial, number)
    WHERE own.spot_check_id = %(check)s AND own.serial = drawn.serial
"""


def _list_cases(check: SpotCheck, people: Sequence[tuple[int, int | None]]) -> list[ListedCase]:
    clean = clean_employers(check.body, check.year)
    strata: dict[int | None, int] = {}
    for _person, employer in people:
        strata.setdefault(employer, len(strata) + 1)
    employers = [employer for _person, employer in people]
    told: dict[str, Any] = {
        "check": check.pk,
        "people": [person for person, _employer in people],
        "employers": employers,
        "serials": list(range(1, len(people) + 1)),
        "strata": [strata[employer] for employer in employers],
        "lots": [LOTS_OF_CLEAN if employer in clean else LOTS for employer in employers],
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE_CASES, told)
    return _as_listed(check, zip(told["serials"], told["strata"], told["lots"], strict=True))


def _as_listed(check: SpotCheck, rows: Iterable[tuple[int, int, int]]) -> list[ListedCase]:
    """Of serial, stratum and lots."""
    code = check.code
    return [ListedCase(case_number(code, serial), str(stratum), lots) for serial, stratum, lots in rows]


def sample_size(reviewed: int) -> int:
    """As the rule book says (S-8, A-38): at least the share, rounded up, and one of a single one."""
    return int(ask({"id": "sample", "ask": "sample", "ruleset": RULESET, "reviewed": reviewed})["sample"])


def sampling_rule() -> tuple[str, str]:
    quoted = ask({"id": "sample", "ask": "sample", "ruleset": RULESET, "reviewed": 1})["because"][0]
    return str(quoted["rule"]), str(quoted["cite"])


# The draw


def seed_for(check: SpotCheck) -> Checkpoint | None:
    """The first checkpoint of a later day that lies behind the closing of the list in the trail. None: not yet there,
    and so unknown to everybody."""
    if check.listing_event is None:
        return None
    closing = Event.objects.sealed().filter(pk=check.listing_event).first()
    if closing is None:
        return None
    later = Checkpoint.objects.filter(date__gt=check.listed_on, position__gte=closing.position)
    return later.order_by("date").first()


@transaction.atomic
def draw_sample(check: SpotCheck, *, actor: Actor) -> SpotCheck:
    """Nothing is to be chosen here: list, size and seed say it all. The clock does it in the first night, or whoever
    asks first. Side effects, in order: draw numbers; state; audit."""
    if actor.user_id is not None:
        require_may_check(actor, check.body)
    locked = SpotCheck.objects.locked().select_related("body").get(pk=check.pk)
    require_state(locked, *CHECK_MOVES["draw"].allowed_from)
    checkpoint = seed_for(locked)
    if checkpoint is None:
        raise Conflict(_("The seed is not there yet: it is the checkpoint of the coming night."))
    listed = SpotCheckCase.objects.listed().filter(spot_check=locked).order_by("serial")
    rows = _as_listed(locked, listed.values_list("serial", "stratum", "lots"))  # type: ignore[arg-type]
    numbers = draw(rows, size=locked.size, seed=checkpoint.hash_hex)
    drawn = sorted(numbers, key=serial_of)
    told: dict[str, Any] = {
        "check": locked.pk,
        "serials": list(map(serial_of, drawn)),
        "numbers": [numbers[each] for each in drawn],
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE_NUMBERS, told)
    locked.seed, locked.seed_date = checkpoint.hash_hex, checkpoint.date
    locked.drawn_at = database_time()
    _move(locked, "draw", actor=actor, told={"seed": locked.seed, "drawn": drawn})
    return locked


def draw_what_can_be_drawn(*, actor: Actor) -> int:
    """Every check whose seed is there."""
    waiting = SpotCheck.objects.filter(state=CheckState.LISTED).order_by("pk")
    ready = [check for check in waiting if seed_for(check) is not None]
    for check in ready:
        draw_sample(check, actor=actor)
    return len(ready)


@transaction.atomic
def take_in(check: SpotCheck, person: Professional, *, reason: str, actor: Actor) -> SpotCheckCase:
    """On top of the sample, and marked so: it does not count for the share. Side effects: the case; audit."""
    locked = lock_for_work(check, actor)
    require_state(locked, CheckState.LISTED, CheckState.DRAWN)
    decided = people_decided(locked.body, locked.year, person=person.pk)
    case = SpotCheckCase.objects.locked().filter(spot_check=locked, professional=person).first()
    if case is None and not decided:
        raise Conflict(_("%(body)s decided nothing about this person in %(year)s.") % _told(locked))
    if case is not None and (case.is_drawn or case.taken_in_at is not None):
        raise Conflict(_("This case is in the check already."))
    case = case or SpotCheckCase(spot_check=locked, professional=person, employer_id=decided[person.pk])
    case.reason, case.taken_in_by_id, case.taken_in_at = reason, actor.user_id, database_time()
    case.save()
    record("spot_check.taken_in", case, actor=actor, reason=reason)
    return case


@transaction.atomic
def report(check: SpotCheck, *, words: str, actor: Actor) -> SpotCheck:
    """Every case looked at, no fraud left undecided. Side effects, in order: conclusion and state; audit."""
    locked = lock_for_work(check, actor)
    require_state(locked, *CHECK_MOVES["report"].allowed_from)
    chosen = SpotCheckCase.objects.chosen().filter(spot_check=locked)
    if chosen.filter(finding=None).exists():
        raise Conflict(_("Some cases have no finding yet."))
    if SpotCheckFinding.objects.filter(case__in=chosen, fraud_state=FraudState.HEARING).exists():
        raise Conflict(_("A finding of fraud waits for the second officer."))
    locked.words, locked.reported_by_id, locked.reported_at = words, actor.user_id, database_time()
    _move(locked, "report", actor=actor, told={"words": words})
    return locked


# What they share


def lock_for_work(check: SpotCheck, actor: Actor) -> SpotCheck:
    """Only the bureau that began it goes on with it."""
    locked = SpotCheck.objects.locked().select_related("body").get(pk=check.pk)
    require_may_work(actor, locked)
    return locked


def may_work(actor: Actor, check: SpotCheck) -> bool:
    return may_check(actor, check.body) and actor.organization_id == check.bureau_id


def require_may_work(actor: Actor, check: SpotCheck) -> None:
    if not may_work(actor, check):
        raise PermissionDenied(_("Only the bureau that began a spot check goes on with it."))


def require_may_check(actor: Actor, body: Organization) -> None:
    if not may_check(actor, body):
        raise PermissionDenied(_("A body is checked by the bureau above it, never by itself."))


def require_state(check: SpotCheck, *states: CheckState) -> None:
    if check.state not in states:
        raise Conflict(_("This spot check is “%(state)s” by now.") % {"state": check.get_state_display()})


def _told(check: SpotCheck) -> dict[str, object]:
    return {"body": check.body.name, "year": check.year}


def _move(check: SpotCheck, action: str, *, actor: Actor, told: dict[str, object]) -> None:
    rule = CHECK_MOVES[action]
    before = {"state": str(check.state)}
    check.state = rule.to
    check.save()
    record(rule.recorded_as, check, actor=actor, before=before, after={"state": str(check.state), **told})
