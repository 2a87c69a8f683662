"""The names are django-allauth's. A connection and what is written about it stand in one transaction."""

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.socialaccount.views import connections, login_cancelled, login_error
from django.conf import settings
from django.db import transaction
from django.urls import path

urlpatterns = [
    path("", transaction.atomic(connections), name="socialaccount_connections"),
    path("cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("error/", login_error, name="socialaccount_login_error"),
    path("<slug:provider_id>/", openid_connect.login, name="openid_connect_login"),
    path("<slug:provider_id>/answer/", transaction.atomic(openid_connect.callback), name="openid_connect_callback"),
]
if not settings.SINGLE_SIGN_ON:
    urlpatterns = []
