"""What the tests of rescues share."""

from __future__ import annotations

from approvals.services import approve
from changes.rescues.enums import IdentityShown, LostWay
from changes.rescues.models import Rescue
from changes.rescues.queries import run_of
from changes.rescues.services import ask_rescue
from people.models import User
from tests.cast import CastMember

ANSWERS = {"lost": LostWay.BOTH, "identity_shown": IdentityShown.DOCUMENT, "words": "本人到场"}


def asked(account: User, by: CastMember, **changes: object) -> Rescue:
    return ask_rescue(account, **(ANSWERS | changes), actor=by.actor)  # type: ignore[arg-type]


def granted(account: User, by: CastMember, agreed_by: CastMember, **changes: object) -> Rescue:
    rescue = asked(account, by, **changes)
    approve(run_of(rescue), version=1, actor=agreed_by.actor)
    rescue.refresh_from_db()
    return rescue
