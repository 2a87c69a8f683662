from django.urls import path

from certificates.checking import offline, views

app_name = "check"
urlpatterns = [
    path("", views.check, name="check"),
    path("keys.json", views.keys, name="keys"),
    path("worker.js", offline.worker, name="worker"),
    path("check_certificate.py", offline.script, name="script"),
    path("file/", views.check_file, name="file"),
    path("offline/", offline.offline, name="offline"),
    path("<str:token>/", views.by_token, name="token"),
    path("<str:token>/proof.json", views.proof, name="proof"),
]
