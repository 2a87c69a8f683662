from __future__ import annotations

from django.urls import path

from records.results import views

app_name = "results"
urlpatterns = [
    path("classes/<int:pk>/", views.class_results, name="class"),
]
