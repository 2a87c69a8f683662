"""The numbers that wait in corrections, for the change of keys."""

from changes.models import Correction
from people import vault
from people.professionals.rotation import SealedField, register


def register_sealed_numbers() -> None:
    register(
        SealedField(
            rows=lambda: Correction.objects.exclude(number_key=""),
            key="number_key",
            columns=["number_key", "number_sealed"],
            open_=_number_in,
            seal=_seal,
        )
    )


def _number_in(correction: Correction) -> str:
    sealed = vault.Sealed(correction.number_key, bytes(correction.number_sealed))
    return vault.open_(sealed, context=correction.seal_context)


def _seal(correction: Correction, number: str) -> None:
    sealed = vault.seal(number, context=correction.seal_context)
    correction.number_key, correction.number_sealed = sealed.key_id, sealed.data
