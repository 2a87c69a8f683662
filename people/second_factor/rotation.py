"""The secrets of second factors are sealed like the numbers of people, and come along when the key is changed."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from people.professionals.rotation import SealedField, register
from people.second_factor.adapter import SecondFactorAdapter

# Under these keys an app keeps its secret, and recovery codes what they are made from.
SECRETS = ("secret", "seed")


def introduce() -> None:
    register(
        SealedField(rows=_sealed, key="sealed_under", columns=["data"], open_=_secret_in, seal=_seal),
    )


def _sealed() -> QuerySet[Any]:
    secret = Coalesce(*(KeyTextTransform(name, "data") for name in SECRETS))
    key_id = Func(F("sealed"), Value(":"), Value(1), function="split_part", output_field=TextField())
    rows: QuerySet[Any] = Authenticator.objects.annotate(sealed=secret).exclude(sealed=None)
    with_key: QuerySet[Any] = rows.annotate(sealed_under=key_id)
    return with_key


def _name_in(authenticator: Any) -> str:
    return next(name for name in SECRETS if name in authenticator.data)


def _secret_in(authenticator: Any) -> str:
    return SecondFactorAdapter().decrypt(authenticator.data[_name_in(authenticator)])


def _seal(authenticator: Any, text: str) -> None:
    authenticator.data[_name_in(authenticator)] = SecondFactorAdapter().encrypt(text)
