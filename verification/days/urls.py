from django.urls import path

from verification.days import views

app_name = "days"
urlpatterns = [
    path("", views.day_list, name="list"),
    path("new/", views.booking_new, name="new"),
    path("<int:pk>/", views.booking_page, name="booking"),
    path("<int:pk>/acceptance/", views.acceptance, name="acceptance"),
    path("<int:pk>/return/", views.booking_return, name="return"),
    path("<int:pk>/cancellation/", views.cancellation, name="cancellation"),
    path("<int:pk>/summary.xlsx", views.summary_file, name="summary"),
    path("<int:pk>/summary/", views.summary_order, name="summary_order"),
]
