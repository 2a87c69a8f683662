"""Who somebody is, and how they are reached: changed by proof, looked up in full with a reason."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.masking import mask_numbers
from audit.models import Event
from audit.services import record
from people.documents import CheckedDocument
from people.models import IdentityDocument, Professional, Title, User
from people.names import tidied
from people.professionals import standing
from people.professionals.access import is_oneself, may_reveal
from people.professionals.errors import PhoneTaken
from people.professionals.numbers import PHONE_FIELDS, index_of_number, number_in, put_phone, sealed_document
from people.professionals.registration import (
    ObtainedTitle,
    already_registered,
    title_of,
    tokens_of,
)
from people.professionals.trail import reference_to_part, told_document, told_phone, told_title
from ui.errors import Conflict


@transaction.atomic
def correct_name(professional: Professional, name: str, *, actor: Actor, reason: str = "") -> None:
    """The new name stands on the account too, and is found from now on; the old one is kept by the trail."""
    locked = Professional.objects.select_for_update(no_key=True).select_related("user").get(pk=professional.pk)
    before, locked.name = locked.name, tidied(name)
    locked.name_search = tokens_of(locked.name)
    locked.save(update_fields=["name", "name_search"])
    locked.user.display_name = locked.name
    locked.user.save(update_fields=["display_name"])
    professional.name, professional.name_search = locked.name, locked.name_search
    record(
        "professional.name_corrected",
        professional,
        actor=actor,
        before={"name": before},
        after={"name": locked.name},
        reason=reason,
    )


@transaction.atomic
def replace_document(
    professional: Professional, document: CheckedDocument, *, actor: Actor, reason: str = ""
) -> IdentityDocument:
    """The old document stays, marked as replaced. Raises AlreadyRegistered if the number is somebody else's."""
    Professional.objects.select_for_update(no_key=True).get(pk=professional.pk)
    _require_free_number(professional, document, actor)
    old = professional.documents.in_use().first()
    professional.documents.in_use().update(replaced_at=timezone.now())
    new = sealed_document(professional, document)
    try:
        with transaction.atomic():
            new.save()
    except IntegrityError:
        _require_free_number(professional, document, actor)  # taken since we looked
        raise
    record(
        "identity.document_replaced",
        reference_to_part(new),
        actor=actor,
        before=told_document(old) if old else None,
        after=told_document(new),
        reason=reason,
    )
    return new


def _require_free_number(professional: Professional, document: CheckedDocument, actor: Actor) -> None:
    held = IdentityDocument.objects.in_use().filter(number_index=index_of_number(document.number))
    other = held.select_related("professional").first()
    if other:
        raise already_registered(other.professional, actor=actor)


@transaction.atomic
def reveal_number(document: IdentityDocument, *, reason: str, actor: Actor) -> str:
    """The number in full. Why is asked first, and kept with who asked and when; the number itself is kept nowhere."""
    if not may_reveal(actor, document.professional):
        raise PermissionDenied
    if not reason.strip():
        raise Conflict(_("A number is shown in full only for a reason that is written down."))
    record("identity.revealed", reference_to_part(document), actor=actor, reason=mask_numbers(reason.strip()))
    return number_in(document)


@transaction.atomic
def change_phone(user: User, phone: str, *, actor: Actor) -> None:
    """`phone` as people.phones.check_phone gives it; empty takes it away. Raises PhoneTaken."""
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    before = told_phone(locked)
    put_phone(locked, phone)
    try:
        with transaction.atomic():
            locked.save(update_fields=PHONE_FIELDS)
    except IntegrityError as error:
        raise PhoneTaken(_("This telephone number belongs to another account.")) from error
    for field in PHONE_FIELDS:
        setattr(user, field, getattr(locked, field))
    record("account.phone_changed", user, actor=actor, before=before, after=told_phone(user))


@transaction.atomic
def add_title(professional: Professional, obtained: ObtainedTitle, *, actor: Actor) -> Title:
    title = title_of(professional, obtained)
    try:
        with transaction.atomic():
            title.save()
    except IntegrityError as error:
        raise Conflict(_("This title, obtained on this day, is entered already.")) from error
    record("title.added", reference_to_part(title), actor=actor, after=told_title(title))
    standing.changed([professional.pk])
    return title


@transaction.atomic
def note_view(professional: Professional, *, actor: Actor) -> None:
    """Somebody opened another's details. Once a day for each hat says enough; oneself is not noted."""
    if is_oneself(actor, professional):
        return
    seen = Event.objects.of_object("people.professional", str(professional.pk)).filter(
        action="professional.viewed",
        actor_id=actor.user_id,
        hat=actor.hat,
        organization_id=actor.organization_id,
        at__gte=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    if not seen.exists():
        record("professional.viewed", professional, actor=actor)
