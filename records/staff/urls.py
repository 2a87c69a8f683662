from django.urls import path

from records.staff import views
from records.year.views import year_of

app_name = "staff_year"
urlpatterns = [
    path("", views.staff_years, name="list"),
    path("reminders/", views.reminders, name="reminders"),
    path("export/", views.export, name="export"),
    path("spend/", views.spend, name="spend"),
    path("<int:pk>/", year_of, name="now"),
    path("<int:pk>/<int:year>/", year_of, name="year"),
]
