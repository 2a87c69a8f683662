from __future__ import annotations

from people.roles import Role
from tests.access.forms.sent import Sent
from tests.access.world import World


def waiting_at_employer(world: World) -> str:
    return f"{world.runs['neighbour'].pk}:1"


VERDICT = {"version": 1, "comment": "as seen", "reasons": ["not_hired"]}


WRITING: dict[str, Sent] = {
    "approvals.forms.ApprovalForm": Sent(
        lambda world: f"approvals/{world.runs['neighbour'].pk}/approval/", Role.HR_CLERK, {"version": 1}
    ),
    "approvals.forms.ReasonsForm": Sent(
        lambda world: f"approvals/{world.runs['neighbour'].pk}/return/", Role.HR_CLERK, VERDICT
    ),
    "approvals.forms.BulkReasonsForm": Sent(
        "approvals/decisions/",
        Role.HR_CLERK,
        lambda world: {"matter": waiting_at_employer(world), "act": "return", "comment": "amend"},
    ),
    "approvals.forms.ChosenForm": Sent(
        "approvals/decisions/",
        Role.HR_CLERK,
        lambda world: {"matter": waiting_at_employer(world), "act": "approve"},
    ),
    "approvals.forms.WithdrawalForm": Sent(
        lambda world: f"approvals/{world.runs['own'].pk}/withdrawal/", Role.PROFESSIONAL, {"comment": "mistaken"}
    ),
    "approvals.api.CommentSerializer": Sent(
        lambda world: f"api/v1/approvals/{world.runs['own'].pk}/withdrawal/",
        Role.PROFESSIONAL,
        {"comment": "mistaken"},
    ),
    "approvals.api.ApprovalSerializer": Sent(
        lambda world: f"api/v1/approvals/{world.runs['neighbour'].pk}/approval/", Role.HR_CLERK, {"version": 1}
    ),
    "approvals.api.ReasonsSerializer": Sent(
        lambda world: f"api/v1/approvals/{world.runs['neighbour'].pk}/return/", Role.HR_CLERK, VERDICT
    ),
    "approvals.api.DecisionsSerializer": Sent(
        "api/v1/approvals/decisions/",
        Role.HR_CLERK,
        lambda world: {"action": "approve", "matters": [{"id": world.runs["neighbour"].pk, "version": 1}]},
    ),
}
READING = {
    "approvals.filters.QueueFilter",
    "approvals.filters.RunFilter",
    "approvals.api.SeenSerializer",
}
ANSWERING = {
    "approvals.api.DecisionSerializer",
    "approvals.api.RunSerializer",
    "approvals.api.RunWithHistorySerializer",
    "approvals.api.StepSerializer",
}
