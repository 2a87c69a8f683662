from django.urls import include, path

from ops.programs.views import programs
from records.calendars.views import feed as calendar_feed

handler400 = "ui.errors.bad_request"
handler403 = "ui.errors.forbidden"
handler404 = "ui.errors.not_found"
handler429 = "ui.errors.too_many_requests"  # called by allauth
handler500 = "ui.errors.server_error"

urlpatterns = [
    # First: all the others would be tried before, and nothing is asked as often, by anybody in the country.
    path("check/", include("certificates.checking.urls")),
    path("", include("ui.urls")),
    path("", include("rules.urls")),
    path("accounts/", include("people.urls")),
    path("accounts/way-back/", include("certificates.recovery.urls")),
    path("people/", include("people.professionals.urls")),
    path("my-data/", include("people.mydata.urls")),
    path("organizations/", include("people.organizations.urls")),
    path("courses/", include("courses.urls")),
    path("audit/", include("audit.urls")),
    path("jobs/", include("jobs.urls")),
    path("uploads/", include("uploads.urls")),
    path("approvals/", include("approvals.urls")),
    path("changes/", include("changes.urls")),
    path("classes/", include("courses.classes.urls")),
    path("", include("records.results.urls")),
    path("feeds/", include("records.feeds.urls")),
    path("api/", programs, name="programs"),
    path("records/", include("records.urls")),
    path("draft-rules/", include("verification.impact.urls")),
    path("dashboard/", include("verification.dashboard.urls")),
    path("spot-checks/", include("verification.spotchecks.urls")),
    path("year-end/", include("verification.urls")),
    path("annual-reviews/", include("verification.reviews.urls")),
    path("cycles/", include("verification.cycles.urls")),
    path("verification-days/", include("verification.days.urls")),
    path("makeups/", include("verification.makeups.urls")),
    path("title-applications/", include("verification.packs.urls")),
    path("certificates/", include("certificates.urls")),
    path("my-year/", include("records.year.urls")),
    path("staff-year/", include("records.staff.urls")),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("review/", include("records.review.urls")),
    path("log/", include("certificates.log.urls")),
    path("api/v1/", include("config.api")),
    path("", include("ops.urls")),
]
