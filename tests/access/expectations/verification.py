from __future__ import annotations

from tests.access.expectations.route import (
    ADMINISTRATOR,
    ALL,
    AUDITOR,
    AUTHORITY,
    BUREAU,
    CLERK,
    EVERYBODY,
    HEAD,
    HR,
    PROFESSIONAL,
    SIGNED_IN,
    SYSTEM,
    Route,
    Sees,
    each,
    only,
    public,
)
from tests.access.expectations.shared import KEPT, LOOK_AT_YEARS, OF_RECORD, ORGANIZATIONS, PEOPLE

BATCHES: Sees = {**each(BUREAU, "own"), **each(SYSTEM, ALL)}
DAY_BOOKINGS: Sees = {**each((*HR, *BUREAU), "own"), AUDITOR: ALL}
RUN_BATCHES: Sees = {**each(BUREAU, "own"), ADMINISTRATOR: ALL}
DRAFTS: Sees = {HEAD: "own", ADMINISTRATOR: ALL}
SPOT_CHECKS: Sees = {**each(BUREAU, "own"), AUDITOR: ALL}
CHECKS_SPOTS = each(BUREAU, "own")
# Reviews: filed, and with the employer.
REVIEWS: Sees = {
    PROFESSIONAL: "own",
    **each(HR, "own"),
    **each(BUREAU, "own, neighbour"),
    AUDITOR: ALL,
}
CYCLES = REVIEWS | {AUTHORITY: "own, neighbour", **each(SYSTEM, ALL)}
FOR_A_TITLE = {"applying_for": "senior", "occasion": "assessment"}
LOOK_AT_SHEETS = (*HR, *BUREAU, AUDITOR)
SHEETS: Sees = {**each(HR, "own"), **each(BUREAU, "own, neighbour"), AUDITOR: ALL}

