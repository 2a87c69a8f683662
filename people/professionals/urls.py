from django.urls import path

from people.professionals import views

app_name = "professionals"
urlpatterns = [
    path("", views.people, name="list"),
    path("new/", views.registration, name="registration"),
    path("lookup/", views.lookup, name="lookup"),
    path("me/", views.own_details, name="own"),
    path("me/phone/", views.own_phone, name="own_phone"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/titles/new/", views.new_title, name="new_title"),
    path("<int:pk>/employment/ending/", views.employment_ending, name="employment_ending"),
    path("<int:pk>/number/", views.number, name="number"),
]
