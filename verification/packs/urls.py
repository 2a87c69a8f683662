from django.urls import path

from verification.packs import views

app_name = "packs"
urlpatterns = [
    path("", views.own, name="own"),
    path("order/", views.own_order, name="own_order"),
    path("people/<int:pk>/", views.of_person, name="person"),
    path("people/<int:pk>/order/", views.person_order, name="person_order"),
    path("made/<int:pk>/pdf/", views.pdf, name="pdf"),
]
