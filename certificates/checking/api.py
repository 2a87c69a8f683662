"""`POST /api/v1/check/`: up to a thousand certificates, an answer for each, with the same words as the page."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, MethodNotAllowed, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from certificates.checking.answers import Answer, answers_for_numbers, answers_for_tokens
from certificates.checking.forms import DIGITS, looks_like_number, number_as_typed
from certificates.checking.limits import misses_of
from certificates.checking.programs import program_with
from certificates.enums import EndKind
from certificates.models import CheckProgram
from certificates.qr import TOKEN_LETTERS
from people.enums import TitleLevel
from ui.api import CodedError, MinuteThrottle

MOST_AT_ONCE = 1_000
SECONDS_TO_WAIT = 300
NO_TOKEN = (401, "token_missing", _("Send the token of the program: “Authorization: Bearer xsc_…”."))
UNKNOWN_TOKEN = (401, "token_unknown", _("No program that checks has this token, or its access has ended."))


class TokenRefused(CodedError, AuthenticationFailed):
    """With the head that says which kind of proof is wanted."""


class CheckToken(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[AnonymousUser, CheckProgram]:
        scheme, _blank, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise TokenRefused(*NO_TOKEN)
        program = program_with(token.strip())
        if program is None:
            raise TokenRefused(*UNKNOWN_TOKEN)
        return AnonymousUser(), program

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="check"'


class CheckTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "certificates.checking.api.CheckToken"
    name = "checkToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "The token of one program. The head of a bureau admits it and shows the token once.",
        }


class ShowsToken(BasePermission):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.auth, CheckProgram)


class ProgramThrottle(MinuteThrottle):
    kind = "check calls"

    def most(self) -> int:
        return int(settings.CHECK_CALLS_PER_MINUTE)

    def whose(self, request: Request) -> str:
        return str(cast(CheckProgram, request.auth).pk)


class AskedSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(required=False, max_length=40, help_text="With or without spaces.")
    name = serializers.CharField(required=False, max_length=100, help_text="Of the holder, as printed.")
    token = serializers.CharField(required=False, max_length=TOKEN_LETTERS, help_text="Of the QR code, instead.")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        if "token" not in given and not ("number" in given and "name" in given):
            raise serializers.ValidationError(_("Send number and name, or the token of the QR code."))
        return given


class CheckRequestSerializer(serializers.Serializer[Any]):
    certificates = serializers.ListField(child=AskedSerializer(), min_length=1, max_length=MOST_AT_ONCE)


class CheckedEndSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=EndKind.choices)
    on = serializers.DateField()
    successor = serializers.CharField(allow_null=True, help_text="Number of the certificate in its place.")


class CheckedCertificateSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=DIGITS)
    name = serializers.CharField(help_text="Masked where it was asked by number and name.")
    study_year = serializers.IntegerField()
    issuer = serializers.CharField()
    issued_on = serializers.DateField()
    blank_form = serializers.CharField(help_text="N0.")
    employer = serializers.CharField(allow_null=True, help_text="With what follows on a page of the booklet alone.")
    title_level = serializers.CharField(allow_null=True, help_text=", ".join(TitleLevel.values))
    total = serializers.CharField(allow_null=True, help_text="Hours, of these `public` and `specialty`.")
    public = serializers.CharField(allow_null=True)
    specialty = serializers.CharField(allow_null=True)
    confirmed_by = serializers.CharField(allow_null=True)
    confirmed_on = serializers.DateField(allow_null=True)
    replaces = serializers.CharField(allow_null=True)
    log_entry = serializers.IntegerField(allow_null=True, help_text="In the public log; null until tonight.")
    ended = CheckedEndSerializer(allow_null=True)


class CheckedSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=["valid", "replaced", "void", "no_match"])
    certificate = CheckedCertificateSerializer(allow_null=True)


class CheckAnswerSerializer(serializers.Serializer[Any]):
    checked_at = serializers.DateTimeField()
    results = CheckedSerializer(many=True)


ABOUT = f"""Up to {MOST_AT_ONCE:,} certificates a call, each by number and name of the holder, or by the token in the
address of its QR code; answered in the order of the call.

