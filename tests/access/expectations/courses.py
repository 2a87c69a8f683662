from __future__ import annotations

from tests.access.expectations.route import (
    ALL,
    AUDITOR,
    AUTHORITY,
    BUREAU,
    CLERK,
    EVERYBODY,
    HR,
    INSTITUTION,
    PROFESSIONAL,
    SYSTEM,
    Route,
    Sees,
    each,
    only,
    public,
)
from tests.access.expectations.shared import IN_THE_DISTRICT, OPEN_CLASSES, ROSTER

CATALOGS: Sees = {
    **each(EVERYBODY, "published"),
    AUTHORITY: "guide, published",
    **each(BUREAU, "draft, published"),
    AUDITOR: ALL,
}
OWN_CATALOGS: Sees = {AUTHORITY: "guide", **each(BUREAU, "draft, published")}
PUBLISHERS = (AUTHORITY, *BUREAU)
CLASSES: Sees = {
    **each(EVERYBODY, OPEN_CLASSES),
    INSTITUTION: f"draft, filed, {OPEN_CLASSES}",
    **each(BUREAU, f"filed, {OPEN_CLASSES}"),
    AUDITOR: ALL,
}
# Those who file classes, decide on them or watch over them; an authority sees those of its industry.
KEEP_CLASSES = (INSTITUTION, AUTHORITY, *BUREAU, AUDITOR)
KEPT_CLASSES: Sees = {
    INSTITUTION: CLASSES[INSTITUTION],
    AUTHORITY: OPEN_CLASSES,
    **each(BUREAU, CLASSES[CLERK]),
    AUDITOR: ALL,
}
FILED_BY_INSTITUTION: Sees = {INSTITUTION: CLASSES[INSTITUTION]}

