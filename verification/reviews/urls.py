from django.urls import path

from verification.reviews import public_views, staff_views

app_name = "reviews"
urlpatterns = [
    path("results/", public_views.look_up, name="results"),
    path("people/", staff_views.people, name="people"),
    path("people/<int:pk>/appointment/", staff_views.appointment, name="appointment"),
    path("appointments/<int:pk>/withdrawal/", staff_views.appointment_withdrawal, name="appointment_withdrawal"),
    path("employers/<int:pk>/filing/", staff_views.filing_way, name="filing_way"),
]
