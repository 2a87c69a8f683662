from __future__ import annotations

from tests.access.expectations.route import (
    ALL,
    AUDITOR,
    BUREAU,
    CLERK,
    EVERYBODY,
    HEAD,
    HR,
    HR_HEAD,
    NOBODY,
    PROFESSIONAL,
    Route,
    Sees,
    each,
    only,
    public,
)
from tests.access.expectations.shared import IN_THE_DISTRICT, PEOPLE

ISSUE_RUNS: Sees = {**each(BUREAU, "own"), AUDITOR: ALL}
CERTIFICATES: Sees = PEOPLE
# Whoever acts for the house.
SEALS: Sees = {**each((PROFESSIONAL, *HR), "employer"), **each(BUREAU, "bureau")}

ROUTES: dict[str, Route] = {
    # the public log
    "log/": public(),
    "log/roots.json": public(),
    "log/roots/<str:date>.json": Route(
        roles=EVERYBODY, visitors="in", parts={"<str:date>": "2020-01-01"}, but={"GET": "hidden"}
    ),
    "log/script/": public(),
    # the desk
    "certificates/desk/": only((*BUREAU, AUDITOR)),
    "certificates/desk/issue/": only(BUREAU, "POST", body={"year": "2025"}),
    "certificates/register/": only((*BUREAU, AUDITOR)),
    "certificates/runs/": only((*BUREAU, AUDITOR), "GET POST", but={"auditor POST": "refused"}),
    "certificates/runs/<int:pk>/": Route(of="issue_run", sees=ISSUE_RUNS),
    # Two hands: the head has tried it out.
    "certificates/runs/<int:pk>/confirmation/": Route("POST", of="issue_run", sees=ISSUE_RUNS, acts={CLERK: "own"}),
    "certificates/runs/<int:pk>/again/": Route("POST", of="issue_run", sees=ISSUE_RUNS, acts=each(BUREAU, "own")),
    "certificates/runs/<int:pk>/closing/": Route("POST", of="issue_run", sees=ISSUE_RUNS, acts=each(BUREAU, "own")),
    "certificates/runs/<int:pk>/discard/": Route("POST", of="issue_run", sees=ISSUE_RUNS, acts=each(BUREAU, "own")),
    "certificates/mine/": only((PROFESSIONAL,)),
    "certificates/staff/": only(HR),
    "certificates/staff/confirmation/": only(HR, "POST"),
    "certificates/staff/receipts/": only(HR, "POST"),
    "certificates/issued/<int:pk>/end/": Route("GET POST", of="certificate", sees=PEOPLE, acts={HEAD: IN_THE_DISTRICT}),
    "certificates/issued/<int:pk>/replacement/": Route(
        "GET POST", of="certificate", sees=PEOPLE, acts={HEAD: IN_THE_DISTRICT}
    ),
    "certificates/issued/<int:pk>/receipt/": Route(
        "GET POST",
        of="certificate",
        sees=PEOPLE,
        acts={**each(HR, "own, colleague"), **each(BUREAU, IN_THE_DISTRICT)},
    ),
    # the sheet of one
    "certificates/papers/": only((*HR, *BUREAU), "GET POST"),
    "certificates/seals/": only((HR_HEAD, HEAD), "GET POST"),
    "certificates/seals/<int:pk>/ending/": Route(
        "POST", of="seal", sees=SEALS, acts={HR_HEAD: "employer", HEAD: "bureau"}
    ),
    "certificates/seals/<int:pk>/picture/": Route(of="seal", sees=SEALS),
    "certificates/<int:number>/": Route(of="certificate", sees=CERTIFICATES),
    "certificates/<int:number>/order/": Route("POST", of="certificate", sees=CERTIFICATES),
    "certificates/<int:number>/qr.png": Route(of="certificate", sees=CERTIFICATES),
    # Nothing was drawn yet, and nobody has uploaded a seal.
    "certificates/<int:number>/pdf/": Route(of="certificate", sees=CERTIFICATES, but={"GET": "hidden"}),
    "certificates/<int:number>/seals/<str:place>/": Route(
        of="certificate", sees=CERTIFICATES, parts={"<str:place>": "issuer"}, but={"GET": "hidden"}
    ),
    # for programs
    "api/v1/certificates/": Route(),
    "api/v1/certificates/waiting/": Route(roles=(*HR, *BUREAU, AUDITOR)),
    "api/v1/certificates/issue/": only(BUREAU, "POST"),
    "api/v1/certificates/confirmations/": only(HR, "POST"),
    "api/v1/certificates/<int:pk>/": Route(of="certificate", sees=CERTIFICATES),
    "api/v1/certificates/<int:pk>/end/": Route(
        "POST", of="certificate", sees=CERTIFICATES, acts={HEAD: IN_THE_DISTRICT}
    ),
    "api/v1/certificates/<int:pk>/replacement/": Route(
        "POST", of="certificate", sees=CERTIFICATES, acts={HEAD: IN_THE_DISTRICT}
    ),
    "api/v1/certificates/<int:pk>/receipt/": Route(
        "POST",
        of="certificate",
        sees=CERTIFICATES,
        acts={**each(HR, "own, colleague"), **each(BUREAU, IN_THE_DISTRICT)},
        body={"received_by": "Quartz", "received_on": "2026-11-28"},
    ),
    # checking
    "check/": public("GET POST"),
    "check/keys.json": public(),
    "check/worker.js": public(),
    "check/check_certificate.py": public(),
    "check/offline/": public(),
    "check/programs/": only((HEAD,), "GET POST"),
    "check/programs/<int:pk>/ending/": only((HEAD,), "GET POST", of="check_program", sees={HEAD: "own"}),
    "api/v1/check/": only(NOBODY, "POST", visitors="in"),
    "check/shared/<str:token>/": Route(roles=EVERYBODY, visitors="in", parts={"<str:token>": "nobody"}),
    "check/issuers/<str:code>/did.json": Route(
        roles=EVERYBODY, visitors="in", parts={"<str:code>": "000000"}, but={"GET": "hidden"}
    ),
    "check/issuers/<str:code>/status/<int:number>/": Route(
        roles=EVERYBODY, visitors="in", parts={"<str:code>": "000000", "<int:number>": "0"}, but={"GET": "hidden"}
    ),
    "certificates/<int:number>/badge/": Route(of="certificate", sees={PROFESSIONAL: "own"}),
    "certificates/<int:number>/badge.png": Route(of="certificate", sees={PROFESSIONAL: "own"}),
    "certificates/<int:number>/badge.svg": Route(of="certificate", sees={PROFESSIONAL: "own"}),
    "certificates/<int:number>/links/": Route("GET POST", of="certificate", sees={PROFESSIONAL: "own"}),
    "certificates/links/<int:pk>/revocation/": Route("POST", of="share_link", sees={PROFESSIONAL: "own"}),
    "check/file/": public("POST"),
    "check/<str:token>/proof.json": Route(
        roles=EVERYBODY, visitors="in", parts={"<str:token>": "nobody"}, but={"GET": "hidden"}
    ),
    "check/<str:token>/": Route(roles=EVERYBODY, visitors="in", parts={"<str:token>": "nobody"}, but={"GET": "hidden"}),
    # the way back into an account
    "accounts/way-back/": public("GET POST"),
    "accounts/way-back/to/<str:token>/": Route(roles=EVERYBODY, visitors="in", parts={"<str:token>": "nobody"}),
    "accounts/way-back/door/": public("GET POST"),
    "accounts/way-back/mine/": Route(),
    "accounts/way-back/mine/stopping/": Route("POST"),
    "accounts/way-back/mine/noting/": Route("POST"),
}
