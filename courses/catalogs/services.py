"""What changes catalogs and their courses. Each verb locks the catalog and writes its audit row in one transaction.

Whether the actor may do it is asked by the caller (`courses.catalogs.access`), and once more here, because an upload
comes back as a job. What cannot be true is a ValidationError by field, what cannot be done now a Conflict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import Values, record, record_many
from courses.catalogs.access import kinds_of, may_keep
from courses.catalogs.rulings import CATEGORY_OF_KIND, objections_to, objections_to_mandatory_hours
from courses.enums import CATALOG_MOVES, CatalogKind, CatalogState, StudyForm
from courses.models import Catalog, Course
from people.enums import Industry
from people.models import Organization
from ui.errors import Conflict

CODE_LENGTH = 40
CATALOG_FACTS = ("title", "document_number", "mandatory_hours", "note")
COURSE_FACTS = (
    *("code", "title", "category", "hours", "is_mandatory", "for_year"),
    *("form", "site", "url", "fee", "content"),
)


# Catalogs


@transaction.atomic
def draft_catalog(kind: CatalogKind, year: int, facts: Mapping[str, Any], *, actor: Actor) -> Catalog:
    """A draft of the actor's own bureau or authority. There is one at a time of the same kind and year."""
    if kind not in kinds_of(actor) or actor.organization_id is None:
        raise PermissionDenied
    publisher = Organization.objects.get(pk=actor.organization_id)
    catalog = Catalog(kind=kind, year=year, publisher=publisher, area=publisher.area, **facts)
    catalog.industry = Industry(actor.industry) if kind == CatalogKind.GUIDE else ""
    return _insert(catalog, actor=actor)


def _insert(catalog: Catalog, *, actor: Actor, after: Values | None = None) -> Catalog:
    _require_true(catalog)
    last = Catalog.objects.same_as(catalog).aggregate(last=Max("edition"))["last"]
    catalog.edition = (last or 0) + 1
    try:
        with transaction.atomic():
            catalog.save()
    except IntegrityError as error:
        raise Conflict(_("There is a draft for %(year)d already. Go on with it.") % {"year": catalog.year}) from error
    told = {"kind": catalog.kind, "year": catalog.year, "edition": catalog.edition, **_facts(catalog, CATALOG_FACTS)}
    record("catalog.drafted", catalog, actor=actor, after=told | (after or {}))
    return catalog


@transaction.atomic
def amend_catalog(catalog: Catalog, facts: Mapping[str, Any], *, actor: Actor) -> Catalog:
    locked = _lock_draft(catalog, actor)
    before = _facts(locked, CATALOG_FACTS)
    for name, value in facts.items():
        setattr(locked, name, value)
    _require_true(locked)
    _save_changed(locked, CATALOG_FACTS, before, "catalog.amended", actor=actor)
    return locked


@transaction.atomic
def publish_catalog(catalog: Catalog, *, actor: Actor) -> Catalog:
    """From now on it holds, and everybody sees it. Side effects, in order: the edition before is withdrawn; audit."""
    locked = _lock(catalog, actor)
    move = _move("publish", locked)
    objections = objections_to(locked)
    if objections:
        raise Conflict(" ".join(each.plain for each in objections))
    for earlier in Catalog.objects.same_as(locked).published().locked():
        _withdraw(earlier, _("Replaced by edition %(edition)d.") % {"edition": locked.edition}, actor=actor)
    locked.state, locked.published_at = move.to, timezone.now()
    locked.save(update_fields=["state", "published_at"])
    after = {"state": move.to.value, "edition": locked.edition, "courses": locked.courses.count()}
    record(move.recorded_as, locked, actor=actor, before={"state": CatalogState.DRAFT.value}, after=after)
    return locked


@transaction.atomic
def withdraw_catalog(catalog: Catalog, *, reason: str, actor: Actor) -> Catalog:
    """It is no longer shown, and no class is planned by it any more. What counted by it goes on counting."""
    locked = _lock(catalog, actor)
    _withdraw(locked, reason, actor=actor)
    return locked


