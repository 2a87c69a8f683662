from django.urls import path

from verification.spotchecks.views import anomalies, cases, checks, public

app_name = "spot_checks"
urlpatterns = [
    path("", checks.bodies, name="bodies"),
    path("start/<int:pk>/<int:year>/", checks.start, name="start"),
    path("<int:pk>/", checks.check_page, name="check"),
    path("<int:pk>/draw/", checks.draw, name="draw"),
    path("<int:pk>/export/", checks.export, name="export"),
    path("<int:pk>/report/", checks.report, name="report"),
    path("cases/<int:pk>/", cases.case_page, name="case"),
    path("cases/<int:pk>/finding/", cases.finding, name="finding"),
    path("cases/<int:pk>/confirmation/", cases.confirmation, name="confirmation"),
    path("cases/<int:pk>/dropping/", cases.dropping, name="dropping"),
    path("findings/<int:pk>/proof/", cases.finding_proof, name="finding_proof"),
    path("heard/<int:pk>/", cases.heard, name="heard"),
    path("cancellations/<int:pk>/", cases.cancellation, name="cancellation"),
    path("anomalies/", anomalies.anomaly_list, name="anomalies"),
    path("anomalies/export/", anomalies.anomaly_export, name="anomaly_export"),
    path("anomalies/<int:pk>/", anomalies.anomaly_page, name="anomaly"),
    path("anomalies/<int:pk>/taking/", anomalies.taking, name="taking"),
    path("published/", public.published, name="published"),
    path("published/script/", public.script, name="script"),
    path("published/<int:pk>/", public.published_check, name="published_check"),
    path("published/<int:pk>/list/", public.published_list_file, name="published_list"),
]
