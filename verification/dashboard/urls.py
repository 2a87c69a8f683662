from django.urls import path

from verification.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.board, name="board"),
    path("people/", views.people, name="people"),
    path("people/export/", views.people_export, name="people_export"),
    path("waiting/", views.waiting, name="waiting"),
    path("counting/", views.counting, name="counting"),
    path("export/", views.export, name="export"),
]
