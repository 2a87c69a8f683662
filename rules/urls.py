from typing import Any

from django.urls import include, path

app_name = "rules"

urlpatterns: list[Any] = [
    path("rules/calendar/", include("rules.calendar.urls")),
    path("calculator/", include("rules.calculator.urls")),
    path("rules/", include("rules.reading.urls")),
]
