"""Who gets where. One line for each route of the product; tests/access/test_matrix.py tries every one of them with
every method, in every role, on rows in every relation.

A route says, in the order in which it is asked:

    visitors    what becomes of who is not signed in: `login` unless said otherwise; `in` asks on
    methods     what it takes; everything else is refused as a method
    roles       who gets through at all; the others are `refused` (403) or, where `strangers` says so, `hidden` (404)
    of, sees    whose row stands in the address, and which relations each role sees; other rows are `hidden` (404)
    acts        of those seen, on which the role may act; the others are `refused` (403)

Relations are those of tests/access/world.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.access.world import ANONYMOUS, ENDED

PROFESSIONAL, HR_CLERK, HR_HEAD = "professional", "hr_clerk", "hr_head"
INSTITUTION, AUTHORITY = "institution_clerk", "authority_reviewer"
CLERK, HEAD = "bureau_clerk", "bureau_head"
AUDITOR, ADMINISTRATOR = "auditor", "system_administrator"

HR = (HR_CLERK, HR_HEAD)
BUREAU = (CLERK, HEAD)
SYSTEM = (AUDITOR, ADMINISTRATOR)
SIGNED_IN = (PROFESSIONAL, *HR, INSTITUTION, AUTHORITY, *BUREAU, *SYSTEM, ENDED)
EVERYBODY = (ANONYMOUS, *SIGNED_IN)
NOBODY: tuple[str, ...] = ()
ALL = "every relation there is"

Sees = dict[str, str]
"""Role: relations, divided by commas."""


def each(roles: tuple[str, ...], relations: str) -> Sees:
    return dict.fromkeys(roles, relations)


@dataclass(frozen=True)
class Route:
    methods: str = "GET"
    roles: tuple[str, ...] = SIGNED_IN
    visitors: str = "login"
    strangers: str = "refused"
    of: str = ""
    sees: Sees = field(default_factory=dict)
    acts: Sees | None = None
    parts: dict[str, str] = field(default_factory=dict)
    """What stands in the address besides."""
    body: dict[str, str] = field(default_factory=dict)
    """What is sent, where an empty form would be turned away before anybody asks for rights."""
    but: dict[str, str] = field(default_factory=dict)
    """By method, or by role and method, the outcome for those who get through, where it looks like a refusal."""

    def expects(self, role: str, relation: str, method: str, *, is_api: bool) -> str:
        if role == ANONYMOUS and self.visitors != "in":
            return "refused" if is_api else self.visitors
        if method not in self.methods.split():
            return "no method"
        if role not in self.roles:
            return self.strangers
        if self.of and not _includes(self.sees, role, relation):
            return "hidden"
        if self.acts is not None and not _includes(self.acts, role, relation):
            return "refused"
        return self.but.get(f"{role} {method}") or self.but.get(method, "in")


def _includes(relations: Sees, role: str, relation: str) -> bool:
    said = relations.get(role, "")
    return relation != "nothing" and (said == ALL or relation in said.split(", "))


def public(methods: str = "GET") -> Route:
    return Route(methods, roles=EVERYBODY, visitors="in")


def only(roles: tuple[str, ...], methods: str = "GET", **more: object) -> Route:
    return Route(methods, roles=roles, **more)  # type: ignore[arg-type]


# Who sees which rows

IN_THE_DISTRICT = "own, colleague, neighbour"
PEOPLE: Sees = {
    PROFESSIONAL: "own",
    **each(HR, "own, colleague"),
    AUTHORITY: IN_THE_DISTRICT,
    **each(BUREAU, IN_THE_DISTRICT),
    **each(SYSTEM, ALL),
}
# The API keeps lists; a professional keeps none.
LISTS_PEOPLE = (*HR, AUTHORITY, *BUREAU, *SYSTEM)
LOOK_AT_YEARS = (*HR, AUTHORITY, *BUREAU, AUDITOR)
REVEALS: Sees = {PROFESSIONAL: "own", HR_HEAD: "own, colleague", **each(BUREAU, IN_THE_DISTRICT)}

ORGANIZATIONS_OF_DISTRICT = "own, neighbour, institution, authority, bureau"
ORGANIZATIONS: Sees = {
    **each((PROFESSIONAL, *HR), "own"),
    INSTITUTION: "institution",
    AUTHORITY: ORGANIZATIONS_OF_DISTRICT,
    **each(BUREAU, ORGANIZATIONS_OF_DISTRICT),
    **each(SYSTEM, ALL),
}
KEPT = each(BUREAU, "own, neighbour, institution, authority")

# A request about the own data lies with the bureau of the district; one to be taken on, with the employer asked.
# A record lies with the own employer.
RUNS: Sees = {
    PROFESSIONAL: "own, own change, own record",
    **each(HR, "neighbour, own record"),
    **each(BUREAU, "own, own change, own record, colleague, neighbour"),
    AUDITOR: ALL,
}
DECIDES: Sees = {**each(HR, "neighbour, own record"), **each(BUREAU, "own, colleague")}
VERDICT = {"version": "1", "comment": "as seen"}
ASKED: Sees = {PROFESSIONAL: "own, own change, own record"}

# Who lost the way in is let in again by the employer and the bureau together.
RESCUES: Sees = {PROFESSIONAL: "own", **each(HR, "own"), **each(BUREAU, "own, neighbour"), AUDITOR: ALL}
RESCUE_SIDE = each(HR, "own")
RESCUERS = (*HR, HEAD)
# A bureau speaks for the heads of its area; who has an employer is that one's affair.
CARED_FOR: Sees = {**each(HR, "own, colleague"), HEAD: "head"}
# What somebody ordered in a hat is seen in that hat alone, and ends with it.
OWN_JOBS: Sees = {role: "own" for role in SIGNED_IN if role != ENDED}
JOBS: Sees = OWN_JOBS | each(SYSTEM, ALL)
STOPPED_JOBS: Sees = OWN_JOBS | {ADMINISTRATOR: ALL}
OWN: Sees = each(SIGNED_IN, "own")

BATCHES: Sees = {**each(BUREAU, "own"), **each(SYSTEM, ALL)}
DAY_BOOKINGS: Sees = {**each((*HR, *BUREAU), "own"), AUDITOR: ALL}
ISSUE_RUNS: Sees = {**each(BUREAU, "own"), AUDITOR: ALL}
RUN_BATCHES: Sees = {**each(BUREAU, "own"), ADMINISTRATOR: ALL}
DRAFTS: Sees = {HEAD: "own", ADMINISTRATOR: ALL}
SPOT_CHECKS: Sees = {**each(BUREAU, "own"), AUDITOR: ALL}
CHECKS_SPOTS = each(BUREAU, "own")
UPLOADS: Sees = {**each(HR, "own"), AUDITOR: ALL}
HATS_TO_GIVE: Sees = {
    HR_HEAD: "own, colleague, former",
    HEAD: "own, colleague, former, neighbour, bureau",
    ADMINISTRATOR: "own, colleague, former, neighbour, bureau, elsewhere",
}
# A bureau names the heads below, and its own people.
GIVEN_FROM_ABOVE: Sees = HATS_TO_GIVE | {HEAD: "own, neighbour, bureau"}
GIVE_HATS = (HR_HEAD, HEAD, ADMINISTRATOR)
OFFICES: Sees = {HR_HEAD: "own", HEAD: ORGANIZATIONS_OF_DISTRICT, ADMINISTRATOR: ALL}
PUBLISH = (HEAD, ADMINISTRATOR)
ASK_CHANGES = (PROFESSIONAL,)

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
ROSTER: Sees = PEOPLE | {INSTITUTION: IN_THE_DISTRICT}
# Of a class of the first institution, about the first professional.
OF_CLASS: Sees = {
    **each((PROFESSIONAL, *HR, INSTITUTION, AUTHORITY, *BUREAU), "own"),
    **each(SYSTEM, ALL),
}
# A correction of what the first professional logged.
OF_RECORD: Sees = {**each((PROFESSIONAL, *HR, AUTHORITY, *BUREAU), "own"), **each(SYSTEM, ALL)}
DRAFTED = {"activity": "meeting", "title": "as seen", "ended_on": "2026-05-20"}
REGISTRANTS: Sees = {PROFESSIONAL: "own, own draft", **each(HR, "staff draft")}
FEEDS: Sees = {HEAD: "own", **each(SYSTEM, ALL)}
MANAGED_FEEDS: Sees = {HEAD: "own", ADMINISTRATOR: ALL}
CATALOGS: Sees = {
    **each(EVERYBODY, "published"),
    AUTHORITY: "guide, published",
    **each(BUREAU, "draft, published"),
    AUDITOR: ALL,
}
OWN_CATALOGS: Sees = {AUTHORITY: "guide", **each(BUREAU, "draft, published")}
PUBLISHERS = (AUTHORITY, *BUREAU)
OPEN_CLASSES = "published, held"
CLASSES: Sees = {
    **each(EVERYBODY, OPEN_CLASSES),
    INSTITUTION: f"draft, filed, {OPEN_CLASSES}",
    **each(BUREAU, f"filed, {OPEN_CLASSES}"),
    AUDITOR: ALL,
}
# Results are of classes that were published; the institution alone enters them.
HELD: Sees = each(SIGNED_IN, OPEN_CLASSES)
REPORTED: Sees = {INSTITUTION: OPEN_CLASSES}
READ_WHOLE: Sees = each((INSTITUTION, *BUREAU), OPEN_CLASSES) | {AUDITOR: OPEN_CLASSES}
TAKE_PROOFS_OF: Sees = each((PROFESSIONAL, *HR, INSTITUTION), OPEN_CLASSES)
TAKE_PROOFS: Sees = each((PROFESSIONAL, *HR, INSTITUTION), "own")
REPORTS_ON: Sees = {INSTITUTION: IN_THE_DISTRICT}
# Those who file classes, decide on them or watch over them; an authority sees those of its industry.
KEEP_CLASSES = (INSTITUTION, AUTHORITY, *BUREAU, AUDITOR)
KEPT_CLASSES: Sees = {
    INSTITUTION: CLASSES[INSTITUTION],
    AUTHORITY: OPEN_CLASSES,
    **each(BUREAU, CLASSES[CLERK]),
    AUDITOR: ALL,
}
FILED_BY_INSTITUTION: Sees = {INSTITUTION: CLASSES[INSTITUTION]}
# Reviews: filed, and with the employer.
REVIEWS: Sees = {
    PROFESSIONAL: "own",
    **each(HR, "own"),
    **each(BUREAU, "own, neighbour"),
    AUDITOR: ALL,
}
CYCLES = REVIEWS | {AUTHORITY: "own, neighbour", **each(SYSTEM, ALL)}
FOR_A_TITLE = {"applying_for": "senior", "occasion": "assessment"}
CERTIFICATES: Sees = PEOPLE
# Whoever acts for the house.
SEALS: Sees = {**each((PROFESSIONAL, *HR), "employer"), **each(BUREAU, "bureau")}
LOOK_AT_SHEETS = (*HR, *BUREAU, AUDITOR)
SHEETS: Sees = {**each(HR, "own"), **each(BUREAU, "own, neighbour"), AUDITOR: ALL}
SEEN_OF_LEARNING: dict[str, Sees] = {
    "record": RECORDS,
    "record_correction": OF_RECORD,
    "evidence": EVIDENCE,
    "ledger_year": PEOPLE,
    "roster_entry": ROSTER,
    "class_result": OF_CLASS,
    "feed": FEEDS,
    "catalog": CATALOGS,
    "course": CATALOGS,
    "site": each(EVERYBODY, ALL),
    "training_class": CLASSES,
}

ROUTES: dict[str, Route] = {
    # ui, rules: for everybody
    "": public(),
    "help/": public(),
    "accessibility/": public(),
    "styleguide/": public(),
    "preferences/": public("POST"),
    "rules/": public(),
    "rules/compare/": public(),
    "rules/documents/<str:code>/": public(),
    "rules/<book_id:book_id>/": public(),
    "rules/calendar/": public(),
    "rules/calendar/<int:year>/": public(),
    "rules/calendar/<int:year>/edit/": only(PUBLISH, "GET POST"),
    "rules/calendar/<int:year>/preview/": only(PUBLISH, "POST"),
    "rules/calendar/<int:year>/editions/": only(PUBLISH, "POST"),
    "calculator/": public(),
    "calculator/cycle/": public(),
    "calculator/route/": public(),
    "calculator/deadline/": public(),
    "calculator/number/": public("GET POST"),
    "calculator/sample/": public(),
    "api/v1/rules/ask/": public("POST"),
    "api/v1/schema/": public(),
    # accounts
    "accounts/": public("GET POST PUT PATCH DELETE"),
    "accounts/login/": public("GET POST"),
    "accounts/logout/": Route("GET POST", but={"POST": "login"}),
    "accounts/demo/": only(NOBODY, "POST", visitors="in", strangers="hidden"),
    "accounts/password/change/": Route("GET POST"),
    "accounts/sessions/others/ending/": Route("POST"),
    # An empty form names no hat.
    "accounts/hats/": Route("GET POST", but={"POST": "hidden"}),
    "accounts/users/": only(SYSTEM),
    "accounts/profile/": Route(),
    "accounts/sign-in-name/": Route("GET POST"),
    "accounts/access/": only((*HR, *BUREAU, ADMINISTRATOR), "GET POST"),
    "accounts/access/<str:token>/": public(),
    "accounts/no-way-in/": public(),
    "accounts/first-sign-in/": public("GET POST"),
    "accounts/second-factor/": Route(),
    "accounts/second-factor/code/": Route("GET POST"),
    "accounts/second-factor/confirmation/password/": Route("GET POST"),
    "accounts/second-factor/confirmation/code/": Route("GET POST"),
    "accounts/second-factor/confirmation/passkey/": Route("GET POST"),
    "accounts/second-factor/app/addition/": Route("GET POST"),
    "accounts/second-factor/app/removal/": Route("GET POST"),
    "accounts/second-factor/recovery-codes/": Route(),
    "accounts/second-factor/recovery-codes/file/": Route(),
    "accounts/second-factor/recovery-codes/making/": Route("GET POST"),
    "accounts/second-factor/passkeys/": Route(),
    "accounts/second-factor/passkeys/addition/": Route("GET POST"),
    "accounts/second-factor/passkeys/<int:pk>/removal/": Route("GET POST", of="passkey", sees=OWN),
    "accounts/second-factor/passkeys/<int:pk>/name/": Route("GET POST", of="passkey", sees=OWN),
    "accounts/second-factor/passkeys/sign-in/": only(
        EVERYBODY, "GET POST", visitors="in", but={"anonymous POST": "login"}
    ),
    # officers
    "accounts/officers/": only(GIVE_HATS),
    "accounts/officers/of/<int:pk>/": only(GIVE_HATS, of="organization", sees=OFFICES),
    "accounts/officers/of/<int:pk>/addition/": only(GIVE_HATS, "GET POST", of="organization", sees=OFFICES),
    "accounts/officers/<int:pk>/end/": only(GIVE_HATS, "GET POST", of="hat", sees=HATS_TO_GIVE, acts=GIVEN_FROM_ABOVE),
    "accounts/officers/<int:pk>/deputy/": only(
        GIVE_HATS, "GET POST", of="hat", sees=HATS_TO_GIVE, acts=GIVEN_FROM_ABOVE
    ),
    # professionals
    "people/": only(LISTS_PEOPLE),
    "people/new/": only(HR, "GET POST"),
    "people/lookup/": only(LISTS_PEOPLE, "POST"),
    "people/me/": only((PROFESSIONAL,), strangers="hidden"),
    "people/me/phone/": only((PROFESSIONAL,), "GET POST", strangers="hidden"),
    "people/<int:pk>/": Route(of="professional", sees=PEOPLE),
    "people/<int:pk>/titles/new/": Route(
        "GET POST", of="professional", sees=PEOPLE, acts={PROFESSIONAL: "own", **each(HR, "own, colleague")}
    ),
    "people/<int:pk>/employment/ending/": Route(
        "GET POST", of="professional", sees=PEOPLE, acts=each(HR, "own, colleague")
    ),
    "people/<int:pk>/number/": Route("GET POST", of="professional", sees=PEOPLE, acts=REVEALS),
    "api/v1/professionals/": only(LISTS_PEOPLE),
    "api/v1/professionals/<int:pk>/": only(LISTS_PEOPLE, of="professional", sees=PEOPLE),
    "my-data/": Route(),
    # organizations
    "organizations/": only((AUTHORITY, *BUREAU, *SYSTEM)),
    "organizations/doubles/": only(BUREAU),
    "organizations/registration/<slug:kind>/": only(BUREAU, "GET POST", parts={"<slug:kind>": "employer"}),
    "organizations/<int:pk>/": Route(of="organization", sees=ORGANIZATIONS),
    "organizations/<int:pk>/amendment/": Route("GET POST", of="organization", sees=ORGANIZATIONS, acts=KEPT),
    "organizations/<int:pk>/closing/": Route("GET POST", of="organization", sees=ORGANIZATIONS, acts=KEPT),
    "organizations/<int:pk>/reopening/": Route("POST", of="organization", sees=ORGANIZATIONS, acts=KEPT),
    # Others are commissioned with nothing.
    "organizations/<int:pk>/commissions/": Route(
        "GET POST",
        of="organization",
        sees=ORGANIZATIONS | each(BUREAU, "institution, bureau"),
        acts=each(BUREAU, "institution"),
    ),
    "organizations/<int:pk>/merger/": Route("GET POST", of="organization", sees=ORGANIZATIONS, acts=KEPT),
    "organizations/mergers/<int:pk>/undoing/": Route(
        "GET POST",
        of="merge",
        sees={AUTHORITY: "own", **each(BUREAU, "own"), **each(SYSTEM, ALL)},
        acts=each(BUREAU, "own"),
    ),
    "api/v1/organizations/": Route(),
    "api/v1/organizations/<int:pk>/": Route(of="organization", sees=ORGANIZATIONS),
    # courses: for everybody
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
    # courses: for those who publish; what is published is no longer edited (409)
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
    # records: results of classes
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
    # records: years
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
    # approvals
    "approvals/": only((*HR, AUTHORITY, *BUREAU, AUDITOR)),
    "approvals/waiting/": only((*HR, AUTHORITY, *BUREAU)),
    "approvals/decisions/": only((*HR, AUTHORITY, *BUREAU), "POST"),
    # records: their review
    "review/<int:pk>/": Route(of="record_run", sees=RUNS),
    "review/<int:pk>/agreement/": Route("POST", of="record_run", sees=RUNS, acts=DECIDES, body=VERDICT),
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
    "api/v1/records/": Route(
        "GET POST", body=DRAFTED, but={f"{role} POST": "refused" for role in SIGNED_IN if role != PROFESSIONAL}
    ),
    "api/v1/records/<int:pk>/": Route(of="record", sees=RECORDS),
    "api/v1/records/<int:pk>/proofs/": Route("POST", of="record", sees=RECORDS, acts=REGISTRANTS),
    "api/v1/records/<int:pk>/submission/": Route("POST", of="record", sees=RECORDS, acts=REGISTRANTS),
    "api/v1/records/<int:pk>/withdrawal/": Route("POST", of="record", sees=RECORDS, acts=REGISTRANTS),
    "api/v1/approvals/": Route(),
    "api/v1/approvals/decisions/": Route("POST"),
    "api/v1/approvals/<int:pk>/": Route(of="run", sees=RUNS),
    "api/v1/approvals/<int:pk>/approval/": Route("POST", of="run", sees=RUNS, acts=DECIDES, body=VERDICT),
    "api/v1/approvals/<int:pk>/return/": Route("POST", of="run", sees=RUNS, acts=DECIDES, body=VERDICT),
    "api/v1/approvals/<int:pk>/rejection/": Route("POST", of="run", sees=RUNS, acts=DECIDES, body=VERDICT),
    "api/v1/approvals/<int:pk>/withdrawal/": Route("POST", of="run", sees=RUNS, acts=ASKED),
    "api/v1/approvals/<int:pk>/reminder/": Route("POST", of="run", sees=RUNS, acts=ASKED),
    "api/v1/approvals/<int:pk>/undoing/": Route("POST", of="run", sees=RUNS, acts={}),
    # changes
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
    # records: feeds
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
    # verification: spot checks
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
    # certificates: the public log
    "log/": public(),
    "log/roots.json": public(),
    "log/roots/<str:date>.json": Route(
        roles=EVERYBODY, visitors="in", parts={"<str:date>": "2020-01-01"}, but={"GET": "hidden"}
    ),
    "log/script/": public(),
    # verification: the year-end
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
    # verification: draft rules
    "draft-rules/": only((HEAD, ADMINISTRATOR)),
    "draft-rules/new/": only((HEAD, ADMINISTRATOR), "GET POST"),
    "draft-rules/drafts/<int:pk>/": only((HEAD, ADMINISTRATOR), "GET POST", of="rule_draft", sees=DRAFTS),
    "draft-rules/runs/<int:pk>/": only((HEAD, ADMINISTRATOR), of="impact_run", sees=DRAFTS),
    "draft-rules/runs/<int:pk>/people/": only((HEAD, ADMINISTRATOR), of="impact_run", sees=DRAFTS),
    "draft-rules/runs/<int:pk>/export/": only((HEAD, ADMINISTRATOR), "POST", of="impact_run", sees=DRAFTS),
    # verification: the dashboard
    "dashboard/": only((*BUREAU, AUDITOR)),
    "dashboard/people/": only((*BUREAU, AUDITOR)),
    "dashboard/people/export/": only((*BUREAU, AUDITOR), "POST"),
    "dashboard/waiting/": only((*BUREAU, AUDITOR)),
    "dashboard/counting/": only((*BUREAU, AUDITOR), "POST"),
    "dashboard/export/": only((*BUREAU, AUDITOR), "POST"),
    # verification: days
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
    # certificates: the desk
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
    # verification: make-up study
    "makeups/": Route(roles=(PROFESSIONAL, *LOOK_AT_YEARS)),
    "makeups/people/": only(LOOK_AT_YEARS),
    "makeups/people/<int:pk>/": only(LOOK_AT_YEARS, of="professional", sees=PEOPLE),
    # verification: packs for title applications
    "title-applications/": only((PROFESSIONAL,)),
    "title-applications/order/": only((PROFESSIONAL,), "POST"),
    "title-applications/people/<int:pk>/": only(HR, of="professional", sees=PEOPLE),
    "title-applications/people/<int:pk>/order/": only(HR, "POST", of="professional", sees=PEOPLE),
    # Jobs of this kind alone; those of the world are of another.
    "title-applications/made/<int:pk>/pdf/": Route(of="job"),
    # certificates: the sheet of one
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
    # verification: annual reviews of Xuzhou
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
    # verification: cycles of Guangzhou
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
    # certificates: for programs
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
    # certificates: checking
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
    "certificates/<int:number>/links/": Route("GET POST", of="certificate", sees={PROFESSIONAL: "own"}),
    "certificates/links/<int:pk>/revocation/": Route("POST", of="share_link", sees={PROFESSIONAL: "own"}),
    "check/file/": public("POST"),
    "check/<str:token>/proof.json": Route(
        roles=EVERYBODY, visitors="in", parts={"<str:token>": "nobody"}, but={"GET": "hidden"}
    ),
    "check/<str:token>/": Route(roles=EVERYBODY, visitors="in", parts={"<str:token>": "nobody"}, but={"GET": "hidden"}),
    # ops
    "api/": public(),
    "healthz": public(),
    "readyz": public(),
    "metrics": only(NOBODY, visitors="in"),
    "status/": only((ADMINISTRATOR,)),
}
