from __future__ import annotations

from tests.access.expectations.route import (
    ADMINISTRATOR,
    ALL,
    AUDITOR,
    AUTHORITY,
    BUREAU,
    HR,
    INSTITUTION,
    NOBODY,
    SIGNED_IN,
    SYSTEM,
    Route,
    Sees,
    each,
    only,
    public,
)
from tests.access.expectations.shared import OWN
from tests.access.world import ENDED

# What somebody ordered in a hat is seen in that hat alone, and ends with it.
OWN_JOBS: Sees = {role: "own" for role in SIGNED_IN if role != ENDED}
JOBS: Sees = OWN_JOBS | each(SYSTEM, ALL)
STOPPED_JOBS: Sees = OWN_JOBS | {ADMINISTRATOR: ALL}
UPLOADS: Sees = {**each(HR, "own"), AUDITOR: ALL}

ROUTES: dict[str, Route] = {
    # audit
    "audit/": only((AUDITOR,), strangers="hidden"),
    "audit/events/<int:pk>/": Route(of="event", sees=OWN | {AUDITOR: ALL}),
    "audit/objects/<str:object_type>/<path:object_id>/": only(
        (AUDITOR,),
        strangers="hidden",
        of="job",
        sees={AUDITOR: ALL},
        parts={"<str:object_type>": "jobs.job"},
    ),
    "audit/checkpoints/": public(),
    "audit/checkpoints.txt": public(),
    "api/v1/audit/events/": Route(),
    "api/v1/audit/events/<str:pk>/": Route(of="event", sees=OWN | {AUDITOR: ALL}),
    # jobs
    "jobs/": Route(),
    "jobs/start/<slug:kind>/": only((AUDITOR,), "GET POST", parts={"<slug:kind>": "audit_export"}),
    "jobs/<int:pk>/": Route(of="job", sees=JOBS),
    "jobs/<int:pk>/cancellation/": Route("GET POST", of="job", sees=JOBS, acts=STOPPED_JOBS),
    "jobs/<int:pk>/retry/": Route("POST", of="job", sees=JOBS, acts=STOPPED_JOBS),
    "jobs/<int:pk>/result/": Route(of="job", sees=OWN_JOBS),
    "api/v1/jobs/": Route(),
    "api/v1/jobs/<int:pk>/": Route(of="job", sees=JOBS),
    "api/v1/jobs/<int:pk>/cancellation/": Route("POST", of="job", sees=JOBS, acts=STOPPED_JOBS),
    "api/v1/jobs/<int:pk>/retry/": Route("POST", of="job", sees=JOBS, acts=STOPPED_JOBS),
    # uploads
    # Staff lists, lists of courses, results of classes.
    "uploads/": only((*HR, INSTITUTION, AUTHORITY, *BUREAU, AUDITOR)),
    "uploads/new/<slug:kind>/": only(HR, "GET POST", parts={"<slug:kind>": "staff"}),
    "uploads/new/<slug:kind>/template/": only(HR, strangers="hidden", parts={"<slug:kind>": "staff"}),
    # Staff lists are for the employer as a whole: there is nothing to name in the address.
    "uploads/new/<slug:kind>/<int:subject_id>/": only(NOBODY, "GET POST", parts={"<slug:kind>": "staff"}),
    "uploads/<int:pk>/": Route(of="upload", sees=UPLOADS),
    "uploads/<int:pk>/commit/": Route("POST", of="upload", sees=UPLOADS, acts=each(HR, "own")),
    "uploads/<int:pk>/resumption/": Route("POST", of="upload", sees=UPLOADS, acts=each(HR, "own")),
    "uploads/<int:pk>/withdrawal/": Route("POST", of="upload", sees=UPLOADS, acts=each(HR, "own")),
    "uploads/<int:pk>/annotated/": Route(of="upload", sees=UPLOADS, acts=each(HR, "own")),
    # ops
    "api/": public(),
    "healthz": public(),
    "readyz": public(),
    "metrics": only(NOBODY, visitors="in"),
    "status/": only((ADMINISTRATOR,)),
}
