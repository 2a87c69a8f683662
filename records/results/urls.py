from __future__ import annotations

from django.urls import path

from records.results import views

app_name = "results"
urlpatterns = [
    path("", views.own_classes, name="list"),
    path("late/", views.late_classes, name="late"),
    path("classes/<int:pk>/", views.class_results, name="class"),
    path("classes/<int:pk>/new/", views.result_new, name="new"),
    path("roster/<int:pk>/", views.result_entry, name="entry"),
    path("classes/<int:pk>/report/", views.report, name="report"),
]
