from django.urls import path

from certificates.log import views

app_name = "certificate_log"
urlpatterns = [
    path("", views.log_page, name="log"),
    path("roots.json", views.roots, name="roots"),
    path("roots/<str:date>.json", views.root, name="root"),
    path("script/", views.script, name="script"),
]