`no_match` is all that is said where anything does not fit: no such number, another name, no such token. An hour of a
program has room for some hundred of these."""
_ERRORS = {
    401: "`token_missing`, `token_unknown`.",
    405: "`method_not_allowed`: only POST.",
    429: "`too_many_requests`: wait as `Retry-After` says.",
    400: "`invalid`: `fields` says what. `bad_request`: no JSON.",
}
_ERROR_BODY = {"$ref": "#/components/schemas/ErrorBody"}
_ASKED = {
    "certificates": [
        {"number": "44010526000123", "name": "林测试"},
        {"token": "q83vEjRWeJASNFZ4kBI0Vg"},
        {"number": "44010526000124", "name": "陈测试"},
    ]
}
_FOUND = {
    "number": "44010526000123",
    "name": "林*试",
    "study_year": 2026,
    "issuer": "广州市海珠区人力资源和社会保障局",
    "issued_on": "2027-01-06",
    "blank_form": "00731264",
    "employer": None,
    "title_level": None,
    "total": None,
    "public": None,
    "specialty": None,
    "confirmed_by": "珠江岸设计院",
    "confirmed_on": "2027-01-04",
    "replaces": None,
    "log_entry": 1048231,
    "ended": None,
}
_VOID = _FOUND | {
    "number": "44010526000098",
    "name": "陈测试",
    "blank_form": "00731239",
    "log_entry": 1048206,
    "ended": {"kind": "fraud", "on": "2027-02-19", "successor": None},
}
_ANSWERED = {
    "checked_at": "2027-03-02T15:40:51+08:00",
    "results": [
        {"outcome": "valid", "certificate": _FOUND},
        {"outcome": "void", "certificate": _VOID},
        {"outcome": "no_match", "certificate": None},
    ],
}


class CheckView(APIView):
    authentication_classes = (CheckToken,)
    permission_classes = (ShowsToken,)
    throttle_classes = (ProgramThrottle,)
    metadata_class = None
    http_method_names = ("post",)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What the address does not take is said to everybody, before anybody is asked for a token."""
        if request.method != "POST":
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="check_certificates",
        summary="Check certificates, one or a thousand",
        description=ABOUT,
        request=CheckRequestSerializer,
        responses={
            200: OpenApiResponse(CheckAnswerSerializer, description="An answer for each, in the order of the call."),
            **{status: OpenApiResponse(_ERROR_BODY, description=told) for status, told in _ERRORS.items()},
        },
        examples=[
            OpenApiExample("By number and name, and by token", value=_ASKED, request_only=True),
            OpenApiExample("Valid, void, no match", value=_ANSWERED, response_only=True, status_codes=["200"]),
        ],
        tags=["check"],
    )
    def post(self, request: Request) -> Response:
        asked = CheckRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        results = answers_to_program(cast(CheckProgram, request.auth), asked.validated_data["certificates"])
        told = [{"outcome": each.state, "certificate": told_of(each)} if each else NO_MATCH for each in results]
        response = Response({"checked_at": timezone.localtime().isoformat(timespec="seconds"), "results": told})
        response["Cache-Control"] = "no-store"
        return response


NO_MATCH: dict[str, Any] = {"outcome": "no_match", "certificate": None}


@transaction.atomic
def answers_to_program(program: CheckProgram, asked: list[dict[str, Any]]) -> list[Answer | None]:
    """One call of a program after the other, so that who guesses in many at once is stopped as soon."""
    CheckProgram.objects.locked().get(pk=program.pk)
    misses = misses_of(program.pk)
    if not misses.take():
        raise Throttled(SECONDS_TO_WAIT)
    results = answers_to(asked)
    misses.add(sum(each is None for each in results) - 1)
    return results


def answers_to(asked: list[dict[str, Any]]) -> list[Answer | None]:
    """Two statements, however many are asked for."""
    pairs = [(number_as_typed(each["number"]), each["name"]) for each in asked if "token" not in each]
    by_number = answers_for_numbers([pair for pair in dict.fromkeys(pairs) if looks_like_number(pair[0])])
    by_token = answers_for_tokens([each["token"] for each in asked if "token" in each])
    return [
        by_token.get(each["token"])
        if "token" in each
        else by_number.get((number_as_typed(each["number"]), each["name"]))
        for each in asked
    ]


def told_of(answer: Answer) -> dict[str, Any]:
    printed = answer.printed
    ended = {"kind": answer.end_kind, "on": answer.ended_on, "successor": answer.successor}
    return {
        "number": answer.number,
        "name": answer.name,
        "study_year": printed["year"],
        "issuer": printed["issuer"],
        "issued_on": printed["issued_on"],
        "blank_form": printed["blank_form"],
        **{name: printed.get(name) for name in ("employer", "title_level", "total", "public", "specialty")},
        "confirmed_by": printed.get("confirmed_by"),
        "confirmed_on": printed.get("confirmed_on"),
        "replaces": printed.get("replaces"),
        "log_entry": answer.leaf,
        "ended": None if answer.is_valid else ended,
    }
