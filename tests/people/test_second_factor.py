"""A second factor is compulsory for those who decide, audit or operate, and offered to everybody."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from audit.actors import SYSTEM
from audit.models import Event
from people.models import User
from people.professionals.rotation import rotate
from people.second_factor.adapter import SecondFactorAdapter
from tests.cast import CastMember, english_client
from tests.factories.people import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SET_UP = reverse("mfa_index")

ClientOf = Callable[[CastMember | User], Client]


def code_of(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_app(user: User) -> None:
    sealed = SecondFactorAdapter().encrypt(SECRET)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})


def signed_in_by_password(user: User) -> Client:
    client = english_client()
    client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    return client


def actions_about(user: User) -> list[str]:
    return list(Event.objects.filter(object_id=str(user.pk)).order_by("pk").values_list("action", flat=True))


@pytest.fixture(params=["bureau_clerk", "auditor", "administrator"])
def officer(request: pytest.FixtureRequest) -> CastMember:
    member: CastMember = request.getfixturevalue(request.param)
    return member


# Without one


def test_an_officer_without_second_factor_is_led_to_where_it_is_set_up(officer: CastMember) -> None:
    client = signed_in_by_password(officer.user)

    response = client.get(reverse("jobs:list"))

    assert response.status_code == 302
    assert response["Location"] == SET_UP
    assert "One of your hats needs a second factor" in client.get(SET_UP).content.decode()


def test_an_officer_without_second_factor_has_no_rights_by_the_api_either(administrator: CastMember) -> None:
    unproven = signed_in_by_password(administrator.user)
    give_app(administrator.user)
    proven = signed_in_by_password(administrator.user)
    proven.post(reverse("mfa_authenticate"), {"code": code_of()})

    assert proven.get("/accounts/users/").status_code == 200
    assert unproven.get("/accounts/users/").status_code == 403


def test_an_officer_without_second_factor_can_still_change_the_language_and_sign_out(bureau_clerk: CastMember) -> None:
    client = signed_in_by_password(bureau_clerk.user)

    assert client.post(reverse("preferences"), {"language": "en", "next": "/"}).status_code == 302
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get(reverse("profile")).status_code == 302


def test_other_people_are_not_asked(professional: CastMember, hr_clerk: CastMember) -> None:
    for member in (professional, hr_clerk):
        assert signed_in_by_password(member.user).get(reverse("home")).status_code == 200


# Setting up


def test_an_app_is_set_up_by_its_first_code_and_the_rights_are_there_at_once(bureau_clerk: CastMember) -> None:
    client = signed_in_by_password(bureau_clerk.user)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session[SECRET_SESSION_KEY]

    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert secret in page
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("jobs:list")).status_code == 200
    assert "second_factor.added" in actions_about(bureau_clerk.user)


def test_the_key_of_the_app_does_not_lie_open_in_the_database(bureau_clerk: CastMember) -> None:
    client = signed_in_by_password(bureau_clerk.user)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session[SECRET_SESSION_KEY]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    kept = Authenticator.objects.get(user=bureau_clerk.user, type="totp").data["secret"]

    assert secret not in kept
    assert kept.startswith("aes-")


def test_a_wrong_code_sets_nothing_up(bureau_clerk: CastMember) -> None:
    client = signed_in_by_password(bureau_clerk.user)
    client.get(reverse("mfa_activate_totp"))

    response = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert "This code is not right" in response.content.decode()
    assert not Authenticator.objects.exists()


def test_setting_it_up_ends_every_other_session(bureau_clerk: CastMember) -> None:
    stolen, own = signed_in_by_password(bureau_clerk.user), signed_in_by_password(bureau_clerk.user)
    own.get(reverse("mfa_activate_totp"))
    own.post(reverse("mfa_activate_totp"), {"code": code_of(own.session[SECRET_SESSION_KEY])})

    assert stolen.get(reverse("profile"))["Location"].startswith(reverse("account_login"))
    assert own.get(reverse("profile")).status_code == 200


# Signing in with it


@pytest.fixture
def clerk_with_app(bureau_clerk: CastMember) -> User:
    give_app(bureau_clerk.user)
    RecoveryCodes.activate(bureau_clerk.user)
    return bureau_clerk.user


def test_the_password_alone_does_not_sign_in(clerk_with_app: User) -> None:
    client = english_client()

    response = client.post(reverse("account_login"), {"login": clerk_with_app.username, "password": PASSWORD})

    assert response["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("profile"))["Location"].startswith(reverse("account_login"))


def test_the_code_signs_in_with_all_rights(clerk_with_app: User) -> None:
    client = signed_in_by_password(clerk_with_app)

    response = client.post(reverse("mfa_authenticate"), {"code": code_of()})

    assert response.status_code == 302
    assert client.get(reverse("jobs:list")).status_code == 200


def test_a_code_works_once(clerk_with_app: User) -> None:
    code = code_of()
    signed_in_by_password(clerk_with_app).post(reverse("mfa_authenticate"), {"code": code})

    second = signed_in_by_password(clerk_with_app)
    response = second.post(reverse("mfa_authenticate"), {"code": code})

    assert "was used already" in response.content.decode()
    assert second.get(reverse("profile")).status_code == 302


def test_wrong_codes_are_written_down_and_soon_no_longer_taken(clerk_with_app: User) -> None:
    client = signed_in_by_password(clerk_with_app)

    for _ in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    response = client.post(reverse("mfa_authenticate"), {"code": code_of()})

    assert client.get(reverse("profile")).status_code == 302, response.content.decode()
    assert actions_about(clerk_with_app).count("second_factor.failed") >= 6


def test_a_recovery_code_works_once_and_is_written_down(clerk_with_app: User) -> None:
    code = Authenticator.objects.get(user=clerk_with_app, type="recovery_codes").wrap().get_unused_codes()[0]
    first, second = signed_in_by_password(clerk_with_app), signed_in_by_password(clerk_with_app)

    first.post(reverse("mfa_authenticate"), {"code": code})
    second.post(reverse("mfa_authenticate"), {"code": code})

    assert first.get(reverse("jobs:list")).status_code == 200
    assert second.get(reverse("profile")).status_code == 302
    assert actions_about(clerk_with_app).count("second_factor.code_used") == 1


# Taking it away


def test_a_compulsory_factor_cannot_be_removed_while_it_is_the_only_one(
    clerk_with_app: User, client_of: ClientOf
) -> None:
    client = client_of(clerk_with_app)

    response = client.post(reverse("mfa_deactivate_totp"))

    assert "Set up another one before" in response.content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


def test_who_need_not_have_one_may_remove_it(professional: CastMember, client_of: ClientOf) -> None:
    give_app(professional.user)

    response = client_of(professional).post(reverse("mfa_deactivate_totp"))

    assert response.status_code == 302
    assert not Authenticator.objects.exists()
    assert actions_about(professional.user)[-1] == "second_factor.removed"


# Being asked anew


def let_an_hour_pass(client: Client) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("mfa_activate_totp", []),
        ("mfa_add_webauthn", []),
        ("mfa_generate_recovery_codes", []),
        ("access_links", []),
        ("give_hat", [1]),
        ("take_hat", [1]),
        ("name_deputy", [1]),
        ("professionals:number", [1]),
        ("organizations:merger", [1]),
        ("organizations:undoing", [1]),
    ],
)
def test_an_old_session_is_asked_anew_before_a_dangerous_act(
    name: str, args: list[int], professional: CastMember
) -> None:
    client = signed_in_by_password(professional.user)
    let_an_hour_pass(client)

    response = client.get(reverse(name, args=args))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_reauthenticate"))


def test_the_password_confirms_and_leads_back(professional: CastMember) -> None:
    client = signed_in_by_password(professional.user)
    let_an_hour_pass(client)
    asked = client.get(reverse("mfa_activate_totp"))["Location"]

    wrong = client.post(asked, {"password": "not this one"})
    right = client.post(asked, {"password": PASSWORD}, follow=True)

    assert wrong.status_code == 200
    assert "Set up an authenticator app" in right.content.decode()


def test_codes_are_shown_to_their_owner_alone(
    clerk_with_app: User, professional: CastMember, client_of: ClientOf
) -> None:
    codes = Authenticator.objects.get(user=clerk_with_app, type="recovery_codes").wrap().get_unused_codes()

    own = client_of(clerk_with_app).get(reverse("mfa_view_recovery_codes")).content.decode()
    file = client_of(clerk_with_app).get(reverse("mfa_download_recovery_codes")).content.decode()
    other = client_of(professional).get(reverse("mfa_view_recovery_codes"))

    assert all(code in own and code in file for code in codes)
    assert other.status_code == 404


def test_a_passkey_of_somebody_else_is_not_found(
    bureau_clerk: CastMember, professional: CastMember, client_of: ClientOf
) -> None:
    key = Authenticator.objects.create(
        user=bureau_clerk.user, type="webauthn", data={"name": "office", "credential": {}}
    )

    client = client_of(professional)

    assert client.get(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 404
    assert client.get(reverse("mfa_edit_webauthn", args=[key.pk])).status_code == 404


# Changing the keys


def test_the_secrets_come_along_when_the_keys_are_changed(clerk_with_app: User, settings: Any) -> None:
    codes = Authenticator.objects.get(user=clerk_with_app, type="recovery_codes").wrap().get_unused_codes()
    settings.IDENTITY_KEYS = {"aes-new": b"n" * 32, **settings.IDENTITY_KEYS}

    list(rotate(actor=SYSTEM))

    settings.IDENTITY_KEYS = {"aes-new": b"n" * 32}
    kept = {each.type: each for each in Authenticator.objects.filter(user=clerk_with_app)}
    assert kept["totp"].data["secret"].startswith("aes-new:")
    assert kept["recovery_codes"].wrap().get_unused_codes() == codes
    client = signed_in_by_password(clerk_with_app)
    assert client.post(reverse("mfa_authenticate"), {"code": code_of()}).status_code == 302
