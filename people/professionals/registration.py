"""Entering people, one or thousands: the same path, so that a list from Excel knows no other rules than the form."""

from __future__ import annotations

import datetime
import secrets
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.actors import Actor
from audit.services import record_many
from people.bulk import insert_all
from people.documents import CheckedDocument
from people.enums import Industry, TitleLevel, TitleSeries
from people.models import Employer, Employment, IdentityDocument, Membership, Professional, Title, User
from people.names import search_tokens, tidied
from people.organizations.locks import lock_standing
from people.professionals import standing
from people.professionals.errors import AlreadyRegistered, PhoneTaken
from people.professionals.numbers import index_of_number, index_of_phone, put_phone, sealed_document
from people.professionals.trail import told_document, told_employment, told_phone, told_title
from people.roles import Role
from people.services import grant_memberships, open_accounts

# Neither vowels, lest a name be a word, nor what is mistaken for something else in print.
_USERNAME_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
_USERNAME_LENGTH = 12
_random = secrets.SystemRandom()


@dataclass(frozen=True, kw_only=True)
class ObtainedTitle:
    series: TitleSeries
    level: TitleLevel
    name: str
    obtained_on: datetime.date


@dataclass(frozen=True, kw_only=True)
class Registration:
    name: str
    document: CheckedDocument
    phone: str = field(default="", repr=False)
    """As people.phones.check_phone gives it."""
    industry: Industry = Industry.GENERAL
    title: ObtainedTitle | None = None
    employer: Employer | None = None
    started_on: datetime.date | None = None
    """The first day with the employer; today, where nothing is said."""
    staff_number: str = ""
    position: str = ""


def register_professional(
    name: str,
    *,
    document: CheckedDocument,
    phone: str = "",
    industry: Industry = Industry.GENERAL,
    title: ObtainedTitle | None = None,
    employer: Employer | None = None,
    started_on: datetime.date | None = None,
    staff_number: str = "",
    position: str = "",
    actor: Actor,
) -> Professional:
    """Raises AlreadyRegistered, PhoneTaken."""
    wanted = Registration(
        name=name,
        document=document,
        phone=phone,
        industry=industry,
        title=title,
        employer=employer,
        started_on=started_on,
        staff_number=staff_number,
        position=position,
    )
    return register_professionals([wanted], actor=actor)[0]


@transaction.atomic
def register_professionals(wanted: Sequence[Registration], *, actor: Actor) -> list[Professional]:
    """All of them, or nobody, in some two dozen statements however many they are.

    Side effects, in order: accounts without a password; professionals with document, title and employment; their
    hats; audit; what follows (`standing`). Raises AlreadyRegistered or PhoneTaken with the place of the first one at
    fault.
    """
    for employer in sorted({one.employer for one in wanted if one.employer}, key=_by_number):
        lock_standing(employer)
    _refuse_doubles(wanted, actor)
    try:
        with transaction.atomic():
            return _write(wanted, actor)
    except IntegrityError:
        # Somebody else has registered one of them since we looked; looking again names who it is.
        _refuse_doubles(wanted, actor)
        raise


def fresh_username() -> str:
    """Nothing can be told from it, and nobody guesses it: neither name nor number is in it."""
    return "p-" + "".join(_random.choices(_USERNAME_LETTERS, k=_USERNAME_LENGTH))


def tokens_of(name: str) -> str:
    return " ".join(search_tokens(name))


# Doubles


def _refuse_doubles(wanted: Sequence[Registration], actor: Actor) -> None:
    numbers = [index_of_number(one.document.number) for one in wanted]
    _refuse_twice_in_list(numbers)
    held = IdentityDocument.objects.in_use().filter(number_index__in=numbers).select_related("professional")
    known = {document.number_index: document.professional for document in held}
    for place, number in enumerate(numbers):
        if number in known:
            raise already_registered(known[number], place=place, actor=actor)
    _refuse_taken_phones(wanted)


