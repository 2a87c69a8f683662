from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def single_sign_on(request: HttpRequest) -> dict[str, Any]:
    """The provider through which one may sign in as well, if one is configured."""
    provider = settings.SINGLE_SIGN_ON
    if not provider:
        return {}
    return {"single_sign_on": {"name": provider["name"], "url": reverse("openid_connect_login", args=[provider["id"]])}}
