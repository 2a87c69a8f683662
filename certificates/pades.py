"""PAdES B-B by pyHanko. Loaded by workers alone.

pyHanko reads and checks the private key twice for each signature, and signs once more only to learn how long that gets:
so the key is read once in a process, and the length is told."""

from __future__ import annotations

import datetime
import io
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates.sealing import SealFault

FIELD = "Seal"
MORE_THAN_CHAIN = 4096
"""Bytes of a signature beside the certificates in it; far more than there are."""


class _Signer(signers.SimpleSigner):
    """With the key as `cryptography` holds it."""

    key: Any

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        digest = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), digest)
        return bytes(self.key.sign(data, ec.ECDSA(digest)))


class PadesSigner:
    def __init__(self, path: Path, passphrase: str) -> None:
        found = _read(path, passphrase)
        self._certificate = found.cert.certificate
        chain = [_as_asn1(each.certificate) for each in found.additional_certs]
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([_as_asn1(self._certificate), *chain])
        der = found.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        signer = _Signer(
            signing_cert=_as_asn1(self._certificate),
            signing_key=keys.PrivateKeyInfo.load(der),
            cert_registry=store,
        )
        signer.key = found.key
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        )
        self._signer = signers.PdfSigner(meta, signer)
        # Written as hexadecimal digits.
        self._reserved = 2 * (MORE_THAN_CHAIN + sum(len(each.dump()) for each in store))

    def sign(self, pdf: bytes) -> bytes:
        self._require_valid(timezone.now())
        # pyHanko runs an event loop of its own, and may not where one runs already: in a thread there is none.
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(self._signed, pdf).result()

    def _signed(self, pdf: bytes) -> bytes:
        signed = io.BytesIO()
        self._signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=signed, bytes_reserved=self._reserved)
        return signed.getvalue()

    def _require_valid(self, now: datetime.datetime) -> None:
        first, last = self._certificate.not_valid_before_utc, self._certificate.not_valid_after_utc
        if not first <= now <= last:
            raise SealFault(f"its certificate is valid from {first:%Y-%m-%d} to {last:%Y-%m-%d}")


@lru_cache(maxsize=64)
def signer_of(path: Path, passphrase: str, fingerprint: str) -> PadesSigner:
    """Another file under the same name is another key."""
    return PadesSigner(path, passphrase)


def _read(path: Path, passphrase: str) -> Any:
    try:
        found = pkcs12.load_pkcs12(path.read_bytes(), passphrase.encode() or None)
    except OSError as error:
        raise SealFault(f"the key file cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise SealFault("the key file cannot be opened: wrong passphrase, or no PKCS#12") from error
    if found.cert is None or not isinstance(found.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SealFault("the key file has no certificate, or no key of RSA or an elliptic curve")
    return found


def _as_asn1(certificate: Any) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
