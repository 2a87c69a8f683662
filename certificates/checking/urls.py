from django.urls import path

from certificates.checking import views

app_name = "check"
urlpatterns = [
    path("", views.check, name="check"),
    path("keys.json", views.keys, name="keys"),
    path("<str:token>/", views.by_token, name="token"),
]
