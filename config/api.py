from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.routers import SimpleRouter

from audit.api import EventViewSet
from jobs.api import JobViewSet

router = SimpleRouter(use_regex_path=False)
router.register("audit/events", EventViewSet, basename="audit-event")
router.register("jobs", JobViewSet, basename="job")

urlpatterns = [
    path("", include((router.urls, "api"))),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
]
