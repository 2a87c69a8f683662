from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.checks import run_checks

from ops import capabilities
from ops.capabilities import SystemPackage, library, program


@pytest.fixture(autouse=True)
def look_again() -> Iterator[None]:
    capabilities.missing_packages.cache_clear()
    yield
    capabilities.missing_packages.cache_clear()


def test_check_names_the_missing_package_and_what_needs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = SystemPackage(name="lib-invented", feature="PDF files", is_present=library("libinvented.so.9"))
    present = SystemPackage(name="libc6", feature="everything", is_present=library("libc.so.6"))
    monkeypatch.setattr(capabilities, "PACKAGES", [missing, present])

    found = [message for message in run_checks() if message.id == "ops.W001"]

    assert [message.msg for message in found] == [
        "The system package lib-invented is missing; without it these do not work: PDF files."
    ]
    assert found[0].hint == "apt-get install lib-invented"


def test_program_is_looked_for_in_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program("sh")() is True

    monkeypatch.setenv("PATH", "")
    assert program("sh")() is False


def test_without_fontconfig_there_is_no_chinese_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert capabilities.chinese_font() is False
