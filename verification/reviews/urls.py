from django.urls import path

from verification.reviews import public_views

app_name = "reviews"
urlpatterns = [
    path("results/", public_views.look_up, name="results"),
]
