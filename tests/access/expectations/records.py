from __future__ import annotations

from tests.access.expectations.route import (
    ADMINISTRATOR,
    ALL,
    AUDITOR,
    AUTHORITY,
    BUREAU,
    EVERYBODY,
    HEAD,
    HR,
    INSTITUTION,
    NOBODY,
    PROFESSIONAL,
    SIGNED_IN,
    SYSTEM,
    Route,
    Sees,
    each,
    only,
    public,
)
from tests.access.expectations.shared import (
    DECIDES,
    IN_THE_DISTRICT,
    LOOK_AT_YEARS,
    OF_RECORD,
    OPEN_CLASSES,
    PEOPLE,
    ROSTER,
    RUNS,
    VERDICT,
)

# Of learning (tests/access/learning.py). Drafts of records are seen by who registers them.
RECORDS: Sees = {
    PROFESSIONAL: "own, own draft, own recognized",
    **each(HR, "own, own recognized, colleague, staff draft"),
    INSTITUTION: "own recognized",
    **each((AUTHORITY, *BUREAU), "own, own recognized, colleague, neighbour"),
    **each(SYSTEM, "own, own recognized, colleague, neighbour, elsewhere"),
}
EVIDENCE: Sees = {
    PROFESSIONAL: "own, own draft",
    **each(HR, "own, colleague"),
    **each((AUTHORITY, *BUREAU), IN_THE_DISTRICT),
    **each(SYSTEM, "own, colleague, neighbour, elsewhere"),
}
# Of a class of the first institution, about the first professional.
OF_CLASS: Sees = {
    **each((PROFESSIONAL, *HR, INSTITUTION, AUTHORITY, *BUREAU), "own"),
    **each(SYSTEM, ALL),
}
DRAFTED = {"activity": "meeting", "title": "as seen", "ended_on": "2026-05-20"}
REGISTRANTS: Sees = {PROFESSIONAL: "own, own draft", **each(HR, "staff draft")}
FEEDS: Sees = {HEAD: "own", **each(SYSTEM, ALL)}
MANAGED_FEEDS: Sees = {HEAD: "own", ADMINISTRATOR: ALL}
# Results are of classes that were published; the institution alone enters them.
HELD: Sees = each(SIGNED_IN, OPEN_CLASSES)
REPORTED: Sees = {INSTITUTION: OPEN_CLASSES}
READ_WHOLE: Sees = each((INSTITUTION, *BUREAU), OPEN_CLASSES) | {AUDITOR: OPEN_CLASSES}
TAKE_PROOFS_OF: Sees = each((PROFESSIONAL, *HR, INSTITUTION), OPEN_CLASSES)
TAKE_PROOFS: Sees = each((PROFESSIONAL, *HR, INSTITUTION), "own")
REPORTS_ON: Sees = {INSTITUTION: IN_THE_DISTRICT}

