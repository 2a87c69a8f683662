"""What employers declare: how they file (H31), and for which years they have appointed somebody (H-10)."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from approvals.matters import database_day, lock_person
from audit.actors import Actor
from audit.services import record
from people.enums import Ownership
from people.models import Employer, Professional
from people.organizations.locks import lock_standing
from people.professionals.queries import present_employment
from people.supervision import place_of
from ui.errors import Conflict
from verification.models import Appointment, FilingWay
from verification.reviews.access import require_keeps, require_not_oneself
from verification.reviews.enums import Filing
from verification.reviews.texts import sentence
from verification.reviews.timing import has_reviews


def filing_of(employer: Employer) -> Filing:
    """Of a public employer electronic, whatever was declared before it became one."""
    declared = FilingWay.objects.filter(employer=employer).first()
    if declared is None or employer.ownership == Ownership.PUBLIC:
        return Filing.ELECTRONIC
    return Filing(declared.way)


@transaction.atomic
def declare_filing(employer: Employer, way: Filing, *, actor: Actor) -> FilingWay:
    """Side effects, in order: the row; audit."""
    require_keeps(actor, employer)
    employer = lock_standing(employer)
    _require_reviews(employer)
    if way == Filing.PAPER and employer.ownership == Ownership.PUBLIC:
        source = sentence("electronic")
        raise Conflict(
            _("Government bodies and public institutions file electronically, and only so: “%(quote)s” (%(cite)s)")
            % {"quote": source.quote, "cite": source.citation}
        )
    before = filing_of(employer)
    said = {"way": way, "declared_by_id": actor.user_id, "declared_at": Now()}
    declared, _is_new = FilingWay.objects.update_or_create(employer=employer, defaults=said)
    record("filing_way.declared", declared, actor=actor, before={"way": str(before)}, after={"way": str(way)})
    return declared


@transaction.atomic
def declare_appointment(professional: Professional, first_year: int, last_year: int, *, actor: Actor) -> Appointment:
    """Of somebody at work here, in years that no other appointment covers. Side effects, in order: the row; audit."""
    require_not_oneself(actor, professional)
    lock_person(professional)
    employment = present_employment(professional)
    if employment is None:
        raise Conflict(_("%(name)s has no employer here at present.") % {"name": professional})
    require_keeps(actor, employment.employer)
    _require_reviews(employment.employer)
    if last_year < first_year:
        raise Conflict(_("The last year of an appointment is not before the first."))
    standing = Appointment.objects.standing().filter(professional=professional)
    other = standing.filter(first_year__lte=last_year, last_year__gte=first_year).first()
    if other is not None:
        raise Conflict(
            _("An appointment for %(years)s is declared already. Withdraw it first if it is wrong.")
            % {"years": other.years}
        )
    appointment = Appointment.objects.create(
        professional=professional,
        employer=employment.employer,
        first_year=first_year,
        last_year=last_year,
        declared_by_id=actor.user_id,
    )
    record("appointment.declared", appointment, actor=actor, after={"years": appointment.years})
    return appointment


@transaction.atomic
def withdraw_appointment(appointment: Appointment, *, actor: Actor) -> None:
    """It was declared by mistake. Side effects, in order: the row; audit."""
    require_not_oneself(actor, appointment.professional)
    require_keeps(actor, appointment.employer)
    locked = Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    if locked.withdrawn_at is not None:
        raise Conflict(_("It was withdrawn already."))
    Appointment.objects.filter(pk=locked.pk).update(withdrawn_at=Now(), withdrawn_by=actor.user_id)
    record("appointment.withdrawn", locked, actor=actor, before={"years": locked.years})


def appointment_over(professional: Professional, employer: Employer | None, year: int) -> Appointment | None:
    """The one that the employer of the case has declared for that year."""
    declared = Appointment.objects.standing().over_year(year)
    return declared.filter(professional=professional, employer=employer).first()


def _require_reviews(employer: Employer) -> None:
    if not has_reviews(place_of(employer, database_day()), database_day()):
        raise Conflict(_("At the place of %(employer)s there is no annual review.") % {"employer": employer})
