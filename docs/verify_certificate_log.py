"""Check the public log of certificates with nothing but Python, its package cryptography, and the published key.

    python3 verify_certificate_log.py KEY FILE [COPY ...]

KEY is the public key: 64 hexadecimal digits. Where there are several, write them with commas between. FILE is the proof
of a certificate, from its check page, or roots.json with all roots that were published. COPY, beside a roots.json, is
what you kept earlier, another roots.json or a line for each root: every root in it must still be the same.

Ends with 0 if all of it holds, with 1 and the reason if something does not. A proof shows that the certificate was
issued as it says, and that the log cannot deny it any more. Whether it was ended after the day of the root, only the
check page knows.
"""

import hashlib
import json
import sys
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Json = dict[str, Any]


class Fault(Exception):
    pass


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Fault(otherwise)


def read_keys(text: str) -> dict[str, Ed25519PublicKey]:
    found = [bytes.fromhex(each) for each in text.split(",")]
    return {hashlib.sha256(key).hexdigest()[:16]: Ed25519PublicKey.from_public_bytes(key) for key in found}


def check_root(root: Json, keys: dict[str, Ed25519PublicKey]) -> None:
    said = {name: root[name] for name in ("what", "date", "size", "root", "counters", "key")}
    require(said["what"] == "root of the certificate log", "this is not signed as a root of the log")
    require(said["key"] in keys, f"the root of {root['date']} is signed with another key, {said['key']}")
    signed = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    try:
        keys[said["key"]].verify(bytes.fromhex(root["signature"]), signed)
    except InvalidSignature:
        raise Fault(f"the signature of the root of {root['date']} is false") from None


def root_from_leaf(leaf: bytes, position: int, size: int, path: list[bytes]) -> bytes:
    """RFC 9162, 2.1.3.2."""
    require(0 <= position < size, f"leaf {position} cannot stand in a log of {size}")
    here, last, own = position, size - 1, leaf
    for other in path:
        require(last > 0, "the way to the root is too long")
        if here % 2 or here == last:
            own = sha256(b"\1" + other + own)
            while here % 2 == 0 and here:
                here, last = here // 2, last // 2
        else:
            own = sha256(b"\1" + own + other)
        here, last = here // 2, last // 2
    require(last == 0, "the way to the root is too short")
    return own


def check_consistency(earlier: Json, later: Json, path: list[bytes]) -> None:
    """RFC 9162, 2.1.4.2."""
    of = f"the log of {later['date']} does not begin with that of {earlier['date']}"
    old, new = bytes.fromhex(earlier["root"]), bytes.fromhex(later["root"])
    first, last = earlier["size"] - 1, later["size"] - 1
    require(first <= last, of)
    if first == last or first < 0:
        require(not path and (first < 0 or old == new), of)
        return
    way = list(path)
    if (first + 1) & first == 0:
        way.insert(0, old)
    require(bool(way), of)
    while first % 2:
        first, last = first // 2, last // 2
    from_old = from_new = way[0]
    for other in way[1:]:
        require(last > 0, of)
        if first % 2 or first == last:
            from_old, from_new = sha256(b"\1" + other + from_old), sha256(b"\1" + other + from_new)
            while first % 2 == 0 and first:
                first, last = first // 2, last // 2
        else:
            from_new = sha256(b"\1" + from_new + other)
        first, last = first // 2, last // 2
    require(last == 0 and from_old == old and from_new == new, of)


def check_proof(proof: Json, keys: dict[str, Ed25519PublicKey]) -> None:
    root = proof["root"]
    require(root is not None, "no root is published yet: fetch the proof again tomorrow")
    check_root(root, keys)
    require(bool(proof["leaves"]), "the proof has no leaf")
    for number, leaf in enumerate(proof["leaves"]):
        said = json.loads(leaf["content"])
        require(said["certificate"] == proof["certificate"], "a leaf is of another certificate")
        require(said["act"] == ("end" if number else "issue"), "the first leaf is the issue, a second one the end")
        if leaf["path"] is None:
            require(number > 0, f"it was issued after the root of {root['date']}: fetch the proof again tomorrow")
            print(f"not in the root of {root['date']} yet: {leaf['content']}")
            continue
        path = [bytes.fromhex(each) for each in leaf["path"]]
        own = root_from_leaf(sha256(b"\0" + leaf["content"].encode()), leaf["position"], root["size"], path)
        require(own.hex() == root["root"], f"leaf {leaf['position']} does not lead to the root of {root['date']}")
        print(f"in the log at {leaf['position']}: {leaf['content']}")


def check_roots(roots: list[Json], keys: dict[str, Ed25519PublicKey]) -> None:
    for number, root in enumerate(roots):
        check_root(root, keys)
        if number:
            require(roots[number - 1]["date"] < root["date"], "the roots are not in the order of their days")
            check_consistency(roots[number - 1], root, [bytes.fromhex(each) for each in root["consistency"]])
    print(f"{len(roots)} roots, each the beginning of the next one")


def check_copy(path: str, roots: list[Json], lost: list[Json]) -> None:
    """Every root that was kept is still published, or is owned up to as lost in a restore."""
    names = ("what", "date", "size", "root", "counters", "key", "signature")
    published = [[root[name] for name in names] for root in roots]
    gone = [[root[name] for name in names] for root in lost]
    count = 0
    for kept in read_copy(path):
        own = [kept[name] for name in names]
        if own in gone:
            print(f"{path}: the root of {kept['date']} was lost in a restore; the page of the log says why")
            continue
        require(own in published, f"the root of {kept['date']}, which you kept in {path}, is not here")
        count += 1
    print(f"{path}: {count} roots are still the same")


def read_copy(path: str) -> list[Json]:
    with open(path, encoding="utf-8") as file:
        content = file.read()
    try:
        whole: Json = json.loads(content)
        roots: list[Json] = whole.get("roots", [whole])
        return roots
    except ValueError:
        return [json.loads(line) for line in content.splitlines() if line.strip()]


def main(key: str, path: str, *copies: str) -> None:
    keys = read_keys(key)
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    if "roots" in document:
        check_roots(document["roots"], keys)
        for copy in copies:
            check_copy(copy, document["roots"], document["lost"])
    else:
        check_proof(document, keys)
    print("It holds.")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except Fault as fault:
        sys.exit(f"IT DOES NOT HOLD: {fault}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        sys.exit(f"This cannot be read: {error!r}")
