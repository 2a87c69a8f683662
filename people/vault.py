"""Numbers that must not lie open: sealed by a key that is not in the database, found again by a blind index.

    sealed = seal("440105198501010019", context=f"{document.uuid}:number")
    open_(sealed, context=f"{document.uuid}:number")
    blind_index("identity", "440105198501010019")

`context` names the row and the field. It is bound into the seal, so that a sealed number put into another row does not
open. The index is keyed as well: there are few enough identity numbers that a plain hash could be undone by trying.

The id of a key begins with the name of its cipher; a key for another one (SM4) would need one more line in CIPHERS.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

CIPHERS = {"aes": AESGCM}
NONCE_BYTES = 12

Purpose = Literal["identity", "phone", "upload"]


class VaultError(Exception):
    """Something sealed cannot be opened. Says why, and nothing of what is inside."""


@dataclass(frozen=True)
class Sealed:
    key_id: str
    data: bytes = field(repr=False)


def seal(text: str, *, context: str) -> Sealed:
    """With the current key."""
    key_id = current_key_id()
    # 96 random bits: by the birthday bound, after four thousand million seals under one key two nonces are the same
    # with a chance of one in ten thousand million. A rotation starts anew.
    nonce = os.urandom(NONCE_BYTES)
    return Sealed(key_id, nonce + _cipher(key_id).encrypt(nonce, text.encode(), context.encode()))


def open_(sealed: Sealed, *, context: str) -> str:
    nonce, rest = sealed.data[:NONCE_BYTES], sealed.data[NONCE_BYTES:]
    try:
        return _cipher(sealed.key_id).decrypt(nonce, rest, context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise VaultError(f"What lies in {context} was altered, or was sealed elsewhere.") from error


def blind_index(purpose: Purpose, text: str) -> str:
    """The same for the same text, and nothing else can be told from it. Purposes never meet: a telephone number has
    another index than an identity number of the same digits."""
    return blind_indexes(purpose, [text])[0]


def blind_indexes(purpose: Purpose, texts: Iterable[str]) -> list[str]:
    """Of each."""
    copy_of_keyed = _keyed(settings.IDENTITY_INDEX_KEY, purpose).copy
    indexes = []
    for text in texts:
        keyed = copy_of_keyed()
        keyed.update(text.encode())
        indexes.append(keyed.hexdigest())
    return indexes


@cache
def _keyed(key: str, purpose: Purpose) -> hmac.HMAC:
    """The half of the work that is the same for every number, done once: a file has a hundred thousand of them."""
    return hmac.new(key.encode(), f"{purpose}\0".encode(), "sha256")


def current_key_id() -> str:
    return next(iter(settings.IDENTITY_KEYS))


def _cipher(key_id: str) -> AESGCM:
    try:
        key = settings.IDENTITY_KEYS[key_id]
    except KeyError as error:
        raise VaultError(f"The key {key_id} is not in IDENTITY_KEYS.") from error
    return _made(key_id, key)


@cache
def _made(key_id: str, key: bytes) -> AESGCM:
    return CIPHERS[key_id.partition("-")[0]](key)
