from __future__ import annotations

from typing import Any

from people.roles import Role
from tests.access.forms.sent import Sent, today
from tests.access.world import World
from tests.cast import CastMember
from tests.changes.conftest import upload as proof
from tests.factories.professionals import invented_number


def colleague(world: World) -> CastMember:
    return _professional(world.first.colleague)


def stranger(world: World) -> CastMember:
    return _professional(world.first.stranger)


def _professional(one: Any) -> CastMember:
    return CastMember(one.user, one.user.memberships.get())


WRITING: dict[str, Sent] = {
    "changes.forms.EmployerChangeForm": Sent(
        lambda world: f"changes/employer/{world.first.neighbour.pk}/", colleague, {"starts_on": today(), "send": "1"}
    ),
    "changes.forms.NameCorrectionForm": Sent(
        "changes/name/", stranger, lambda world: {"name": "新测试", "proof": proof()}
    ),
    "changes.forms.DocumentCorrectionForm": Sent(
        "changes/document/",
        stranger,
        lambda world: {"kind": "resident_id", "number": invented_number(9002), "proof": proof()},
    ),
    "changes.rescues.forms.RescueForm": Sent(
        lambda world: f"changes/rescues/new/{world.first.colleague.user.pk}/",
        Role.HR_CLERK,
        {"lost": "both", "identity_shown": "document", "words": "本人到场"},
    ),
    "changes.forms.RevealForm": Sent(
        lambda world: f"changes/corrections/{world.key('correction', 'colleague', 'bureau_clerk')}/number/",
        Role.BUREAU_CLERK,
        {"reason": "核对"},
    ),
}
READING = {
    "changes.forms.EmployerSearchForm",
    "changes.forms.CorrectionForm",
    "changes.rescues.forms.PersonSearchForm",
}
