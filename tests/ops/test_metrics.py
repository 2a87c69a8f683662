from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from jobs.models import Heartbeat
from ops import health

pytestmark = pytest.mark.django_db


def sample(client: Client, name: str, **labels: str) -> float | None:
    text = client.get("/metrics").content.decode()
    for family in text_string_to_metric_families(text):
        for each in family.samples:
            if each.name == name and each.labels == labels:
                return each.value
    return None


def test_requests_are_counted_by_route_method_and_status(client: Client) -> None:
    labels = {"route": "ops:healthz", "method": "GET", "status": "200"}
    before = sample(client, "xueshi_http_requests_total", **labels) or 0

    client.get("/healthz")
    client.get("/healthz?anything=else")

    assert sample(client, "xueshi_http_requests_total", **labels) == before + 2


def test_what_visitors_invent_makes_no_new_series(client: Client) -> None:
    client.get("/no/such/page/1/")
    client.generic("BREW", "/no/such/page/2/")

    text = client.get("/metrics").content.decode()
    assert "no/such/page" not in text
    assert 'method="other",route="none",status="404"' in text
    assert "BREW" not in text


def test_tables_are_read_at_the_moment_of_asking(client: Client) -> None:
    assert sample(client, "xueshi_workers") == 0

    Heartbeat.objects.create(process="w", role="worker")

    assert sample(client, "xueshi_workers") == 1
    assert sample(client, "xueshi_database_up") == 1
    assert sample(client, "xueshi_jobs", state="queued") == 0
    assert sample(client, "xueshi_audit_unsealed_events") == 0


def test_a_lost_database_leaves_the_other_figures(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def refuse() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(health, "figures", refuse)

    assert sample(client, "xueshi_database_up") == 0
    assert client.get("/metrics").status_code == 200


@pytest.mark.parametrize(
    ("token", "request_headers", "remote", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "::1", 200),
        ("", {}, "203.0.113.9", 403),
        ("", {"X-Forwarded-For": "203.0.113.9"}, "127.0.0.1", 403),
        ("", {"Forwarded": "for=203.0.113.9"}, "127.0.0.1", 403),
        ("", {"Authorization": "Bearer "}, "203.0.113.9", 403),
        ("", {}, "", 403),
        ("right", {"Authorization": "Bearer right"}, "203.0.113.9", 200),
        ("right", {"Authorization": "Bearer right", "X-Forwarded-For": "203.0.113.9"}, "127.0.0.1", 200),
        ("right", {"Authorization": "Bearer wrong"}, "203.0.113.9", 403),
        ("right", {"Authorization": "Basic right"}, "203.0.113.9", 403),
    ],
)
def test_only_this_machine_and_the_token_may_read(
    client: Client, settings: Any, token: str, request_headers: dict[str, str], remote: str, status: int
) -> None:
    settings.METRICS_TOKEN = token

    answer = client.get("/metrics", headers=request_headers, REMOTE_ADDR=remote)

    assert answer.status_code == status
    assert (b"xueshi_workers" in answer.content) is (status == 200)


def test_several_processes_are_added_up(tmp_path: Path) -> None:
    count = "from ops.metrics import REQUESTS; REQUESTS.labels('home', 'GET', '200').inc()"
    environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    for code in (count, count, "from ops.metrics import exposition; print(exposition().decode())"):
        done = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup(); {code}"],
            env=environment | {"XUESHI_VAR": str(tmp_path), "DATABASE_URL": "postgresql://x@127.0.0.1:1/x"},
            capture_output=True,
            text=True,
            check=True,
        )

    assert 'xueshi_http_requests_total{method="GET",route="home",status="200"} 2.0' in done.stdout
    assert "xueshi_database_up 0.0" in done.stdout