ROUTES: dict[str, Route] = {
    # for everybody
    "courses/": public(),
    "courses/classes/<int:pk>/": Route(roles=EVERYBODY, visitors="in", of="training_class", sees=CLASSES),
    "courses/catalogs/": public(),
    "courses/catalogs/<int:pk>/": Route(roles=EVERYBODY, visitors="in", of="catalog", sees=CATALOGS),
    "courses/<int:pk>/": Route(roles=EVERYBODY, visitors="in", of="course", sees=CATALOGS),
    "courses/sites/": public(),
    "api/v1/classes/": public(),
    "api/v1/classes/<int:pk>/": Route(
        roles=EVERYBODY, visitors="in", of="training_class", sees=each(EVERYBODY, "published")
    ),
    "api/v1/courses/": public(),
    "api/v1/courses/<int:pk>/": Route(roles=EVERYBODY, visitors="in", of="course", sees=each(EVERYBODY, "published")),
    "api/v1/catalogs/": public(),
    "api/v1/catalogs/<int:pk>/": Route(roles=EVERYBODY, visitors="in", of="catalog", sees=each(EVERYBODY, "published")),
    "api/v1/study-sites/": public(),
    "api/v1/study-sites/<int:pk>/": Route(roles=EVERYBODY, visitors="in", of="site", sees=each(EVERYBODY, ALL)),
    # for those who publish; what is published is no longer edited (409)
    "courses/publishing/": only(PUBLISHERS),
    # An authority writes guides.
    "courses/catalogs/new/<slug:kind>/": only(
        PUBLISHERS,
        "GET POST",
        parts={"<slug:kind>": "public"},
        but={f"{AUTHORITY} GET": "hidden", f"{AUTHORITY} POST": "hidden"},
    ),
    "courses/catalogs/<int:pk>/amendment/": Route("GET POST", of="catalog", sees=CATALOGS, acts=OWN_CATALOGS),
    "courses/catalogs/<int:pk>/publication/": Route("GET POST", of="catalog", sees=CATALOGS, acts=OWN_CATALOGS),
    "courses/catalogs/<int:pk>/withdrawal/": Route("GET POST", of="catalog", sees=CATALOGS, acts=OWN_CATALOGS),
    "courses/catalogs/<int:pk>/correction/": Route("POST", of="catalog", sees=CATALOGS, acts=OWN_CATALOGS),
    "courses/catalogs/<int:pk>/copy/": Route("GET POST", of="catalog", sees=CATALOGS, acts=OWN_CATALOGS),
    "courses/catalogs/<int:pk>/removal/": Route("POST", of="catalog", sees=CATALOGS, acts=OWN_CATALOGS),
    "courses/catalogs/<int:pk>/courses/new/": Route("GET POST", of="catalog", sees=CATALOGS, acts=OWN_CATALOGS),
    "courses/<int:pk>/amendment/": Route("GET POST", of="course", sees=CATALOGS, acts=OWN_CATALOGS),
    "courses/<int:pk>/removal/": Route("POST", of="course", sees=CATALOGS, acts=OWN_CATALOGS),
    "courses/sites/new/": only(PUBLISHERS, "GET POST"),
    "courses/sites/<int:pk>/amendment/": Route(
        "GET POST", of="site", sees=each(EVERYBODY, ALL), acts=each(BUREAU, "own")
    ),
    # classes
    "classes/": only(KEEP_CLASSES),
    "classes/new/": only((INSTITUTION,), "GET POST"),
    "classes/places/": only((PROFESSIONAL, *HR)),
    # A class that is over keeps whom it had: it is too late, and not forbidden.
    "classes/places/<int:pk>/removal/": Route(
        "GET POST",
        of="roster_entry",
        sees=ROSTER,
        acts={PROFESSIONAL: "own", **each(HR, "own, colleague"), INSTITUTION: IN_THE_DISTRICT},
    ),
    "classes/inspections/<int:pk>/correction/": Route(
        "GET POST",
        of="inspection",
        sees={**each((INSTITUTION, AUTHORITY, *BUREAU), "own"), AUDITOR: ALL},
        acts={INSTITUTION: "own"},
    ),
    "classes/commissions/<int:pk>/": Route(
        "GET POST",
        of="organization",
        sees=each((INSTITUTION, AUTHORITY, *BUREAU, *SYSTEM), "institution"),
        acts=each(BUREAU, "institution"),
    ),
    "classes/<int:pk>/": Route(of="training_class", sees=KEPT_CLASSES),
    "classes/<int:pk>/amendment/": Route("GET POST", of="training_class", sees=KEPT_CLASSES, acts=FILED_BY_INSTITUTION),
    "classes/<int:pk>/filing/": Route("GET POST", of="training_class", sees=KEPT_CLASSES, acts=FILED_BY_INSTITUTION),
    "classes/<int:pk>/discarding/": Route(
        "GET POST", of="training_class", sees=KEPT_CLASSES, acts=FILED_BY_INSTITUTION
    ),
    "classes/<int:pk>/change/": Route("GET POST", of="training_class", sees=KEPT_CLASSES, acts=FILED_BY_INSTITUTION),
    "classes/<int:pk>/cancellation/": Route(
        "GET POST", of="training_class", sees=KEPT_CLASSES, acts=FILED_BY_INSTITUTION
    ),
    "classes/<int:pk>/inspection/": Route(
        "GET POST", of="training_class", sees=KEPT_CLASSES, acts=each(BUREAU, CLASSES[CLERK])
    ),
    "classes/<int:pk>/form/": Route(of="training_class", sees=KEPT_CLASSES),
    "classes/<int:pk>/form/workbook/": Route(of="training_class", sees=KEPT_CLASSES),
    "classes/<int:pk>/roster/": Route(of="training_class", sees=KEPT_CLASSES),
    "classes/<int:pk>/roster/addition/": Route(
        "GET POST", of="training_class", sees=KEPT_CLASSES, acts=FILED_BY_INSTITUTION
    ),
    "classes/<int:pk>/roster/sheet/": Route(of="training_class", sees=KEPT_CLASSES),
    "classes/<int:pk>/roster/workbook/": Route(of="training_class", sees=KEPT_CLASSES),
    "classes/<int:pk>/enrolment/": Route("POST", of="training_class", sees=CLASSES, acts={PROFESSIONAL: OPEN_CLASSES}),
    # One's own place: the first professional has one in the class that is over.
    "classes/<int:pk>/place/": only((PROFESSIONAL,), of="training_class", sees={PROFESSIONAL: "held"}),
    "classes/<int:pk>/place/read/": only((PROFESSIONAL,), "POST", of="training_class", sees={PROFESSIONAL: "held"}),
    "classes/<int:pk>/staff/": only(HR, "GET POST", of="training_class", sees=each(HR, OPEN_CLASSES)),
}
