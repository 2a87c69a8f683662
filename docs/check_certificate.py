#!/usr/bin/env python3
"""Checks the QR code of a certificate with nothing but the published key.

    pip install cryptography
    curl -O https://…/check/keys.json                      # once, from a site that you trust
    python3 check_certificate.py keys.json 'https://…/check/…/#…'

The second argument is what the code says, whole; without it, it is read from the standard input. Nothing is sent
anywhere. Whether the certificate was voided since, only the check on line says.

The code holds, behind the `#` and in base64url: 1 byte version, 8 bytes id of the key, 64 bytes signature (Ed25519),
then lines of UTF-8, a letter and a text each. Signed is the JSON of {"act": "issue", "certificate": <number>,
"printed": <all fields>, "token": <the UUID in the address>}, keys in order, no spaces, in UTF-8. The id of a key is the
beginning of its SHA-256.

It ends with 0 if the signature is genuine, 1 if it is not, 2 if this is no such code.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
import uuid
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIELDS = {
    "a": "layout", "b": "number", "c": "blank_form", "d": "name", "e": "year", "f": "issuer", "g": "issued_on",
    "h": "confirmed_by", "i": "confirmed_on", "j": "replaces", "k": "employer", "l": "title_level", "m": "total",
    "n": "public", "o": "specialty",
}  # fmt: skip


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def read(code: str) -> tuple[dict[str, Any], str, bytes, bytes]:
    found = re.search(r"/check/([A-Za-z0-9_-]{22})/?#([A-Za-z0-9_-]+)\s*$", code.strip())
    if not found:
        raise ValueError("This is not the text of a code on a certificate.")
    content = decoded(found[2])
    if content[0] != 1:
        raise ValueError("The code is of another version.")
    printed: dict[str, Any] = {FIELDS[line[0]]: line[1:] for line in content[73:].decode().split("\n")}
    printed["year"] = int(printed["year"])
    said = {
        "act": "issue",
        "certificate": printed["number"],
        "printed": printed,
        "token": str(uuid.UUID(bytes=decoded(found[1]))),
    }
    message = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return printed, content[1:9].hex(), content[9:73], message


def public_keys(path: str) -> dict[str, bytes]:
    with open(path, encoding="utf-8") as file:
        keys = [bytes.fromhex(each["public_key"]) for each in json.load(file)["keys"]]
    return {hashlib.sha256(key).hexdigest()[:16]: key for key in keys}


def main(arguments: list[str]) -> int:
    keys = public_keys(arguments[0])
    code = arguments[1] if len(arguments) > 1 else sys.stdin.read()
    try:
        printed, key_id, signature, message = read(code)
    except (ValueError, KeyError, IndexError) as error:
        print(f"NO CODE: {error}")
        return 2
    try:
        Ed25519PublicKey.from_public_bytes(keys[key_id]).verify(signature, message)
    except (KeyError, InvalidSignature):
        print("FORGED: no published key has signed this.")
        return 1
    print("GENUINE. Compare with the paper:")
    for name, value in printed.items():
        print(f"  {name:<13} {value}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
