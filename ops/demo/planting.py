from __future__ import annotations

from random import Random

from django.conf import settings
from django.db import transaction
from django.utils import translation

from audit.actors import SYSTEM
from audit.services import ObjectRef, record
from jobs.models import Job
from jobs.services import start_job
from jobs.worker import work_once
from ops.demo import (
    annual_reviews,
    catalogs,
    certificate_log,
    certificates,
    results,
    reviews,
    spot_checks,
    uploads,
    year_ends,
)
from ops.demo.cast import CAST
from ops.demo.classes import hold_classes
from ops.demo.cycles import verify_cycles
from ops.demo.feeds import send_hours
from ops.demo.names import Names
from ops.demo.officers import appoint
from ops.demo.organizations import ROBOT_MAKER, ROBOT_MAKER_AGAIN, register_organizations
from ops.demo.professionals import PROFESSIONALS, UNUSUAL, register_many, settle_cast
from ops.demo.records import log_hours
from ops.demo.stories import tell
from ops.demo.verification_days import verify_on_days
from ops.demo.world import World
from ops.demo.years import plant_years
from people.divisions.services import load_divisions
from people.hats import actor_wearing
from people.models import Professional, User
from people.organizations.merging import merge_organizations
from people.roles import Role

PLANTED = "demo.planted"


def is_planted() -> bool:
    return User.objects.filter(is_demo=True).exists()


def plant(seed: int) -> None:
    """Either all of it stands afterwards, or nothing; then some short jobs are run to their end."""
    with translation.override(settings.LANGUAGE_CODE):
        with transaction.atomic():
            world = _plant(seed)
            job = _order_rehearsal()
        while work_once("demo", job_id=job.pk):
            pass
        uploads.bring_in(world)
        results.report(world)
        annual_reviews.review_years(world)
        year_ends.close_years(world)
        spot_checks.look_again(world)
        certificates.certify(world)
        certificate_log.publish(world)
        _note(seed)


def _plant(seed: int) -> World:
    load_divisions(actor=SYSTEM)
    random = Random(seed)  # noqa: S311 - drawn to be repeatable, not secret
    taken = frozenset({*UNUSUAL, *(person.name for person in CAST)})
    world = World(random=random, names=Names(random, taken), organizations=register_organizations())
    settle_cast(world)
    appoint(world)
    catalogs.publish(world)
    register_many(world, PROFESSIONALS - uploads.WRITTEN - sum(1 for person in CAST if person.career))
    _merge_doubled(world)
    tell(world)
    hold_classes(world)
    send_hours(world)
    plant_years(world)
    verify_on_days(world)
    verify_cycles(world)
    log_hours(world)
    reviews.send_records(world)
    return world


def _merge_doubled(world: World) -> None:
    """One doubled employer is merged already; another one waits for the bureau of Guangzhou."""
    kept, dropped = world.employer(ROBOT_MAKER), world.employer(ROBOT_MAKER_AGAIN)
    head = world.officer("东莞市人社局", Role.BUREAU_HEAD)
    merge_organizations(kept, dropped, reason="同一单位重复登记", actor=head)


def _order_rehearsal() -> Job:
    administrator = User.objects.get(username="luo.siyuan")
    actor = actor_wearing(administrator, administrator.memberships.get())
    return start_job("rehearsal", {"slices": 4, "items": 10, "milliseconds": 0}, actor=actor)


@transaction.atomic
def _note(seed: int) -> None:
    """What the load test asks for: up to which number everybody is invented."""
    people = Professional.objects.order_by("pk")
    first, last = people.values_list("pk", flat=True).first(), people.values_list("pk", flat=True).last()
    record(
        PLANTED, ObjectRef("ops.demo", str(seed), f"seed {seed}"), actor=SYSTEM, after={"first": first, "last": last}
    )
