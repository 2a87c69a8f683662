from django.urls import path

from verification.makeups import views

app_name = "makeups"
urlpatterns = [
    path("", views.start, name="start"),
    path("people/", views.people, name="people"),
    path("people/<int:pk>/", views.of_person, name="person"),
]
