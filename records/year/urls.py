from django.urls import path

from records.calendars import views as calendars
from records.year import views

app_name = "my_year"
urlpatterns = [
    path("", views.my_year, name="now"),
    path("<int:year>/", views.my_year, name="year"),
    path("calendar/", calendars.own_feed, name="calendar"),
    path("calendar/revocation/", calendars.revocation, name="calendar_revocation"),
    path("reminders/<int:pk>/", views.reminder_noted, name="reminder_noted"),
]
