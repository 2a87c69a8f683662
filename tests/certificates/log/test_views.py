"""The log for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.actors import SYSTEM
from certificates.keys import current_key
from certificates.log.restoring import release_issuing
from certificates.log.roots import kept_outside, line_of
from certificates.models import Certificate, LogRoot

pytestmark = pytest.mark.django_db


def test_anybody_reads_roots_keys_and_script(client: Client, two_roots: list[LogRoot]) -> None:
    first, second = two_roots
    page = client.get(reverse("certificate_log:log")).content.decode()
    assert "2020-11-02.json" in page
    assert second.root_hash.hex() in page
    assert current_key().public.hex() in page
    assert Certificate.objects.first().printed["name"] not in page

    everything = client.get(reverse("certificate_log:roots"))
    assert [root["date"] for root in everything.json()["roots"]] == ["2020-11-01", "2020-11-02"]
    assert everything.headers["Cache-Control"] == "public, max-age=300"
    one = client.get(reverse("certificate_log:root", args=["2020-11-02"])).json()
    assert {name: one[name] for name in second.to_json()} == second.to_json()
    assert len(one["consistency"]) > 1
    assert client.get(reverse("certificate_log:root", args=["2020-11-03"])).status_code == 404
    assert b"RFC 9162" in client.get(reverse("certificate_log:script")).content
    assert first.to_json()["signature"] in everything.content.decode()


def test_before_the_first_root_and_after_a_loss(client: Client, two_roots: list[LogRoot]) -> None:
    lost = LogRoot(date=two_roots[1].date.replace(month=12), size=99, root_hash=b"x" * 32, counters={}).sign()
    kept_outside().write_bytes(line_of(lost))
    release_issuing(ahead=0, reason="自备份恢复", actor=SYSTEM)

    page = client.get(reverse("certificate_log:log")).content.decode()

    assert "自备份恢复" in page
    assert lost.root_hash.hex() in page
    assert client.get(reverse("certificate_log:roots")).json()["lost"] == [lost.to_json()]


def test_empty_log_says_when_it_begins(client: Client, db: Any) -> None:
    assert "今晚公布" in client.get(reverse("certificate_log:log")).content.decode()
    assert client.get(reverse("certificate_log:roots")).json()["roots"] == []
