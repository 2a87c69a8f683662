"""Numbers in their rows: sealed, found by the blind index, opened again. Nothing here writes anything down."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from people import vault
from people.documents import CheckedDocument, normalized
from people.models import IdentityDocument, Professional, User
from people.phones import PhoneFault, check_phone

PHONE_FIELDS = ["phone_sealed", "phone_key", "phone_index", "phone_tail"]


def index_of_number(number: str) -> str:
    return vault.blind_index("identity", number)


def index_of_phone(phone: str) -> str:
    return vault.blind_index("phone", phone)


def index_of_typed_number(typed: str) -> str:
    """Of what somebody looks for: right or wrong, it needs no check."""
    return index_of_number(normalized(typed))


def indexes_of_typed_numbers(typed: Iterable[str]) -> list[str]:
    return vault.blind_indexes("identity", map(normalized, typed))


def index_of_typed_phone(typed: str) -> str | None:
    try:
        return index_of_phone(check_phone(typed))
    except PhoneFault:
        return None


def sealed_document(professional: Professional, document: CheckedDocument) -> IdentityDocument:
    """Not saved yet."""
    row = IdentityDocument(professional=professional, uuid=uuid.uuid4(), kind=document.kind, number_tail=document.tail)
    seal_document(row, document.number)
    row.number_index = index_of_number(document.number)
    return row


def seal_document(row: IdentityDocument, number: str) -> None:
    sealed = vault.seal(number, context=_context_of_document(row))
    row.number_key, row.number_sealed = sealed.key_id, sealed.data


def number_in(document: IdentityDocument) -> str:
    """In full. Only `reveal_number` and the rotation of keys have a reason to ask."""
    sealed = vault.Sealed(document.number_key, bytes(document.number_sealed))
    return vault.open_(sealed, context=_context_of_document(document))


def put_phone(user: User, phone: str) -> None:
    """Not saved; PHONE_FIELDS are to be. An empty number takes the old one away."""
    if not phone:
        user.phone_sealed, user.phone_key, user.phone_index, user.phone_tail = b"", "", None, ""
        return
    seal_phone(user, phone)
    user.phone_index, user.phone_tail = index_of_phone(phone), phone[-4:]


def seal_phone(user: User, phone: str) -> None:
    sealed = vault.seal(phone, context=_context_of_phone(user))
    user.phone_key, user.phone_sealed = sealed.key_id, sealed.data


def phone_in(user: User) -> str:
    if not user.phone_key:
        return ""
    return vault.open_(vault.Sealed(user.phone_key, bytes(user.phone_sealed)), context=_context_of_phone(user))


def _context_of_document(document: IdentityDocument) -> str:
    return f"people.identitydocument:{document.uuid}:number"


def _context_of_phone(user: User) -> str:
    return f"people.user:{user.uuid}:phone"
