"""Who sees which rows, where routes of several rooms ask."""

from __future__ import annotations

from tests.access.expectations.route import (
    ALL,
    AUDITOR,
    AUTHORITY,
    BUREAU,
    HR,
    INSTITUTION,
    PROFESSIONAL,
    SIGNED_IN,
    SYSTEM,
    Sees,
    each,
)

IN_THE_DISTRICT = "own, colleague, neighbour"
PEOPLE: Sees = {
    PROFESSIONAL: "own",
    **each(HR, "own, colleague"),
    AUTHORITY: IN_THE_DISTRICT,
    **each(BUREAU, IN_THE_DISTRICT),
    **each(SYSTEM, ALL),
}
LOOK_AT_YEARS = (*HR, AUTHORITY, *BUREAU, AUDITOR)
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
OWN: Sees = each(SIGNED_IN, "own")
ROSTER: Sees = PEOPLE | {INSTITUTION: IN_THE_DISTRICT}
# A correction of what the first professional logged.
OF_RECORD: Sees = {**each((PROFESSIONAL, *HR, AUTHORITY, *BUREAU), "own"), **each(SYSTEM, ALL)}
OPEN_CLASSES = "published, held"
