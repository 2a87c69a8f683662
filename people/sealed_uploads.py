"""How uploaded files and the secrets in their rows are sealed: by the vault that seals numbers."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from people import vault

_SEPARATOR = b"\n"


class VaultSealer:
    def seal(self, clear: bytes, *, context: str) -> bytes:
        sealed = vault.seal(base64.b64encode(clear).decode(), context=context)
        return sealed.key_id.encode() + _SEPARATOR + sealed.data

    def unseal(self, sealed: bytes, *, context: str) -> bytes:
        key_id, _found, data = sealed.partition(_SEPARATOR)
        return base64.b64decode(vault.open_(vault.Sealed(key_id.decode(), data), context=context))

    def blind_all(self, texts: Sequence[str]) -> list[str]:
        return vault.blind_indexes("upload", texts)
