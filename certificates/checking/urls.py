from django.urls import path

from certificates.badges import views as badge_views
from certificates.checking import offline, program_views, views
from certificates.sharing.views import shared

app_name = "check"
urlpatterns = [
    path("", views.check, name="check"),
    path("keys.json", views.keys, name="keys"),
    path("worker.js", offline.worker, name="worker"),
    path("check_certificate.py", offline.script, name="script"),
    path("file/", views.check_file, name="file"),
    path("offline/", offline.offline, name="offline"),
    path("programs/", program_views.programs, name="programs"),
    path("programs/<int:pk>/ending/", program_views.ending, name="program_ending"),
    path("issuers/<str:code>/did.json", badge_views.issuer, name="issuer"),
    path("issuers/<str:code>/status/<int:number>/", badge_views.status, name="status"),
    path("shared/<str:token>/", shared, name="shared"),
    path("<str:token>/", views.by_token, name="token"),
    path("<str:token>/proof.json", views.proof, name="proof"),
]
