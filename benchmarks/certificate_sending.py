"""The PDF of a certificate that was drawn before, sent to its holder, beside the same bytes as a static file.

Both go through the application as the web server calls it, and are read to their end. The holder's comes by the address
that the page of the certificate gives; beside it the address that asks anew who asks and what he may see. On the clock,
since the database's part counts too.
"""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any
from wsgiref.util import FileWrapper, setup_testing_defaults

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import override_settings

from benchmarks.certificate_sheets import sheets
from benchmarks.measure import WIDTHS, benchmark_database, compare, print_head, seconds_of
from benchmarks.year_end import run_sql, without_triggers
from certificates.keys import current_key
from certificates.models import Certificate
from certificates.sheets.drawing import draw_sheet
from certificates.sheets.keeping import facts_of, keep
from certificates.sheets.passes import PLACE
from people.models import Membership, User
from people.roles import Role

OF_STATIC = 2.0
SENT_A_ROUND = 40
WORLD = (
    "INSERT INTO people_organization (id, kind, name, uscc, area) VALUES (1, 'employer', 'e', '', '440105')",
    "INSERT INTO people_employer SELECT id, 'public', 'county', 'general', NULL FROM people_organization",
    """
    INSERT INTO people_user (id, username, display_name, password, phone_key, phone_tail, language, theme, type_size,
        is_active, created_at, is_demo, phone_sealed, session_generation)
    VALUES (1, 'holder', 'p', '!', '', '', '', '', '', true, now(), false, '', 0)
    """,
    "INSERT INTO people_professional (id, user_id, name, industry) VALUES (1, 1, 'p', 'general')",
)

Send = Callable[[], None]


def main() -> bool:
    logging.disable(logging.INFO)  # a line for each file that is sent would be most of what is read
    print_head("A certificate that was drawn before, sent (on the clock)")
    with tempfile.TemporaryDirectory() as name, benchmark_database():
        folder = Path(name)
        here = {"MEDIA_ROOT": str(folder / "kept"), "WHITENOISE_ROOT": str(folder / "static"), "ALLOWED_HOSTS": ["*"]}
        with override_settings(**here, SECURE_SSL_REDIRECT=False):
            certificate, cookie = _planted()
            content = draw_sheet(sheets(1)[0])
            keep(certificate, facts_of(certificate), content)
            (folder / "static").mkdir()
            (folder / "static" / "sheet.pdf").write_bytes(content)
            from django.core.wsgi import get_wsgi_application

            application = get_wsgi_application()
            asking = f"/certificates/{certificate.number}/pdf/"
            given = _given_by_page(application, certificate, cookie)
            static = _sender(application, "/sheet.pdf", cookie, content)
            anew = 1 / (seconds_of(_sender(application, asking, cookie, content)) / SENT_A_ROUND)
            print(WIDTHS.format("by the address that asks anew", "", f"{anew:,.0f} /s", "", "", ""))
            return compare(
                f"{len(content) // 1024} KB to the holder, beside a static file",
                limit=static,
                figure=_sender(application, given, cookie, content),
                goal=OF_STATIC,
                count=SENT_A_ROUND,
                unit="file",
            )


def _planted() -> tuple[Certificate, str]:
    sheet = sheets(1)[0]
    with without_triggers():
        for statement in WORLD:
            run_sql(statement)
        user = User.objects.get(pk=1)
        Membership.objects.create(user=user, role=Role.PROFESSIONAL, organization_id=1, started_on="2020-01-01")
        certificate = Certificate.objects.create(
            number=sheet.number,
            issuer_id=1,
            issuer_code=sheet.number[:6],
            study_year=2026,
            sequence=1,
            blank_form_number=1,
            professional_id=1,
            employer_id=1,
            verification_id=1,
            layout=sheet.layout.id,
            printed=sheet.printed,
            signed_with=current_key().id,
            issued_on=sheet.issued_on,
        )
    return certificate, _signed_in(user)


def _signed_in(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _given_by_page(application: Any, certificate: Certificate, cookie: str) -> str:
    environ = {"PATH_INFO": f"/certificates/{certificate.number}/", "HTTP_COOKIE": cookie}
    setup_testing_defaults(environ)
    page = b"".join(application(environ, lambda status, headers: None)).decode()
    found = re.search(rf'href="({PLACE}[^"]+)"', page)
    assert found, page
    return found[1]


def _sender(application: Any, path: str, cookie: str, content: bytes) -> Send:
    def send() -> None:
        for _turn in range(SENT_A_ROUND):
            environ = {"PATH_INFO": path, "HTTP_COOKIE": cookie, "wsgi.file_wrapper": FileWrapper}
            setup_testing_defaults(environ)
            told: list[str] = []
            answer = application(environ, lambda status, headers, told=told: told.append(status))
            sent = b"".join(answer)
            answer.close()
            assert told == ["200 OK"], (path, told)
            assert sent == content

    return send
