from __future__ import annotations

from tests.access.expectations.route import (
    ADMINISTRATOR,
    ALL,
    AUTHORITY,
    BUREAU,
    EVERYBODY,
    HEAD,
    HR,
    HR_HEAD,
    NOBODY,
    PROFESSIONAL,
    SYSTEM,
    Route,
    Sees,
    each,
    only,
    public,
)
from tests.access.expectations.shared import (
    IN_THE_DISTRICT,
    KEPT,
    ORGANIZATIONS,
    ORGANIZATIONS_OF_DISTRICT,
    OWN,
    PEOPLE,
)

# The API keeps lists; a professional keeps none.
LISTS_PEOPLE = (*HR, AUTHORITY, *BUREAU, *SYSTEM)
REVEALS: Sees = {PROFESSIONAL: "own", HR_HEAD: "own, colleague", **each(BUREAU, IN_THE_DISTRICT)}
HATS_TO_GIVE: Sees = {
    HR_HEAD: "own, colleague, former",
    HEAD: "own, colleague, former, neighbour, bureau",
    ADMINISTRATOR: "own, colleague, former, neighbour, bureau, elsewhere",
}
# A bureau names the heads below, and its own people.
GIVEN_FROM_ABOVE: Sees = HATS_TO_GIVE | {HEAD: "own, neighbour, bureau"}
GIVE_HATS = (HR_HEAD, HEAD, ADMINISTRATOR)
OFFICES: Sees = {HR_HEAD: "own", HEAD: ORGANIZATIONS_OF_DISTRICT, ADMINISTRATOR: ALL}

ROUTES: dict[str, Route] = {
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
}