def _refuse_twice_in_list(numbers: list[str]) -> None:
    repeated = next((number for number, times in Counter(numbers).items() if times > 1), None)
    if repeated:
        second = numbers.index(repeated, numbers.index(repeated) + 1)
        raise AlreadyRegistered(_("This number stands in the list twice."), second)


def already_registered(professional: Professional, *, actor: Actor, place: int = 0) -> AlreadyRegistered:
    """Who may not see them learns that the number is taken, and neither by whom nor where."""
    if Professional.objects.visible_to(actor).filter(pk=professional.pk).exists():
        told = _("%(name)s is already registered with this number.") % {"name": professional.name}
        return AlreadyRegistered(told, place, professional)
    return AlreadyRegistered(
        _(
            "This number is registered already. If it is right, the person applies for the change of employer; if you"
            " think that somebody else uses it, tell your bureau."
        ),
        place,
    )


def _refuse_taken_phones(wanted: Sequence[Registration]) -> None:
    phones = [index_of_phone(one.phone) if one.phone else "" for one in wanted]
    taken = set(User.objects.filter(phone_index__in=[*filter(None, phones)]).values_list("phone_index", flat=True))
    for place, phone in enumerate(phones):
        if phone and phone in taken:
            raise PhoneTaken(
                _("This telephone number belongs to another account. Leave it out; the person can enter one later."),
                place,
            )
        taken.add(phone)


# Writing


def _write(wanted: Sequence[Registration], actor: Actor) -> list[Professional]:
    accounts = [_account(one) for one in wanted]
    open_accounts(accounts, actor=actor)
    professionals = insert_all(map(_professional, wanted, accounts))
    pairs = list(zip(wanted, professionals, strict=True))
    documents = insert_all(sealed_document(new, one.document) for one, new in pairs)
    titles = insert_all(title_of(new, one.title) for one, new in pairs if one.title)
    employments = insert_all(_employment(new, one) for one, new in pairs if one.employer)
    grant_memberships([_hat(one, new) for one, new in pairs], actor=actor)
    parts = {document.professional: _told(document) for document in documents}
    for title in titles:
        parts[title.professional]["title"] = told_title(title)
    for employment in employments:
        parts[employment.professional] |= told_employment(employment)
    registered = [(professional, None, parts[professional]) for professional in professionals]
    record_many("professional.registered", registered, actor=actor)
    standing.changed([professional.pk for professional in professionals])
    return professionals


def _account(wanted: Registration) -> User:
    user = User(username=fresh_username(), display_name=tidied(wanted.name), uuid=uuid.uuid4())
    put_phone(user, wanted.phone)
    return user


def _professional(wanted: Registration, account: User) -> Professional:
    name = account.display_name
    return Professional(user=account, name=name, name_search=tokens_of(name), industry=wanted.industry)


def title_of(professional: Professional, obtained: ObtainedTitle) -> Title:
    return Title(
        professional=professional,
        series=obtained.series,
        level=obtained.level,
        name=obtained.name,
        obtained_on=obtained.obtained_on,
    )


def _employment(professional: Professional, wanted: Registration) -> Employment:
    return Employment(
        professional=professional,
        employer=wanted.employer,
        staff_number=wanted.staff_number,
        position=wanted.position,
        started_on=_first_day(wanted),
    )


def _hat(wanted: Registration, professional: Professional) -> Membership:
    return Membership(
        user=professional.user,
        organization=wanted.employer,
        role=Role.PROFESSIONAL,
        started_on=_first_day(wanted),
    )


def _by_number(employer: Employer) -> int:
    """The order of locks, so that two lists never wait for each other in a circle."""
    return employer.pk


def _first_day(wanted: Registration) -> datetime.date:
    return wanted.started_on or timezone.localdate()


def _told(document: IdentityDocument) -> dict[str, Any]:
    professional = document.professional
    return {
        "name": professional.name,
        "industry": professional.industry,
        "document": told_document(document),
        **told_phone(professional.user),
    }
