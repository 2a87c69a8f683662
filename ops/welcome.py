"""What the terminal shows once everything is up: where to go, as whom, and what is missing. In both languages."""

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.utils import timezone, translation

from ops.capabilities import missing_packages
from ops.demo import DEMO_PASSWORD
from ops.part_logs import coloured, say
from people.hats import current_hats
from people.models import Membership
from people.queries import demo_accounts

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def show(url: str, host: str) -> None:
    say("\n".join(["", *_address(url), *_demo_accounts(host), *_missing_packages(), *_closing_words(), ""]))


def _address(url: str) -> list[str]:
    return [f"  学时已就绪 · Xueshi is ready:  {coloured(url, '1;32')}", ""]


def _demo_accounts(host: str) -> list[str]:
    if not settings.DEMO:
        return []
    lines = [
        "  演示账号，在登录页一点即入 · Demo accounts, one click on the sign-in page",
        f"  （或用密码 · or with the password {DEMO_PASSWORD}）:",
    ]
    today = timezone.localdate()
    for account in demo_accounts(today):
        hats = "，".join(_in_chinese(hat) for hat in current_hats(account, on=today))
        lines.append(f"    {account.username:<16} {_padded(account.display_name, 8)} {hats}")
    if host not in LOOPBACK:
        warning = (
            "演示账号对整个网络开放，切勿录入真实数据 · Demo accounts are open to the whole network: no real data here."
        )
        lines.append(f"  {coloured(warning, '33')}")
    return [*lines, ""]


def _in_chinese(hat: Membership) -> str:
    with translation.override("zh-hans"):
        return f"{hat.get_role_display()}（{hat.organization}）" if hat.organization else hat.get_role_display()


def _missing_packages() -> list[str]:
    if not (missing := missing_packages()):
        return []
    names = " ".join(package.name for package in missing)
    features = ", ".join(dict.fromkeys(str(package.feature) for package in missing))
    return [
        f"  缺少系统软件包，相关功能不可用 · Missing system packages, without which these do not work: {features}",
        f"    apt-get install {names}",
        "",
    ]


def _closing_words() -> list[str]:
    return [f"  日志 · Logs: {settings.VAR_DIR / 'log'}", "  按 Ctrl-C 停止 · Ctrl-C stops everything."]


def _padded(text: str, width: int) -> str:
    """A Chinese character is two columns wide in a terminal."""
    columns = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * (width - columns)
