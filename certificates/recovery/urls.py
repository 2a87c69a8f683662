from django.urls import path

from certificates.recovery import views

app_name = "recovery"
urlpatterns = [
    path("", views.asking, name="asking"),
    path("to/<str:token>/", views.link, name="link"),
    path("door/", views.door, name="door"),
    path("mine/", views.own, name="own"),
    path("mine/stopping/", views.stopping, name="stopping"),
    path("mine/noting/", views.noting, name="noting"),
]
