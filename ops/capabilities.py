"""What this machine can do: system packages that pip cannot bring, and what does not work without them."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.checks import CheckMessage, Warning, register
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class SystemPackage:
    name: str
    """As Debian calls it: what to install."""
    feature: str | _StrPromise
    """What does not work without it."""
    is_present: Callable[[], bool]


PDF = _("PDF files")


def library(name: str) -> Callable[[], bool]:
    def is_present() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return is_present


def program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def chinese_font() -> bool:
    if not program("fc-list")():
        return False
    found = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


PACKAGES: Sequence[SystemPackage] = (
    SystemPackage(name="libpango-1.0-0", feature=PDF, is_present=library("libpango-1.0.so.0")),
    SystemPackage(name="libpangoft2-1.0-0", feature=PDF, is_present=library("libpangoft2-1.0.so.0")),
    SystemPackage(name="libharfbuzz-subset0", feature=PDF, is_present=library("libharfbuzz-subset.so.0")),
    SystemPackage(name="fontconfig", feature=PDF, is_present=program("fc-list")),
    SystemPackage(name="fonts-noto-cjk", feature=_("Chinese characters in PDF files"), is_present=chinese_font),
)


@cache
def missing_packages() -> tuple[SystemPackage, ...]:
    """Looked for once in the life of a process: what is installed later counts from the next start on."""
    return tuple(package for package in PACKAGES if not package.is_present())


@register()
def check_system_packages(app_configs: Iterable[Any] | None, **options: Any) -> list[CheckMessage]:
    return [
        Warning(
            f"The system package {package.name} is missing; without it these do not work: {package.feature}.",
            hint=f"apt-get install {package.name}",
            id="ops.W001",
        )
        for package in missing_packages()
    ]
