"""The Ed25519 keys that sign certificates and the roots of the log. The public halves are published; whoever has one
can check a certificate without asking anybody."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings


@dataclass(frozen=True)
class SigningKey:
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def id(self) -> str:
        return hashlib.sha256(self.public).hexdigest()[:16]

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)


def current_key() -> SigningKey:
    """With which what is issued now is signed."""
    return _key(settings.CERTIFICATE_KEY)


def known_keys() -> dict[str, SigningKey]:
    """By id, the current one first: those before it still answer for what they signed."""
    keys = [current_key(), *(_key(each) for each in settings.CERTIFICATE_KEY_FALLBACKS)]
    return {key.id: key for key in keys}


@cache
def _key(secret: str) -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret.encode()).digest()))


def canonical(said: Any) -> bytes:
    """What is signed and hashed: JSON in UTF-8, keys in order, no spaces. Only texts, whole numbers, lists, objects."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
