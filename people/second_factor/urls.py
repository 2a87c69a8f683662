"""The names are django-allauth's, which leads from one of its pages to the next by them."""

from allauth.account.views import reauthenticate
from allauth.mfa.recovery_codes.views import download_recovery_codes, view_recovery_codes
from allauth.mfa.webauthn.views import edit_webauthn, list_webauthn
from django.urls import path

from people.second_factor import views

urlpatterns = [
    path("", views.SecondFactorsView.as_view(), name="mfa_index"),
    path("code/", views.CodeView.as_view(), name="mfa_authenticate"),
    path("confirmation/password/", reauthenticate, name="account_reauthenticate"),
    path("confirmation/code/", views.ConfirmByCodeView.as_view(), name="mfa_reauthenticate"),
    path("confirmation/passkey/", views.ConfirmByPasskeyView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("app/addition/", views.AddAppView.as_view(), name="mfa_activate_totp"),
    path("app/removal/", views.RemoveAppView.as_view(), name="mfa_deactivate_totp"),
    path("recovery-codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/file/", download_recovery_codes, name="mfa_download_recovery_codes"),
    path("recovery-codes/making/", views.MakeRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"),
    path("passkeys/", list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/addition/", views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/removal/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/sign-in/", views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
]
