"""The statement behind every check, where connections are lost and poolers stand between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks import check_page
from certificates.checking.answers import answer_for_token
from certificates.checking.asking import BY_NUMBER, BY_TOKEN, rows_of
from certificates.models import Certificate

Act = Callable[[], Any]


def statements(act: Act) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        act()
    return [each["sql"].split()[0] for each in queries.captured_queries]


@pytest.mark.django_db(transaction=True)
def test_prepared_once_a_connection_and_asked_as_it_stands_where_that_does_not_hold() -> None:
    code = check_page.plant(3)[0]
    one = Certificate.objects.get(pk=2)
    name = one.printed["name"]

    def asked() -> Any:
        found = answer_for_token(code)
        return found and found.certificate_id

    right = asked()
    assert right
    assert rows_of(BY_NUMBER, one.number, [name, "别人"]) == rows_of(BY_TOKEN, one.token)
    assert rows_of(BY_NUMBER, one.number, ["别人"]) == []
    assert statements(asked) == ["EXECUTE"]

    # In a transaction an error would be its end.
    with transaction.atomic():
        assert statements(asked) == ["SELECT"]

    # The server forgot: a pooler cleans up between two borrowers. From then on this connection trusts none.
    with connection.cursor() as cursor:
        cursor.execute("DISCARD ALL")
    assert asked() == right
    assert statements(asked) == ["SELECT"]

    # Another borrower was here before us.
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(BY_TOKEN.to_prepare)
    assert asked() == right
    assert statements(asked) == ["SELECT"]

    # The server was restarted between two questions.
    connection.close()
    assert asked() == right
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    assert asked() == right
    assert statements(asked) == ["EXECUTE"]