ROUTES: dict[str, Route] = {
    # spot checks
    "spot-checks/": only((*BUREAU, AUDITOR)),
    "spot-checks/start/<int:pk>/<int:year>/": Route("GET POST", of="organization", sees=ORGANIZATIONS, acts=KEPT),
    "spot-checks/<int:pk>/": Route(of="spot_check", sees=SPOT_CHECKS),
    "spot-checks/<int:pk>/draw/": Route("POST", of="spot_check", sees=SPOT_CHECKS, acts=CHECKS_SPOTS),
    "spot-checks/<int:pk>/export/": Route(of="spot_check", sees=SPOT_CHECKS),
    "spot-checks/<int:pk>/report/": Route(
        "GET POST", of="spot_check", sees=SPOT_CHECKS, but={"auditor POST": "refused"}
    ),
    "spot-checks/cases/<int:pk>/": Route(of="spot_check_case", sees=SPOT_CHECKS),
    "spot-checks/cases/<int:pk>/finding/": Route("POST", of="spot_check_case", sees=SPOT_CHECKS, acts=CHECKS_SPOTS),
    # Two hands: the head has found it.
    "spot-checks/cases/<int:pk>/confirmation/": Route(
        "POST", of="spot_check_case", sees=SPOT_CHECKS, acts={CLERK: "own"}
    ),
    "spot-checks/cases/<int:pk>/dropping/": Route("POST", of="spot_check_case", sees=SPOT_CHECKS, acts=CHECKS_SPOTS),
    "spot-checks/findings/<int:pk>/proof/": Route(of="spot_check_finding", sees={**SPOT_CHECKS, PROFESSIONAL: "own"}),
    "spot-checks/heard/<int:pk>/": Route("GET POST", of="spot_check_finding", sees={PROFESSIONAL: "own"}),
    "spot-checks/cancellations/<int:pk>/": Route(
        "GET POST",
        of="cancellation",
        sees={**SPOT_CHECKS, **each(HR, "own")},
        but={f"{role} POST": "refused" for role in (*BUREAU, AUDITOR)},
    ),
    "spot-checks/anomalies/": only((*BUREAU, AUDITOR), "GET POST", but={"auditor POST": "refused"}),
    "spot-checks/anomalies/export/": only((*BUREAU, AUDITOR)),
    "spot-checks/anomalies/<int:pk>/": Route(of="anomaly", sees=SPOT_CHECKS),
    "spot-checks/anomalies/<int:pk>/taking/": Route("POST", of="anomaly", sees=SPOT_CHECKS, acts=CHECKS_SPOTS),
    "spot-checks/published/": public(),
    "spot-checks/published/script/": public(),
    "spot-checks/published/<int:pk>/": Route(
        roles=EVERYBODY, visitors="in", of="spot_check", sees=each(EVERYBODY, ALL)
    ),
    "spot-checks/published/<int:pk>/list/": Route(
        roles=EVERYBODY, visitors="in", of="spot_check", sees=each(EVERYBODY, ALL)
    ),
    # the year-end
    "year-end/": only((*BUREAU, *SYSTEM), "GET POST", but={"auditor POST": "refused"}),
    "year-end/<int:pk>/": Route(of="batch", sees=BATCHES),
    # Two hands: the head has tried it out.
    "year-end/<int:pk>/confirmation/": Route("POST", of="batch", sees=BATCHES, acts={CLERK: "own", ADMINISTRATOR: ALL}),
    "year-end/<int:pk>/discard/": Route("POST", of="batch", sees=BATCHES, acts=RUN_BATCHES),
    "year-end/<int:pk>/again/": Route("POST", of="batch", sees=BATCHES, acts=RUN_BATCHES),
    "year-end/<int:pk>/halt/<str:area>/": Route(
        "GET POST", of="batch", sees=BATCHES, acts=RUN_BATCHES, parts={"<str:area>": "440105"}
    ),
    # There is no such halt.
    "year-end/<int:pk>/halts/<int:hold>/lift/": Route(
        "POST", of="batch", sees=BATCHES, acts=RUN_BATCHES, parts={"<int:hold>": "0"}, but={"POST": "hidden"}
    ),
    "year-end/<int:pk>/people/<slug:group>/": Route(of="batch", sees=BATCHES, parts={"<slug:group>": "passed"}),
    "year-end/<int:pk>/export/<slug:group>/": Route("POST", of="batch", sees=BATCHES, parts={"<slug:group>": "passed"}),
    # draft rules
    "draft-rules/": only((HEAD, ADMINISTRATOR)),
    "draft-rules/new/": only((HEAD, ADMINISTRATOR), "GET POST"),
    "draft-rules/drafts/<int:pk>/": only((HEAD, ADMINISTRATOR), "GET POST", of="rule_draft", sees=DRAFTS),
    "draft-rules/runs/<int:pk>/": only((HEAD, ADMINISTRATOR), of="impact_run", sees=DRAFTS),
    "draft-rules/runs/<int:pk>/people/": only((HEAD, ADMINISTRATOR), of="impact_run", sees=DRAFTS),
    "draft-rules/runs/<int:pk>/export/": only((HEAD, ADMINISTRATOR), "POST", of="impact_run", sees=DRAFTS),
    # the dashboard
    "dashboard/": only((*BUREAU, AUDITOR)),
    "dashboard/people/": only((*BUREAU, AUDITOR)),
    "dashboard/people/export/": only((*BUREAU, AUDITOR), "POST"),
    "dashboard/waiting/": only((*BUREAU, AUDITOR)),
    "dashboard/counting/": only((*BUREAU, AUDITOR), "POST"),
    "dashboard/export/": only((*BUREAU, AUDITOR), "POST"),
    # days
    "verification-days/": only((*HR, *BUREAU, AUDITOR)),
    "verification-days/new/": only(HR, "GET POST"),
    "verification-days/<int:pk>/": Route(of="day_booking", sees=DAY_BOOKINGS),
    "verification-days/<int:pk>/acceptance/": Route(
        "POST", of="day_booking", sees=DAY_BOOKINGS, acts=each(BUREAU, "own")
    ),
    "verification-days/<int:pk>/return/": Route(
        "GET POST", of="day_booking", sees=DAY_BOOKINGS, acts=each(BUREAU, "own")
    ),
    "verification-days/<int:pk>/cancellation/": Route(
        "GET POST", of="day_booking", sees=DAY_BOOKINGS, acts=each(HR, "own")
    ),
    "verification-days/<int:pk>/summary.xlsx": Route(of="day_booking", sees=DAY_BOOKINGS),
    "verification-days/<int:pk>/summary/": Route("POST", of="day_booking", sees=DAY_BOOKINGS),
    # make-up study
    "makeups/": Route(roles=(PROFESSIONAL, *LOOK_AT_YEARS)),
    "makeups/people/": only(LOOK_AT_YEARS),
    "makeups/people/<int:pk>/": only(LOOK_AT_YEARS, of="professional", sees=PEOPLE),
    # packs for title applications
    "title-applications/": only((PROFESSIONAL,)),
    "title-applications/order/": only((PROFESSIONAL,), "POST"),
    "title-applications/people/<int:pk>/": only(HR, of="professional", sees=PEOPLE),
    "title-applications/people/<int:pk>/order/": only(HR, "POST", of="professional", sees=PEOPLE),
    # Jobs of this kind alone; those of the world are of another.
    "title-applications/made/<int:pk>/pdf/": Route(of="job"),
    # annual reviews of Xuzhou
    "annual-reviews/": only((PROFESSIONAL,)),
    "annual-reviews/form/": only((PROFESSIONAL,), "GET POST"),
    "annual-reviews/real-time/": only((PROFESSIONAL,), "GET POST"),
    "annual-reviews/real-time/<int:pk>/end/": only((PROFESSIONAL,), "POST", of="wish", sees={PROFESSIONAL: "own"}),
    "annual-reviews/results/": public("GET POST"),
    "annual-reviews/cases/<int:pk>/": Route(of="review_run", sees=REVIEWS),
    "annual-reviews/cases/<int:pk>/agreement/": Route("POST", of="review_run", sees=REVIEWS, acts=each(HR, "own")),
    "annual-reviews/cases/<int:pk>/form.xlsx": Route(of="review_run", sees=REVIEWS),
    "annual-reviews/cases/<int:pk>/papers/": Route("POST", of="review_run", sees=REVIEWS),
    "annual-reviews/amendments/<int:pk>/": Route(
        "GET POST",
        of="review_case",
        sees=REVIEWS | {AUTHORITY: "own, neighbour", **each(SYSTEM, ALL)},
        acts={PROFESSIONAL: "own"},
    ),
    "annual-reviews/sheets/": only(LOOK_AT_SHEETS),
    "annual-reviews/sheets/<int:pk>/<int:year>/": only(
        LOOK_AT_SHEETS, of="employer", sees=SHEETS, parts={"<int:year>": "2025"}
    ),
    # Nobody's form is checked yet, so that there is nothing to print.
    "annual-reviews/sheets/<int:pk>/<int:year>/papers/": only(
        LOOK_AT_SHEETS, "POST", of="employer", sees=SHEETS, parts={"<int:year>": "2025"}, but={"POST": "hidden"}
    ),
    # Guangdong reviews no years: its HR finds no such page.
    "annual-reviews/people/": only(HR, but={"GET": "hidden"}),
    "annual-reviews/people/<int:pk>/appointment/": only(HR, "GET POST", of="professional", sees=PEOPLE),
    "annual-reviews/people/<int:pk>/form/": only(HR, "GET POST", of="professional", sees=PEOPLE),
    "annual-reviews/appointments/<int:pk>/withdrawal/": Route(
        "POST", of="appointment", sees=OF_RECORD, acts=each(HR, "own")
    ),
    "annual-reviews/employers/<int:pk>/filing/": only(
        HR, "GET POST", of="employer", sees=each(HR, "own"), but={"GET": "hidden", "POST": "hidden"}
    ),
    # cycles of Guangzhou
    "cycles/": only((PROFESSIONAL,)),
    "cycles/application/": only((PROFESSIONAL,), "GET POST"),
    "cycles/amendments/<int:pk>/": Route(
        "GET POST",
        of="cycle_case",
        sees=CYCLES,
        acts={PROFESSIONAL: "own"},
    ),
    "cycles/people/": only(HR, "GET POST"),
    "cycles/cases/": only((*HR, *BUREAU, AUDITOR)),
    "cycles/cases/<int:pk>/": Route(of="cycle_run", sees=REVIEWS),
    # Nobody may apply any more since 2017: who would have been let in is told so.
    "api/v1/cycles/": Route(
        "GET POST",
        body=FOR_A_TITLE,
        but={f"{role} POST": "refused" for role in SIGNED_IN if role != PROFESSIONAL},
    ),
    "api/v1/cycles/applications/": only(HR, "POST"),
    "api/v1/cycles/<int:pk>/": Route(of="cycle_case", sees=CYCLES),
    "api/v1/cycles/<int:pk>/amendment/": Route("POST", of="cycle_case", sees=CYCLES, acts={PROFESSIONAL: "own"}),
    "api/v1/cycles/<int:pk>/withdrawal/": Route("POST", of="cycle_case", sees=CYCLES, acts={PROFESSIONAL: "own"}),
}