ROUTES: dict[str, Route] = {
    # results of classes
    "results/": only((INSTITUTION,)),
    "results/corrections/": only((*HR, AUTHORITY, *BUREAU)),
    "results/late/": only((*BUREAU, AUDITOR)),
    "results/classes/<int:pk>/": Route(of="training_class", sees=HELD),
    "results/classes/<int:pk>/new/": Route("GET POST", of="training_class", sees=HELD, acts=REPORTED),
    "results/classes/<int:pk>/report/": Route("POST", of="training_class", sees=HELD, acts=REPORTED),
    "results/classes/<int:pk>/roster.xlsx": Route(of="training_class", sees=HELD, acts=READ_WHOLE),
    "results/classes/<int:pk>/print/": Route(of="training_class", sees=HELD, acts=READ_WHOLE),
    # The open class has nobody yet who passed: a conflict, for those who might.
    "results/classes/<int:pk>/proofs/": Route("POST", of="training_class", sees=HELD, acts=TAKE_PROOFS_OF),
    "results/<int:pk>/proof/": Route("POST", of="class_result", sees=OF_CLASS, acts=TAKE_PROOFS),
    "proofs/": public(),
    # Whatever is typed has the one answer.
    "proofs/<str:code>/": Route(roles=EVERYBODY, visitors="in", parts={"<str:code>": "nobody"}, but={"GET": "hidden"}),
    "results/roster/<int:pk>/": Route("GET POST", of="roster_entry", sees=ROSTER, acts=REPORTS_ON),
    # years
    "my-year/": only((PROFESSIONAL,)),
    "my-year/<int:year>/": only((PROFESSIONAL,), parts={"<int:year>": "2026"}),
    "my-year/calendar/": only((PROFESSIONAL,), "GET POST"),
    "my-year/calendar/revocation/": only((PROFESSIONAL,), "POST"),
    "my-year/reminders/<int:pk>/": only((PROFESSIONAL,), "POST", of="reminder", sees={PROFESSIONAL: "own"}),
    "calendar/<str:token>.ics": Route(roles=EVERYBODY, visitors="in", but={"GET": "hidden"}),
    "staff-year/": only(LOOK_AT_YEARS),
    "staff-year/reminders/": only(HR, "POST"),
    "staff-year/export/": only(LOOK_AT_YEARS, "POST"),
    "staff-year/spend/": only(HR, "GET POST"),
    "staff-year/<int:pk>/": only(LOOK_AT_YEARS, of="professional", sees=PEOPLE),
    "staff-year/<int:pk>/<int:year>/": only(
        LOOK_AT_YEARS, of="professional", sees=PEOPLE, parts={"<int:year>": "2026"}
    ),
    "api/v1/ledger/": Route(),
    "api/v1/ledger/<int:pk>/": Route(of="ledger_year", sees=PEOPLE),
    # their review
    "review/<int:pk>/": Route(of="record_run", sees=RUNS),
    "review/<int:pk>/agreement/": Route("POST", of="record_run", sees=RUNS, acts=DECIDES, body=VERDICT),
    "api/v1/records/": Route(
        "GET POST", body=DRAFTED, but={f"{role} POST": "refused" for role in SIGNED_IN if role != PROFESSIONAL}
    ),
    "api/v1/records/<int:pk>/": Route(of="record", sees=RECORDS),
    "api/v1/records/<int:pk>/proofs/": Route("POST", of="record", sees=RECORDS, acts=REGISTRANTS),
    "api/v1/records/<int:pk>/submission/": Route("POST", of="record", sees=RECORDS, acts=REGISTRANTS),
    "api/v1/records/<int:pk>/withdrawal/": Route("POST", of="record", sees=RECORDS, acts=REGISTRANTS),
    # feeds
    "feeds/": only((HEAD, *SYSTEM)),
    "feeds/opening/": only((HEAD, ADMINISTRATOR), "GET POST"),
    "feeds/<int:pk>/": only((HEAD, *SYSTEM), of="feed", sees=FEEDS),
    "feeds/<int:pk>/token/": only((HEAD, *SYSTEM), "GET POST", of="feed", sees=FEEDS, acts=MANAGED_FEEDS),
    "feeds/<int:pk>/ending/": only((HEAD, *SYSTEM), "GET POST", of="feed", sees=FEEDS, acts=MANAGED_FEEDS),
    # A system shows a token, and is nobody: whoever has none is turned away, signed in or not.
    **{
        f"api/v1/feeds/{kind}/": only(NOBODY, "POST", visitors="in")
        for kind in ("site", "province-public", "education", "health", "distance")
    },
    # records
    "records/": only((PROFESSIONAL,)),
    "records/new/": only((PROFESSIONAL,)),
    "records/new/<slug:kind>/": only((PROFESSIONAL,), "GET POST", parts={"<slug:kind>": "meeting"}),
    "records/<int:pk>/": Route(of="record", sees=RECORDS),
    "records/<int:pk>/form/": Route("GET POST", of="record", sees=RECORDS, acts=REGISTRANTS),
    "records/<int:pk>/discarding/": Route("GET POST", of="record", sees=RECORDS, acts=REGISTRANTS),
    "records/<int:pk>/correction/": Route("GET POST", of="record", sees=RECORDS, acts=REGISTRANTS),
    "records/corrections/<int:pk>/amendment/": Route(
        "GET POST", of="record_correction", sees=OF_RECORD, acts={PROFESSIONAL: "own"}
    ),
    "records/proofs/<int:pk>/": Route(of="evidence", sees=EVIDENCE),
    "records/registered/": only(HR),
    "records/new/hr/": only((PROFESSIONAL,), "GET POST"),
    "records/sorting/": only(HR),
    "records/sorting/<int:pk>/": only(HR, "GET POST", of="handed_over", sees=each(HR, "own")),
    "records/register/": only(HR),
    "records/register/form/": only(HR, "GET POST"),
}
