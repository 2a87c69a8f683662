from __future__ import annotations

from tests.access.expectations.route import AUDITOR, AUTHORITY, BUREAU, HR, PROFESSIONAL, Route, Sees, only
from tests.access.expectations.shared import DECIDES, RUNS, VERDICT

ASKED: Sees = {PROFESSIONAL: "own, own change, own record"}

ROUTES: dict[str, Route] = {
    "approvals/": only((*HR, AUTHORITY, *BUREAU, AUDITOR)),
    "approvals/waiting/": only((*HR, AUTHORITY, *BUREAU)),
    "approvals/decisions/": only((*HR, AUTHORITY, *BUREAU), "POST"),
    # What was decided in one go is known to the session in which it was, and to nobody else.
    "approvals/decided/<int:number>/": only(
        (*HR, AUTHORITY, *BUREAU), parts={"<int:number>": "1"}, but={"GET": "hidden"}
    ),
    "approvals/decided/<int:number>/undoing/": only(
        (*HR, AUTHORITY, *BUREAU), "POST", parts={"<int:number>": "1"}, but={"POST": "hidden"}
    ),
    "approvals/<int:pk>/": Route(of="run", sees=RUNS),
    "approvals/<int:pk>/approval/": Route("POST", of="run", sees=RUNS, acts=DECIDES, body=VERDICT),
    "approvals/<int:pk>/return/": Route("GET POST", of="run", sees=RUNS, acts=DECIDES, body=VERDICT),
    "approvals/<int:pk>/rejection/": Route("GET POST", of="run", sees=RUNS, acts=DECIDES, body=VERDICT),
    "approvals/<int:pk>/withdrawal/": Route("GET POST", of="run", sees=RUNS, acts=ASKED),
    "approvals/<int:pk>/reminder/": Route("POST", of="run", sees=RUNS, acts=ASKED),
    # Nobody has decided anything yet.
    "approvals/<int:pk>/undoing/": Route("POST", of="run", sees=RUNS, acts={}),
    # The body above takes over what was escalated to it; nothing was.
    "approvals/<int:pk>/takeover/": Route("POST", of="run", sees=RUNS, acts={}),
    "api/v1/approvals/": Route(),
    "api/v1/approvals/decisions/": Route("POST"),
    "api/v1/approvals/<int:pk>/": Route(of="run", sees=RUNS),
    "api/v1/approvals/<int:pk>/approval/": Route("POST", of="run", sees=RUNS, acts=DECIDES, body=VERDICT),
    "api/v1/approvals/<int:pk>/return/": Route("POST", of="run", sees=RUNS, acts=DECIDES, body=VERDICT),
    "api/v1/approvals/<int:pk>/rejection/": Route("POST", of="run", sees=RUNS, acts=DECIDES, body=VERDICT),
    "api/v1/approvals/<int:pk>/withdrawal/": Route("POST", of="run", sees=RUNS, acts=ASKED),
    "api/v1/approvals/<int:pk>/reminder/": Route("POST", of="run", sees=RUNS, acts=ASKED),
    "api/v1/approvals/<int:pk>/undoing/": Route("POST", of="run", sees=RUNS, acts={}),
}