def _withdraw(locked: Catalog, reason: str, *, actor: Actor) -> None:
    move = _move("withdraw", locked)
    before = {"state": locked.state}
    locked.state, locked.withdrawn_at, locked.withdrawal = move.to, timezone.now(), reason
    locked.save(update_fields=["state", "withdrawn_at", "withdrawal"])
    record(move.recorded_as, locked, actor=actor, before=before, after={"state": move.to.value}, reason=reason)


@transaction.atomic
def copy_catalog(catalog: Catalog, year: int, *, actor: Actor) -> Catalog:
    """As a draft, with every course: for another year, or as the corrected edition of the same one."""
    original = _lock(catalog, actor)
    facts = {name: getattr(original, name) for name in CATALOG_FACTS}
    copied = Catalog(
        kind=original.kind,
        year=year,
        publisher=original.publisher,
        area=original.publisher.area,
        industry=original.industry,
        **facts,
    )
    if year != original.year:
        copied.title = original.title.replace(str(original.year), str(year))
        copied.document_number = ""
    _insert(copied, actor=actor, after={"copied_from": original.pk})
    courses = [
        Course(catalog=copied, **{name: getattr(course, name) for name in COURSE_FACTS})
        for course in original.courses.select_related("site")
    ]
    for course in courses:
        course.code = _code_in(year, course.code, original.year)
    Course.objects.bulk_create(courses, batch_size=1000)
    return copied


def _code_in(year: int, code: str, before: int) -> str:
    """A course of another year is another course: a public one counts once for ever, by its code (A-13)."""
    return code if year == before else code.replace(str(before), str(year))


@transaction.atomic
def discard_draft(catalog: Catalog, *, actor: Actor) -> None:
    """Nobody ever went by it: it is gone with its courses, and the trail keeps that it was."""
    locked = _lock_draft(catalog, actor)
    before = {"year": locked.year, "edition": locked.edition, "courses": locked.courses.count()}
    record("catalog.discarded", locked, actor=actor, before=before)
    locked.courses.all().delete()
    locked.delete()


# Courses


@transaction.atomic
def add_course(catalog: Catalog, facts: Mapping[str, Any], *, actor: Actor) -> Course:
    locked = _lock_draft(catalog, actor)
    course = Course(catalog=locked, **facts)
    course.code = course.code or _free_code(locked, course)
    _require_fitting(course, locked)
    _save_course(course)
    record("course.added", course, actor=actor, after=_course_facts(course))
    return course


