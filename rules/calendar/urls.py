"""Included by rules.urls, in its name space."""

from django.urls import path

from rules.calendar import views

urlpatterns = [
    path("", views.year_list, name="calendar"),
    path("<int:year>/", views.year_page, name="calendar_year"),
    path("<int:year>/edit/", views.edition_form, name="calendar_edit"),
    path("<int:year>/preview/", views.edition_preview, name="calendar_preview"),
    path("<int:year>/editions/", views.edition_publish, name="calendar_publish"),
]
