"""The accounts of a demo as the sign-in page lists them: by the side of the work on which one stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from people.queries import demo_accounts
from people.roles import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class DemoGroup:
    label: _StrPromise
    roles: tuple[str, ...]
    accounts: list[Any] = field(default_factory=list)
    """Users with `current_hats`."""


def demo_groups(on: datetime.date) -> list[DemoGroup]:
    """Each account in the group of its first hat; groups without anybody are left out."""
    groups = _empty_groups()
    for account in demo_accounts(on):
        _group_of(account, groups).accounts.append(account)
    return [group for group in groups if group.accounts]


def _empty_groups() -> list[DemoGroup]:
    return [
        DemoGroup(_("Professionals"), (Role.PROFESSIONAL,)),
        DemoGroup(_("Employers and agencies"), (Role.HR_CLERK, Role.HR_HEAD)),
        DemoGroup(_("Institutions and industries"), (Role.INSTITUTION_CLERK, Role.AUTHORITY_REVIEWER)),
        DemoGroup(_("Bureaus"), (Role.BUREAU_CLERK, Role.BUREAU_HEAD)),
        DemoGroup(_("Running this system"), (Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR)),
    ]


def _group_of(account: Any, groups: Iterable[DemoGroup]) -> DemoGroup:
    """Who holds no hat today is one of the professionals until somebody hands out another."""
    in_order = list(groups)
    role = account.current_hats[0].role if account.current_hats else Role.PROFESSIONAL
    return next((group for group in in_order if role in group.roles), in_order[0])