@transaction.atomic
def amend_course(course: Course, facts: Mapping[str, Any], *, actor: Actor) -> Course:
    locked = _lock_draft(course.catalog, actor)
    current = Course.objects.select_related("site").get(pk=course.pk)
    before = _course_facts(current)
    for name, value in facts.items():
        setattr(current, name, value)
    current.code = current.code or _free_code(locked, current)
    _require_fitting(current, locked)
    after = _course_facts(current)
    changed = [name for name in after if before[name] != after[name]]
    if changed:
        _save_course(current)
        record(
            "course.amended",
            current,
            actor=actor,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return current


@transaction.atomic
def remove_course(course: Course, *, actor: Actor) -> None:
    _lock_draft(course.catalog, actor)
    record("course.removed", course, actor=actor, before=_course_facts(course))
    course.delete()


@transaction.atomic
def put_courses(catalog: Catalog, new: Sequence[Course], changed: Sequence[Course], *, actor: Actor) -> None:
    """Many at once, as an upload has checked them: a fixed number of statements."""
    _lock_draft(catalog, actor)
    before = {course.pk: _course_facts(course) for course in Course.objects.filter(pk__in=[one.pk for one in changed])}
    Course.objects.bulk_create(new, batch_size=1000)
    if changed:
        Course.objects.bulk_update(changed, COURSE_FACTS, batch_size=1000)
    record_many("course.added", [(course, None, _course_facts(course)) for course in new], actor=actor)
    record_many(
        "course.amended", [(course, before[course.pk], _course_facts(course)) for course in changed], actor=actor
    )


def require_draft(catalog: Catalog, *, actor: Actor) -> Catalog:
    """Locked until the transaction ends, for whoever writes many courses."""
    return _lock_draft(catalog, actor)


# What must hold


def _require_true(catalog: Catalog) -> None:
    problems: dict[str, list[str]] = {}
    for objection in objections_to_mandatory_hours(catalog):
        problems.setdefault(objection.field, []).append(objection.plain)
    if problems:
        raise ValidationError(problems)


def _require_fitting(course: Course, catalog: Catalog) -> None:
    """To the kind of its catalog; and an online course says where it is."""
    problems = {}
    category = CATEGORY_OF_KIND.get(CatalogKind(catalog.kind))
    if category is not None and course.category != category:
        problems["category"] = _("Only “%(category)s” stand in this catalog.") % {"category": category.label}
    if course.for_year and course.for_year >= catalog.year:
        problems["for_year"] = _("Only a year before %(year)d can be made up.") % {"year": catalog.year}
    if course.form == StudyForm.ONLINE and not course.site_id and not course.url:
        problems["site"] = _("Choose the site of an online course, or give its address.")
    if course.site and course.category not in course.site.categories:
        problems["site"] = _("This site is not approved for the category.")
    if problems:
        raise ValidationError(problems)


def _free_code(catalog: Catalog, course: Course) -> str:
    """The rules know a make-up course by its name; others are numbered."""
    if catalog.is_makeup:
        return course.title[:CODE_LENGTH]
    taken = set(catalog.courses.values_list("code", flat=True))
    number = len(taken) + 1
    while (code := numbered_code(catalog, number)) in taken:
        number += 1
    return code


def numbered_code(catalog: Catalog, number: int) -> str:
    letter = "P" if catalog.kind == CatalogKind.PUBLIC else "Z"
    return f"{letter}{catalog.area}-{catalog.year}-{number:02d}"


# Shared


def _lock(catalog: Catalog, actor: Actor) -> Catalog:
    locked = Catalog.objects.locked().select_related("publisher").filter(pk=catalog.pk).first()
    if locked is None:
        raise Conflict(_("This draft was discarded meanwhile."))
    if not may_keep(actor, locked):
        raise PermissionDenied
    return locked


def _lock_draft(catalog: Catalog, actor: Actor) -> Catalog:
    locked = _lock(catalog, actor)
    if not locked.is_draft:
        raise Conflict(
            _("“%(title)s” is published and is no longer edited. Write a corrected edition.") % {"title": locked}
        )
    return locked


def _move(name: str, catalog: Catalog) -> Any:
    move = CATALOG_MOVES[name]
    if catalog.state not in move.allowed_from:
        state = catalog.get_state_display()
        raise Conflict(_("“%(title)s” is in the state “%(state)s”.") % {"title": catalog, "state": state})
    return move


def _save_course(course: Course) -> None:
    try:
        with transaction.atomic():
            course.save()
    except IntegrityError as error:
        if "course_code_once" not in str(error):
            raise
        message = _("Another course of this catalog has the code “%(code)s”.") % {"code": course.code}
        raise ValidationError({"code": message}) from error


def _save_changed(
    catalog: Catalog, names: Sequence[str], before: Mapping[str, Any], recorded_as: str, *, actor: Actor
) -> None:
    after = _facts(catalog, names)
    changed = [name for name in names if before[name] != after[name]]
    if changed:
        catalog.save(update_fields=changed)
        record(
            recorded_as,
            catalog,
            actor=actor,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )


def _course_facts(course: Course) -> dict[str, Any]:
    return _facts(course, COURSE_FACTS)


def _facts(row: models.Model, names: Sequence[str]) -> dict[str, Any]:
    """In a form that the trail can keep."""
    return {name: str(value) if isinstance(value := getattr(row, name), models.Model) else value for name in names}
