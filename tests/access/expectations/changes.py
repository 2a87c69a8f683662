from __future__ import annotations

from tests.access.expectations.route import (
    ALL,
    AUDITOR,
    BUREAU,
    HEAD,
    HR,
    HR_CLERK,
    PROFESSIONAL,
    Route,
    Sees,
    each,
    only,
)
from tests.access.expectations.shared import RUNS

# Who lost the way in is let in again by the employer and the bureau together.
RESCUES: Sees = {PROFESSIONAL: "own", **each(HR, "own"), **each(BUREAU, "own, neighbour"), AUDITOR: ALL}
RESCUE_SIDE = each(HR, "own")
RESCUERS = (*HR, HEAD)
# A bureau speaks for the heads of its area; who has an employer is that one's affair.
CARED_FOR: Sees = {**each(HR, "own, colleague"), HEAD: "head"}
ASK_CHANGES = (PROFESSIONAL,)

ROUTES: dict[str, Route] = {
    "changes/": only(ASK_CHANGES),
    "changes/employer/": only(ASK_CHANGES),
    # Which employers there are is public: one may ask any of them.
    "changes/employer/<int:pk>/": only(ASK_CHANGES, "GET POST", of="employer", sees={PROFESSIONAL: ALL}),
    "changes/employer/<int:pk>/amendment/": only(
        ASK_CHANGES, "GET POST", of="change", sees={PROFESSIONAL: "own change"}
    ),
    "changes/name/": only(ASK_CHANGES, "GET POST"),
    "changes/document/": only(ASK_CHANGES, "GET POST"),
    "changes/corrections/<int:pk>/amendment/": only(
        ASK_CHANGES, "GET POST", of="correction", sees={PROFESSIONAL: "own"}
    ),
    "changes/corrections/<int:pk>/proof/": Route(of="correction", sees=RUNS),
    "changes/corrections/<int:pk>/number/": Route(
        "GET POST", of="correction", sees=RUNS, acts=each(BUREAU, "own, colleague")
    ),
    "changes/departures/": only(HR),
    "changes/departures/<int:pk>/note/": Route(
        "POST", of="departure", sees={**each(HR, "own"), AUDITOR: ALL}, acts=each(HR, "own")
    ),
    "changes/rescues/": only((*RESCUERS, AUDITOR)),
    "changes/rescues/new/": only(RESCUERS),
    "changes/rescues/new/<int:pk>/": only(RESCUERS, "GET POST", of="account", sees=CARED_FOR),
    "changes/rescues/<int:pk>/": Route(of="rescue", sees=RESCUES),
    "changes/rescues/<int:pk>/amendment/": Route("GET POST", of="rescue", sees=RESCUES, acts={HR_CLERK: "own"}),
    "changes/rescues/<int:pk>/slip/": Route("GET POST", of="rescue", sees=RESCUES, acts=RESCUE_SIDE),
    "changes/rescues/<int:pk>/stopping/": Route(
        "GET POST", of="rescue", sees=RESCUES, acts=RESCUE_SIDE | {PROFESSIONAL: "own"}
    ),
    "changes/rescues/<int:pk>/note/": Route("POST", of="rescue", sees=RESCUES, acts={PROFESSIONAL: "own"}),
}
