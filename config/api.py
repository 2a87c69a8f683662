from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import SimpleRouter

from approvals.api import RunViewSet
from audit.api import EventViewSet
from certificates.checking.api import CheckView
from certificates.desk.api import CertificateViewSet
from courses.api import CatalogViewSet, CourseViewSet, OpenClassViewSet, StudySiteViewSet
from jobs.api import JobViewSet
from people.organizations.api import OrganizationViewSet
from people.professionals.api import ProfessionalViewSet
from records.api import RecordViewSet
from records.ledger.api import LedgerViewSet
from rules.api import AskView
from verification.cycles.api import CycleViewSet

router = SimpleRouter(use_regex_path=False)
router.register("audit/events", EventViewSet, basename="audit-event")
router.register("approvals", RunViewSet, basename="approval")
router.register("classes", OpenClassViewSet, basename="open-class")
router.register("courses", CourseViewSet, basename="course")
router.register("catalogs", CatalogViewSet, basename="catalog")
router.register("study-sites", StudySiteViewSet, basename="study-site")
router.register("records", RecordViewSet, basename="record")
router.register("jobs", JobViewSet, basename="job")
router.register("organizations", OrganizationViewSet, basename="organization")
router.register("ledger", LedgerViewSet, basename="ledger")
router.register("certificates", CertificateViewSet, basename="certificate")
router.register("cycles", CycleViewSet, basename="cycle")
router.register("professionals", ProfessionalViewSet, basename="professional")

urlpatterns = [
    path("", include((router.urls, "api"))),
    path("rules/ask/", AskView.as_view(), name="rules-ask"),
    path("check/", CheckView.as_view(), name="check-certificates"),
    path("feeds/", include("records.feeds.api_urls")),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
]
